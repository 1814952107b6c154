/**
 * The credits of one page in columns, without an object for each: what a run of a million deals reads.
 *
 *   an entry     the id of its deal · its version                     dea_7k3m… · 0
 *   a credit     its entry · person · day · part · amount             0 · 17 · 41 · 0 · 5000000
 *
 * The 26 letters of an id are five numbers of thirty bits, in which ids keep their order; days are counted from
 * the first of the period; people have the numbers that the run gives them.
 */
import { createHash } from 'node:crypto';
import { type DealId, derivedId, type PersonId } from '../../shared/kernel/ids.ts';
import { type Day, daysBetween } from '../../shared/kernel/time.ts';
import { type Credit, creditIdOf, type Part, partsOf } from './crediting.ts';
import type { ImportedRow } from './imported.ts';
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
  /** A credit as an object, from what its columns say. */
  readonly creditAt: (n: number, said: Said) => Credit;
};
type Said = Pick<Credit, 'deal' | 'person' | 'day' | 'part' | 'amountMinor'>;

export type Numbering = {
  readonly first: Day;
  readonly numberOf: (person: PersonId) => number;
};

/** Undefined where an amount is too large for a column, 2⁵³ minor units or more. */
export function blockOfEntries(entries: readonly Entry[], numbering: Numbering): CreditBlock | undefined {
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
    block.person[n] = numbering.numberOf(credit.person);
    block.day[n] = dayOf(credit.day);
    block.part[n] = credit.part;
    block.amount[n] = Number(credit.amountMinor);
  }
  return { ...block, creditAt: (n) => (credits[n] as (typeof credits)[number]).credit };
}

/** The same of a page of imported deals; only rows that several people share become objects on the way. */
export function blockOfImported(columns: Columns, numbering: Numbering): CreditBlock | undefined {
  const { from, recordId } = columns;
  const lines = linesOf(columns);
  const shared = new Map(
    columns.splits.map(([n, splits]) => [n, sharesOf(rowAt(columns, n, lines[n] ?? 0, splits))]),
  );
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
  return { ...block, creditAt: byLine(from.import, lines, block.entry) };
}

/** Stands by itself, since it would keep all of the page in memory that it could see. */
function byLine(file: string, lines: Int32Array, entry: Int32Array): CreditBlock['creditAt'] {
  return (n, said) => {
    const event = derivedId('chg', file, String(lines[entry[n] as number]));
    return { id: creditIdOf(said.deal, event, said.person, said.part), event, ...said };
  };
}

/** What each of several people has of it. */
function sharesOf({ status, amountMinor, splits = [] }: ImportedRow): Part[] {
  return partsOf({ status, amountMinor, owner: null, splits });
}

/** One person has all of it, and it is won. */
function isCredited({ status, owner, amountMinor }: Columns, n: number): boolean {
  return status[n] === 'won' && (owner[n] ?? -1) >= 0 && Number(amountMinor[n]) !== 0;
}

function giveAll(
  block: Omit<CreditBlock, 'creditAt'>,
  columns: Columns,
  shared: ReadonlyMap<number, readonly Part[]>,
  { first, numberOf }: Numbering,
): void {
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
    for (const { person, part, amountMinor: minor } of parts ?? []) {
      give(n, numberOf(person), day[n] as Day, part, Number(minor));
    }
    if (parts || !isCredited(columns, n)) continue;
    give(n, numbers[owner[n] as number] as number, day[n] as Day, 0, Number(amountMinor[n]));
  }
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

function blockFor(entries: number, credits: number): Omit<CreditBlock, 'creditAt'> {
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
