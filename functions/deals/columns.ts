/**
 * Columns of a page of imported deals: what each row says below what the one before says. A column that no row
 * says anything in is left out.
 */
import * as z from 'zod';
import type { ImportedRow } from './imported.ts';

/** Null stands where one row says nothing. */
export const Texts = z.array(z.string().nullable()).optional();
/** Of few words that come again and again: each once, and its place in every row. */
export const Words = z.object({ words: z.array(z.string()), at: z.array(z.int()) }).optional();
/** Of what few rows have: the row, and what it has. */
export const Rare = z.array(z.tuple([z.int(), z.unknown()]));
type Texts = z.output<typeof Texts>;
type Words = z.output<typeof Words>;
type Saying = (row: ImportedRow) => string | undefined;

/** What stands nowhere: a row without an owner, or without a word. */
export const NOWHERE = -1;

export function texts(rows: readonly ImportedRow[], of: Saying) {
  const column = rows.map((row) => of(row) ?? null);
  return column.some((text) => text !== null) ? column : undefined;
}

export function words(rows: readonly ImportedRow[], of: Saying): Words {
  const said = rows.map(of);
  const all = [...new Set(said.flatMap((word) => word ?? []))].sort();
  const places = new Map(all.map((word, n) => [word, n]));
  const at = said.map((word) => (word === undefined ? NOWHERE : (places.get(word) ?? NOWHERE)));
  return all.length > 0 ? { words: all, at } : undefined;
}

export function rare<T>(
  rows: readonly ImportedRow[],
  of: (row: ImportedRow) => T | undefined,
): [number, T][] {
  return rows.flatMap((row, n) => {
    const value = of(row);
    return value === undefined ? [] : [[n, value] as [number, T]];
  });
}

export function wordAt(column: Words, n: number): string | undefined {
  return column?.words[column.at[n] ?? NOWHERE];
}

export function minorAt(column: Texts, n: number): bigint | undefined {
  const digits = column?.[n];
  return digits === null || digits === undefined ? undefined : BigInt(digits);
}
