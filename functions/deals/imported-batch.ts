/**
 * How the deals of a file are written: in batches that are there as a whole or not at all, each with a page
 * or more for every period that it touches, and one index over them.
 *
 *   3,806 orders in 12 windows  →  1 batch = 12 checks that a window is open + 12 pages + 1 index
 *
 * Which rows share a batch follows from the file and the calendar, so that doing it again meets the same. Rows
 * that say much fill a page before there are two thousand of them: what no compression makes small fits too.
 */
import { derivedId } from '../../shared/kernel/ids.ts';
import { type Period, postingPeriodOf } from '../periods/period.ts';
import { dealIdOf } from './deal.ts';
import type { ImportedFrom, ImportedRow } from './imported.ts';
import { indexOf } from './imported-index.ts';
import { bytesOf, neededBy, NULL_BYTES } from './imported-page.ts';

/** Where deals lie that are not won: they are credited in no period. */
export const UNSOLD = 'unsold';
/** Few enough that finding one of them is a small read. */
const ROWS_OF_A_PAGE = 2_000;
/** Below what a packed piece takes, were nothing of it compressed. */
const BYTES_OF_A_PAGE = 280_000;
/** A transaction takes a hundred writes and four megabytes. */
const MOST_WRITES = 90;
const MOST_ROWS = 20_000;
const MOST_BYTES = 3_000_000;

type Group = { readonly place: string; readonly period?: Period; readonly rows: ImportedRow[] };
type Page = Group & { bytes: number };
export type ImportedBatch = { readonly name: string; readonly groups: readonly Page[] };
export type BatchPage = { readonly place: string; readonly page: string; readonly rows: ImportedRow[] };

/** The batches of one part of a file. Rows come with the days of their periods, open or not. */
export function batchesOf(
  part: string,
  rows: readonly ImportedRow[],
  periods: readonly Period[],
): ImportedBatch[] {
  const batches: Page[][] = [];
  for (const page of groupsOf(rows, periods).flatMap(pagesOf)) {
    const last = batches.at(-1);
    if (last && fits([...last, page])) last.push(page);
    else batches.push([page]);
  }
  return batches.map((groups, n) => ({ name: `${part}.${n}`, groups }));
}

/** The periods that a batch touches, each once. */
export function periodsIn({ groups }: ImportedBatch): Period[] {
  return [...new Set(groups.flatMap(({ period }) => period ?? []))];
}

export function batchPages({ name, groups }: ImportedBatch): BatchPage[] {
  return groups.map(({ place, rows }, n) => {
    return { place, page: derivedId('imp', name, place, String(n)), rows };
  });
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

/** Each as full as it gets, in the order of the file. */
function pagesOf({ rows, ...group }: Group): Page[] {
  const pages: (Page & { readonly names: Set<string> })[] = [];
  for (const row of rows) {
    const bytes = bytesOf(row);
    const columns = neededBy(row);
    const last = pages.at(-1);
    const page =
      last && hasRoom(last, bytes, columns)
        ? last
        : { ...group, rows: [], bytes: 0, names: new Set<string>() };
    if (page !== last) pages.push(page);
    page.rows.push(row);
    page.bytes += bytes;
    for (const name of columns) page.names.add(name);
  }
  return pages;
}

/** What one row says takes a place in a column for every other. */
function hasRoom(
  { rows, bytes, names }: Page & { readonly names: ReadonlySet<string> },
  more: number,
  needed: readonly string[],
): boolean {
  const count = rows.length + 1;
  const columns = names.size + needed.filter((name) => !names.has(name)).length;
  return count <= ROWS_OF_A_PAGE && bytes + more + count * columns * NULL_BYTES <= BYTES_OF_A_PAGE;
}

/** A check of each period and a put of each page, and the index beside them. */
function fits(pages: readonly Page[]): boolean {
  const writes = pages.length + new Set(pages.map(({ place }) => place)).size;
  const rows = pages.reduce((sum, page) => sum + page.rows.length, 0);
  const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
  return writes <= MOST_WRITES && rows <= MOST_ROWS && bytes <= MOST_BYTES;
}
