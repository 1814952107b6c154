/**
 * Credits as they are stored, brought into columns: people and deals become numbers, days are counted from
 * the first of the period.
 *
 *   {deal: 'dea_7…', person: Ana, part: 0, day: '2026-01-03', amount: 50,000.00}     →  0 · 2 · 7 · 0 · 5000000
 */
import type { DealId } from '../../../shared/kernel/ids.ts';
import { covers, type Day, daysBetween, type Span } from '../../../shared/kernel/time.ts';
import type { Credit } from '../../deals/crediting.ts';
import { columnsFor, type Credits, taken } from './credits.ts';
import { sortedBy } from './radix.ts';
import type { Numbers } from './stretches.ts';

export type Columns = {
  readonly credits: Credits;
  /** By number: the deals in the order of their ids, and which of the given credits a row is. */
  readonly deals: readonly DealId[];
  readonly source: Int32Array;
  /** One more than the largest day. */
  readonly days: number;
};

/** The credits of a period. Undefined where one is too large for a column, 2⁵³ minor units or more. */
export function columnsOf(
  all: readonly Credit[],
  period: Span & { from: Day },
  people: Numbers,
): Columns | undefined {
  const within = all
    .map((credit, source) => ({ credit, source }))
    .filter(({ credit }) => covers(period, credit.day))
    .sort((a, b) => (a.credit.id < b.credit.id ? -1 : 1));
  if (within.some(({ credit }) => !isExact(credit.amountMinor))) return undefined;
  const deals = [...new Set(within.map(({ credit }) => credit.deal))].sort();
  const dealNumber = new Map(deals.map((deal, number) => [deal, number]));
  const dayNumber = counting(period.from);
  const columns = columnsFor(within.length);
  for (const [n, { credit }] of within.entries()) {
    columns.person[n] = people.of.get(credit.person) ?? people.ids.length;
    columns.day[n] = dayNumber(credit.day);
    columns.deal[n] = dealNumber.get(credit.deal) ?? 0;
    columns.part[n] = credit.part;
    columns.amount[n] = Number(credit.amountMinor);
  }
  const order = sortedBy([columns.part, columns.deal, columns.day], within.length);
  const source = order.map((row) => within[row]?.source ?? 0);
  const credits = taken(columns, order);
  return { credits, deals, source, days: (credits.day.at(-1) ?? 0) + 1 };
}

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
