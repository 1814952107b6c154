/**
 * How the deals of a file are written: in batches that are there as a whole or not at all, each with a page
 * or more for every period that it touches, and one index over them.
 *
 *   3,806 orders in 12 windows  →  1 batch = 12 checks that a window is open + 12 pages + 1 index
 *
 * Which rows share a batch follows from the file and the calendar, so that doing it again meets the same.
 */
import { derivedId } from '../../shared/kernel/ids.ts';
import { type Period, postingPeriodOf } from '../periods/period.ts';
import { dealIdOf } from './deal.ts';
import type { ImportedFrom, ImportedRow } from './imported.ts';
import { indexOf } from './imported-index.ts';

/** Where deals lie that are not won: they are credited in no period. */
export const UNSOLD = 'unsold';
/** Few enough that finding one of them is a small read. */
const ROWS_OF_A_PAGE = 2_000;
/** A transaction takes a hundred writes and four megabytes. */
const MOST_WRITES = 90;
const MOST_ROWS = 20_000;

type Group = { readonly place: string; readonly period?: Period; readonly rows: ImportedRow[] };
export type ImportedBatch = { readonly name: string; readonly groups: readonly Group[] };
export type BatchPage = { readonly place: string; readonly page: string; readonly rows: ImportedRow[] };

/** The batches of one part of a file. Rows come with the days of their periods, open or not. */
export function batchesOf(
  part: string,
  rows: readonly ImportedRow[],
  periods: readonly Period[],
): ImportedBatch[] {
  const batches: Group[][] = [];
  let [writes, count] = [0, 0];
  for (const group of groupsOf(rows, periods).flatMap(cut)) {
    const needed = pagesIn(group) + 1;
    const isFull = writes + needed > MOST_WRITES || count + group.rows.length > MOST_ROWS;
    if (isFull || batches.length === 0) {
      batches.push([]);
      [writes, count] = [0, 0];
    }
    batches.at(-1)?.push(group);
    writes += needed;
    count += group.rows.length;
  }
  return batches.map((groups, n) => ({ name: `${part}.${n}`, groups }));
}

export function batchPages({ name, groups }: ImportedBatch): BatchPage[] {
  return groups.flatMap(({ place, rows }) =>
    slices(rows, ROWS_OF_A_PAGE).map((some, n) => {
      return { place, page: derivedId('imp', name, place, String(n)), rows: some };
    }),
  );
}

/** Leads from deals to the pages of a batch. */
export function indexOfPages(pages: readonly BatchPage[], { connector }: ImportedFrom): Uint8Array {
  return indexOf(
    pages.flatMap(({ rows }, page) =>
      rows.map(({ recordId }) => ({ deal: dealIdOf(connector, recordId), page })),
    ),
  );
}

function groupsOf(rows: readonly ImportedRow[], periods: readonly Period[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const period = row.status === 'won' ? postingPeriodOf(periods, row.day) : undefined;
    const place = period?.id ?? UNSOLD;
    const group = groups.get(place) ?? { place, ...(period && { period }), rows: [] };
    groups.set(place, group);
    group.rows.push(row);
  }
  return [...groups.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** No group alone fills a batch. */
function cut(group: Group): Group[] {
  return slices(group.rows, MOST_ROWS).map((rows) => ({ ...group, rows }));
}

function pagesIn({ rows }: Group): number {
  return Math.ceil(rows.length / ROWS_OF_A_PAGE);
}

function slices<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, n) => all.slice(n * size, (n + 1) * size));
}
