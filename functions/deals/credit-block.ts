/**
 * The credits of one page in columns, without an object for each: what a run of a million deals reads.
 *
 *   an entry     the id of its deal · its version                     dea_7k3m… · 0
 *   a credit     its entry · person · day · part · amount             0 · 17 · 41 · 0 · 5000000
 *
 * The 26 letters of an id are five numbers of thirty bits, in which ids keep their order; days are counted from
 * the first of the period; people have the numbers that the run gives them. What is no part of the sale, such as
 * credit on top of it, is nobody's here: only rules look at it, and they are given it as an object.
 */
import { createHash } from 'node:crypto';
import type { DealId, PersonId } from '../../shared/kernel/ids.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { type Day, daysBetween } from '../../shared/kernel/time.ts';
import { type Credit, isOfTheSale } from './credit.ts';
import { entryOf } from './imported.ts';
import { type Columns, rowAt } from './imported-page.ts';
import type { Entry } from './page.ts';

export const WORDS = 5;
const LETTERS_A_WORD = 6;
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LETTERS = 26;

export type CreditBlock = {
  /** The numbers of the deals' ids: the first of each, the second of each, and so on. */
  readonly words: readonly Int32Array[];
  readonly version: Int32Array;
  readonly entry: Int32Array;
  readonly person: Int32Array;
  readonly day: Int32Array;
  readonly part: Uint16Array;
  readonly amount: Float64Array;
  /** Reads the page anew, and answers its credits by number as objects, with all that their deals say. */
  readonly open: () => (n: number) => Credit;
};

export type Numbering = {
  readonly first: Day;
  readonly numberOf: (person: PersonId) => number;
  /** That of nobody whom a run knows. */
  readonly nobody: number;
};

/** Undefined where an amount is too large for a column, 2⁵³ minor units or more. */
export function blockOfEntries(read: () => readonly Entry[], numbering: Numbering): CreditBlock | undefined {
  const entries = read();
  const credits = entries.flatMap(({ credits }, entry) =>
    inOrderOfIds(credits).map((credit) => ({ credit, entry })),
  );
  if (!credits.every(({ credit }) => isExact(credit.amountMinor))) return undefined;
  const block = blockFor(entries.length, credits.length);
  for (const [n, { deal, version }] of entries.entries()) {
    writeWords(block.words, n, bitsOf(deal));
    block.version[n] = version;
  }
  const dayOf = counting(numbering.first);
  for (const [n, { credit, entry }] of credits.entries()) {
    block.entry[n] = entry;
    block.person[n] = numberFor(credit, numbering);
    block.day[n] = dayOf(credit.day);
    block.part[n] = credit.part;
    block.amount[n] = Number(credit.amountMinor);
  }
  return { ...block, open: entriesAgain(read) };
}

/** Stands by itself, as the next one does: a function keeps in memory all that it could see where it was made. */
function entriesAgain(read: () => readonly Entry[]): CreditBlock['open'] {
  return () => {
    const credits = read().flatMap((entry) => inOrderOfIds(entry.credits));
    return (n) => credits[n] as Credit;
  };
}

function rowsAgain(read: () => Columns, entries: Int32Array): CreditBlock['open'] {
  return () => {
    const creditsAt = creditsIn(read());
    return (n) => {
      const credit = creditsAt(entries[n] as number)[n - firstOf(entries, n)];
      assert(credit, 'what stands in the columns follows from its row');
      return credit;
    };
  };
}

/** The same of a page of imported deals; only rows that are not one person's alone become objects on the way. */
export function blockOfImported(read: () => Columns, numbering: Numbering): CreditBlock | undefined {
  const columns = read();
  const { from, recordId } = columns;
  const creditsAt = creditsIn(columns);
  const shared = new Map(sharedRows(columns).map((n) => [n, creditsAt(n)]));
  const count = recordId.reduce(
    (sum, _, n) => sum + (shared.get(n)?.length ?? (isCredited(columns, n) ? 1 : 0)),
    0,
  );
  const block = blockFor(recordId.length, count);
  const digest = (record: string) =>
    createHash('sha256')
      .update(JSON.stringify([from.connector, record]))
      .digest();
  for (const [n, record] of recordId.entries()) writeWords(block.words, n, digest(record));
  giveAll(block, columns, shared, numbering);
  if (!block.amount.every(Number.isSafeInteger)) return undefined;
  return { ...block, open: rowsAgain(read, block.entry) };
}

/** One person has all of it, and it is won. */
function isCredited({ status, owner, amountMinor }: Columns, n: number): boolean {
  return status[n] === 'won' && (owner[n] ?? -1) >= 0 && Number(amountMinor[n]) !== 0;
}

function giveAll(
  block: Omit<CreditBlock, 'open'>,
  columns: Columns,
  shared: ReadonlyMap<number, readonly Credit[]>,
  numbering: Numbering,
): void {
  const { first, numberOf } = numbering;
  const { people, recordId, owner, day, amountMinor } = columns;
  const numbers = people.map(numberOf);
  const dayOf = counting(first);
  let at = 0;
  const give = (entry: number, person: number, on: Day, part: number, minor: number) => {
    block.entry[at] = entry;
    block.person[at] = person;
    block.day[at] = dayOf(on);
    block.part[at] = part;
    block.amount[at] = minor;
    at += 1;
  };
  for (let n = 0; n < recordId.length; n++) {
    const parts = shared.get(n);
    for (const credit of parts ?? []) {
      give(n, numberFor(credit, numbering), credit.day, credit.part, Number(credit.amountMinor));
    }
    if (parts || !isCredited(columns, n)) continue;
    give(n, numbers[owner[n] as number] as number, day[n] as Day, 0, Number(amountMinor[n]));
  }
}

/** What entries of a page come to, one by one as they are asked for. */
function creditsIn(columns: Columns): (n: number) => readonly Credit[] {
  const lines = linesOf(columns);
  const splits = new Map(columns.splits);
  const overlays = new Map(columns.overlays);
  return (n) => {
    const rarely = { splits: splits.get(n), overlays: overlays.get(n) };
    return inOrderOfIds(entryOf(rowAt(columns, n, lines[n] ?? 0, rarely), columns.from).credits);
  };
}

/** Rows of several people, or clocks, or of no amount but units or costs. */
function sharedRows(columns: Columns): number[] {
  const { recordId, splits, overlays = [], amountMinor, units, costMinor } = columns;
  const { invoicedMinor, collectedMinor } = columns;
  const rare = new Set([...splits, ...overlays].map(([n]) => n));
  const isSaid = (said: readonly unknown[] | undefined, n: number) => (said?.[n] ?? null) !== null;
  const isByClock = (n: number) => isSaid(invoicedMinor, n) || isSaid(collectedMinor, n);
  const isForNothing = (n: number) =>
    Number(amountMinor[n]) === 0 && (isSaid(units, n) || isSaid(costMinor, n));
  return [...recordId.keys()].filter((n) => rare.has(n) || isByClock(n) || isForNothing(n));
}

/** Where the credits of an entry begin. */
function firstOf(entries: Int32Array, n: number): number {
  let first = n;
  while (first > 0 && entries[first - 1] === entries[n]) first -= 1;
  return first;
}

function numberFor(credit: Credit, { numberOf, nobody }: Numbering): number {
  return isOfTheSale(credit) ? numberOf(credit.person) : nobody;
}

/** Of the file, each after the one before. */
function linesOf({ line }: Columns): Int32Array {
  const lines = Int32Array.from(line);
  for (let n = 1; n < lines.length; n++) lines[n] = (lines[n] as number) + (lines[n - 1] as number);
  return lines;
}

/** The id of a deal from its numbers. */
export function dealOf(words: readonly Int32Array[], n: number): DealId {
  const letters = Array.from({ length: ID_LETTERS }, (_, at) => {
    const word = words[Math.floor(at / LETTERS_A_WORD)]?.[n] as number;
    return LETTERS[(word >> (5 * (LETTERS_A_WORD - 1 - (at % LETTERS_A_WORD)))) & 31];
  });
  return `dea_${letters.join('')}` as DealId;
}

function blockFor(entries: number, credits: number): Omit<CreditBlock, 'open'> {
  return {
    words: Array.from({ length: WORDS }, () => new Int32Array(entries)),
    version: new Int32Array(entries),
    entry: new Int32Array(credits),
    person: new Int32Array(credits),
    day: new Int32Array(credits),
    part: new Uint16Array(credits),
    amount: new Float64Array(credits),
  };
}

/** Five bits of each of 26 bytes, as `idFrom` writes them. */
function writeWords(words: readonly Int32Array[], n: number, bytes: Uint8Array): void {
  for (let word = 0; word < WORDS; word++) {
    let bits = 0;
    for (let at = word * LETTERS_A_WORD; at < (word + 1) * LETTERS_A_WORD; at++) {
      bits = bits * 32 + (at < ID_LETTERS ? (bytes[at] as number) & 31 : 0);
    }
    (words[word] as Int32Array)[n] = bits;
  }
}

const bitsOf = (deal: DealId): Uint8Array =>
  Uint8Array.from(deal.slice(4), (letter) => LETTERS.indexOf(letter));

const inOrderOfIds = (credits: readonly Credit[]) => credits.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Days come again and again: each is counted once. */
function counting(first: Day): (day: Day) => number {
  const known = new Map<Day, number>();
  return (day) => {
    const number = known.get(day) ?? daysBetween(first, day);
    known.set(day, number);
    return number;
  };
}

function isExact(minor: bigint): boolean {
  return minor <= Number.MAX_SAFE_INTEGER && minor >= Number.MIN_SAFE_INTEGER;
}
