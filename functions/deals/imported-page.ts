/**
 * A page of imported deals in columns: what stands below each other is alike, so compressed it takes some
 * twenty bytes a deal, where an item each would take a write of a kilobyte.
 *
 *   lines 2, 3, 5    →  [2, 1, 2]      each after the one before
 *   owners A, B, A   →  people [A, B], owner [0, 1, 0]
 *   types new, new   →  type {words [new], at [0, 0]}
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { minorAt, NOWHERE, Rare, rare, Texts, texts, wordAt, Words, words } from './columns.ts';
import { ImportedFrom, type ImportedRow } from './imported.ts';

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
  splits: Rare,
  overlays: Rare.optional(),
  type: Words,
  category: Words,
  channel: Words,
  discount: Words,
  units: Texts,
  costMinor: Texts,
  invoicedMinor: Texts,
  collectedMinor: Texts,
});
export type Columns = z.output<typeof Columns>;

/** What a column takes for a row that says nothing in it. */
export const NULL_BYTES = 5;
/** Line and owner, and what stands between columns: at most. */
const BESIDE_BYTES = 60;

/** What a row takes in a page that is not compressed, at most; without the gaps in columns that others need. */
export function bytesOf({ line: _, owner: __, about, ...said }: ImportedRow): number {
  const { custom, ...others } = about;
  const texts = [...Object.values(said), ...Object.values(others)];
  return Buffer.byteLength(JSON.stringify([texts, custom], digits)) + BESIDE_BYTES;
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** The columns that a page needs for this row, and in which every other row takes a place as well. */
export function neededBy(row: ImportedRow): string[] {
  const { type, category, channel, custom = {} } = row.about;
  const { discount, units, costMinor, invoicedMinor, collectedMinor } = row;
  const facts = { type, category, channel, discount, units, costMinor, invoicedMinor, collectedMinor };
  const said = Object.entries(facts).filter(([, value]) => value !== undefined);
  return [...said.map(([name]) => name), ...Object.keys(custom).map((name) => `custom.${name}`)];
}

export function columnsOf(rows: readonly ImportedRow[], from: ImportedFrom): Columns {
  const people = [...new Set(rows.flatMap(({ owner }) => owner ?? []))].sort();
  const place = new Map(people.map((person, n) => [person, n]));
  const customs = [...new Set(rows.flatMap(({ about }) => Object.keys(about.custom ?? {})))].sort();
  return {
    from,
    people,
    line: rows.map(({ line }, n) => line - (rows[n - 1]?.line ?? 0)),
    owner: rows.map(({ owner }) => (owner === undefined ? NOWHERE : (place.get(owner) ?? NOWHERE))),
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
    splits: rare(rows, ({ splits }) => splits),
    ...factColumnsOf(rows),
  };
}

/** What is not said in any row takes nothing. */
function factColumnsOf(rows: readonly ImportedRow[]) {
  const overlays = rare(rows, (row) => row.overlays);
  return {
    ...(overlays.length > 0 && { overlays }),
    type: words(rows, ({ about }) => about.type),
    category: words(rows, ({ about }) => about.category),
    channel: words(rows, ({ about }) => about.channel),
    discount: words(rows, ({ discount }) => discount),
    units: texts(rows, ({ units }) => units?.toString()),
    costMinor: texts(rows, ({ costMinor }) => costMinor?.toString()),
    invoicedMinor: texts(rows, ({ invoicedMinor }) => invoicedMinor?.toString()),
    collectedMinor: texts(rows, ({ collectedMinor }) => collectedMinor?.toString()),
  };
}

export function rowsOf(columns: Columns): ImportedRow[] {
  const splits = new Map(columns.splits);
  const overlays = new Map(columns.overlays);
  let line = 0;
  return columns.recordId.map((_, n): ImportedRow => {
    line += columns.line[n] ?? 0;
    return rowAt(columns, n, line, { splits: splits.get(n), overlays: overlays.get(n) });
  });
}

/** What few rows say, as their page has it. */
export type Rarely = { readonly splits: unknown; readonly overlays: unknown };

/** One row of a page, where most are not asked for; `line` is where it stood in its file. */
export function rowAt(columns: Columns, n: number, line: number, { splits, overlays }: Rarely): ImportedRow {
  const said = {
    stage: columns.stage?.[n],
    ownerRef: columns.ownerRef?.[n],
    owner: columns.people[columns.owner[n] ?? NOWHERE],
    splits: splits as ImportedRow['splits'],
    overlays: overlays as ImportedRow['overlays'],
    discount: wordAt(columns.discount, n),
    units: minorAt(columns.units, n),
    costMinor: minorAt(columns.costMinor, n),
    invoicedMinor: minorAt(columns.invoicedMinor, n),
    collectedMinor: minorAt(columns.collectedMinor, n),
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
    type: wordAt(columns.type, n),
    product: columns.product?.[n],
    category: wordAt(columns.category, n),
    channel: wordAt(columns.channel, n),
    territory: columns.territory?.[n],
    account: columns.account?.[n],
    custom: own.length > 0 ? Object.fromEntries(own) : undefined,
  });
}

/** Only what is said. */
function given<T extends object>(all: { [K in keyof T]: T[K] | null | undefined }): T {
  const said = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as T;
}
