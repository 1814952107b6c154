/**
 * Credits as their pages hold them, brought into columns for a period: of several pages that speak of a deal in a
 * month the highest version says what is so, and the first of those that are alike; deals become numbers, in
 * the order of their ids.
 *
 *   page 1: dea_7…, version 0: Ana 50,000.00       page 2: dea_7…, version 3: Ana 60,000.00
 *   one row: person 2 · day 41 · deal 0 · part 0 · 6000000
 */
import { type Day, daysBetween, type Span } from '../../../shared/kernel/time.ts';
import { type CreditBlock, WORDS } from '../../deals/credit-block.ts';
import type { Credit } from '../../deals/crediting.ts';
import { columnsFor, type Credits, taken } from './credits.ts';
import { sortedBy } from './radix.ts';

/** A page of a month, or a window; months by number. */
export type MonthBlock = CreditBlock & { readonly month: number };

export type Columns = {
  readonly credits: Credits;
  /** Short names of deals as thirty bits, by the number of the deal. */
  readonly refs: Int32Array;
  /** One more than the largest day. */
  readonly days: number;
  /** Credits by their rows, as objects; pages are read anew for it, each of them once. */
  readonly creditsAt: (rows: readonly number[]) => Credit[];
};

export function columnsOf(blocks: readonly MonthBlock[], period: Span & { from: Day }): Columns {
  const words = Array.from({ length: WORDS }, (_, n) =>
    joined(blocks.map((block) => block.words[n] as Int32Array)),
  );
  const { deal, counts, refs } = dealsOf(words, blocks);
  const last = period.to === null ? Number.POSITIVE_INFINITY : daysBetween(period.from, period.to);
  const given = givenIn(blocks, deal, counts, last);
  const order = sortedBy([given.credits.part, given.credits.deal, given.credits.day], given.source.length);
  const credits = taken(given.credits, order);
  const sources = order.map((n) => given.source[n] as number);
  const pages = startsBy(blocks, ({ amount }) => amount.length).map((start, n) => ({
    start,
    open: (blocks[n] as MonthBlock).open,
  }));
  return {
    credits,
    refs,
    days: (credits.day.at(-1) ?? 0) + 1,
    creditsAt: readAgain(pages, sources),
  };
}

type PageAt = { readonly start: number; readonly open: MonthBlock['open'] };

/** `sources` are the places of rows among the credits of all pages. Stands by itself, to keep nothing else. */
function readAgain(pages: readonly PageAt[], sources: Int32Array): Columns['creditsAt'] {
  return (rows) => {
    const sourceOf = (n: number) => sources[rows[n] as number] as number;
    const byPage = Map.groupBy(rows.keys(), (n) => pages.findLastIndex(({ start }) => start <= sourceOf(n)));
    const found: Credit[] = [];
    for (const [page, own] of byPage) {
      const { start, open } = pages[page] as PageAt;
      const creditAt = open();
      for (const n of own) found[n] = creditAt(sourceOf(n) - start);
    }
    return found;
  };
}

/** The number of each entry's deal, whether the entry counts, and the short names of deals by number. */
function dealsOf(words: readonly Int32Array[], blocks: readonly MonthBlock[]) {
  const entries = words[0]?.length ?? 0;
  const order = sortedBy(words.toReversed(), entries);
  const deal = new Int32Array(entries);
  const counts = new Uint8Array(entries);
  const { month, version } = saidOf(blocks, entries);
  const latest = new Map<number, number>();
  const firsts: number[] = [];
  for (let n = 0; n < entries; n++) {
    const entry = order[n] as number;
    if (n === 0 || !isSame(words, entry, order[n - 1] as number)) {
      latest.clear();
      firsts.push(entry);
    }
    deal[entry] = firsts.length - 1;
    const other = latest.get(month[entry] as number);
    if (other !== undefined && (version[other] as number) >= (version[entry] as number)) continue;
    if (other !== undefined) counts[other] = 0;
    counts[entry] = 1;
    latest.set(month[entry] as number, entry);
  }
  const refs = Int32Array.from(firsts, (entry) => words[0]?.[entry] as number);
  return { deal, counts, refs };
}

function isSame(words: readonly Int32Array[], one: number, other: number): boolean {
  return words.every((word) => word[one] === word[other]);
}

function saidOf(blocks: readonly MonthBlock[], entries: number) {
  const month = new Uint16Array(entries);
  const starts = startsBy(blocks, ({ version }) => version.length);
  for (const [n, block] of blocks.entries()) month.fill(block.month, starts[n]);
  return { month, version: joined(blocks.map(({ version }) => version)) };
}

/** The credits of the entries that count, on days of the period, in the order of their pages. */
function givenIn(blocks: readonly MonthBlock[], deal: Int32Array, counts: Uint8Array, days: number) {
  const most = blocks.reduce((sum, { amount }) => sum + amount.length, 0);
  const credits = columnsFor(most);
  const source = new Int32Array(most);
  let [count, credit, entry] = [0, 0, 0];
  for (const block of blocks) {
    for (let n = 0; n < block.amount.length; n++, credit++) {
      const of = entry + (block.entry[n] as number);
      const day = block.day[n] as number;
      if (counts[of] !== 1 || day < 0 || day >= days) continue;
      credits.person[count] = block.person[n] as number;
      credits.day[count] = day;
      credits.deal[count] = deal[of] as number;
      credits.part[count] = block.part[n] as number;
      credits.amount[count] = block.amount[n] as number;
      source[count] = credit;
      count += 1;
    }
    entry += block.version.length;
  }
  return { credits: cut(credits, count), source: source.subarray(0, count) };
}

function cut({ person, day, deal, part, amount }: Credits, count: number): Credits {
  return {
    person: person.subarray(0, count),
    day: day.subarray(0, count),
    deal: deal.subarray(0, count),
    part: part.subarray(0, count),
    amount: amount.subarray(0, count),
  };
}

function startsBy(blocks: readonly MonthBlock[], sizeOf: (block: MonthBlock) => number): number[] {
  let start = 0;
  return blocks.map((block) => {
    start += sizeOf(block);
    return start - sizeOf(block);
  });
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
