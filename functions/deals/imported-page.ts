/**
 * A page of imported deals in columns: what stands below each other is alike, so compressed it takes some
 * twenty bytes a deal, where an item each would take a write of a kilobyte.
 *
 *   lines 2, 3, 5    →  [2, 1, 2]      each after the one before
 *   owners A, B, A   →  people [A, B], owner [0, 1, 0]
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { ImportedFrom, type ImportedRow } from './imported.ts';

/** A column that says nothing in any row is left out; null stands where one row says nothing. */
const Texts = z.array(z.string().nullable()).optional();

export const Columns = z.object({
  from: ImportedFrom,
  people: z.array(PersonId),
  line: z.array(z.int()),
  owner: z.array(z.int()),
  recordId: z.array(z.string()),
  day: z.array(z.string()),
  amountMinor: z.array(z.string()),
  status: z.array(z.string()),
  stage: Texts,
  ownerRef: Texts,
  territory: Texts,
  account: Texts,
  product: Texts,
  custom: z.record(z.string(), z.array(z.union([z.string(), z.boolean()]).nullable())),
  splits: z.array(z.tuple([z.int(), z.unknown()])),
});
export type Columns = z.output<typeof Columns>;

/** No row has an owner. */
const NOBODY = -1;
/** What a column takes for a row that says nothing in it. */
export const NULL_BYTES = 5;
/** Line and owner, and what stands between columns: at most. */
const BESIDE_BYTES = 60;

/** What a row takes in a page that is not compressed, at most; without the gaps in custom columns. */
export function bytesOf({ recordId, day, amountMinor, status, stage, ownerRef, splits, about }: ImportedRow) {
  const { custom, ...others } = about;
  const texts = [
    recordId,
    day,
    String(amountMinor),
    status,
    stage,
    ownerRef,
    splits,
    ...Object.values(others),
  ];
  return Buffer.byteLength(JSON.stringify([texts, custom])) + BESIDE_BYTES;
}

export function columnsOf(rows: readonly ImportedRow[], from: ImportedFrom): Columns {
  const people = [...new Set(rows.flatMap(({ owner }) => owner ?? []))].sort();
  const place = new Map(people.map((person, n) => [person, n]));
  const customs = [...new Set(rows.flatMap(({ about }) => Object.keys(about.custom ?? {})))].sort();
  return {
    from,
    people,
    line: rows.map(({ line }, n) => line - (rows[n - 1]?.line ?? 0)),
    owner: rows.map(({ owner }) => (owner === undefined ? NOBODY : (place.get(owner) ?? NOBODY))),
    recordId: rows.map(({ recordId }) => recordId),
    day: rows.map(({ day }) => day),
    amountMinor: rows.map(({ amountMinor }) => amountMinor.toString()),
    status: rows.map(({ status }) => status),
    stage: texts(rows, ({ stage }) => stage),
    ownerRef: texts(rows, ({ ownerRef }) => ownerRef),
    territory: texts(rows, ({ about }) => about.territory),
    account: texts(rows, ({ about }) => about.account),
    product: texts(rows, ({ about }) => about.product),
    custom: Object.fromEntries(
      customs.map((name) => [name, rows.map(({ about }) => about.custom?.[name] ?? null)]),
    ),
    splits: rows.flatMap(({ splits }, n) => (splits ? [[n, splits] as [number, unknown]] : [])),
  };
}

export function rowsOf(columns: Columns): ImportedRow[] {
  const splits = new Map(columns.splits);
  let line = 0;
  return columns.recordId.map((_, n): ImportedRow => {
    line += columns.line[n] ?? 0;
    return rowAt(columns, n, line, splits.get(n));
  });
}

/** One row of a page, where most are not asked for; `line` is where it stood in its file. */
export function rowAt(columns: Columns, n: number, line: number, splits: unknown): ImportedRow {
  const said = {
    stage: columns.stage?.[n],
    ownerRef: columns.ownerRef?.[n],
    owner: columns.people[columns.owner[n] ?? NOBODY],
    splits: splits as ImportedRow['splits'],
  };
  return {
    line,
    recordId: columns.recordId[n] ?? '',
    day: columns.day[n] as ImportedRow['day'],
    amountMinor: BigInt(columns.amountMinor[n] ?? '0'),
    status: columns.status[n] as ImportedRow['status'],
    ...given(said),
    about: aboutOf(columns, n, columns.custom),
  };
}

function aboutOf(columns: Columns, n: number, custom: Columns['custom']): ImportedRow['about'] {
  const own = Object.entries(custom).flatMap(([name, values]) => {
    const value = values[n];
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return given({
    territory: columns.territory?.[n],
    account: columns.account?.[n],
    product: columns.product?.[n],
    custom: own.length > 0 ? Object.fromEntries(own) : undefined,
  });
}

function texts(rows: readonly ImportedRow[], of: (row: ImportedRow) => string | undefined) {
  const column = rows.map((row) => of(row) ?? null);
  return column.some((text) => text !== null) ? column : undefined;
}

/** Only what is said. */
function given<T extends object>(all: { [K in keyof T]: T[K] | null | undefined }): T {
  const said = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as T;
}
