/**
 * Which customers stayed: of those who bought in the days before a span, how many there are at its end
 * without those who are new.
 *
 *   200 at the start, 206 at the end, 20 of them new:   (206 − 20) ÷ 200 = 93 %
 */
import * as z from 'zod';
import type { DealId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { addDays, type Day, Day as DaySchema } from '../../shared/kernel/time.ts';
import { ratioOf } from './attainment.ts';
import type { Purchase } from './purchases.ts';

export const Customers = z.object({
  from: DaySchema,
  to: DaySchema,
  activeDays: z.int(),
  currency: Currency,
  /** Accounts that bought in so many days before `from`, and before `to`. */
  start: z.int(),
  end: z.int(),
  /** Accounts whose first purchase ever lies in the span; and those of them that are among `end`. */
  new: z.int(),
  newActive: z.int(),
  /** Of `start`: those among `end`, and the others. */
  retained: z.int(),
  lost: z.int(),
  /** Among `end`, neither new nor among `start`: they bought longer ago, or again within the span. */
  returned: z.int(),
  retention: z.string().nullable(),
  /** What the first purchases of new accounts come to. */
  newLogosMinor: Minor,
  /** Purchases in the span of nobody knows whom: they are no customer's. */
  withoutAccount: z.int(),
  definition: z.string(),
});
export type Customers = z.output<typeof Customers>;

export type Asked = {
  readonly from: Day;
  readonly to: Day;
  readonly activeDays: number;
  readonly currency: Currency;
};

/** `purchases` are all that the reader sees before `to`; `isFirst` is asked of everybody's. */
export function customers(
  purchases: readonly Purchase[],
  isFirst: (deal: DealId) => boolean,
  asked: Asked,
): Customers {
  const { from, to, activeDays } = asked;
  const inside = purchases.filter(({ day }) => from <= day && day < to);
  const start = accountsIn(purchases, addDays(from, -activeDays), from);
  const end = accountsIn(purchases, addDays(to, -activeDays), to);
  const first = inside.filter(({ account, deal }) => account !== null && isFirst(deal));
  const fresh = new Set(first.flatMap(({ account }) => account ?? []));
  const newActive = sharedBy(fresh, end);
  const retained = sharedBy(start, end);
  return {
    ...asked,
    start: start.size,
    end: end.size,
    new: fresh.size,
    newActive,
    retained,
    lost: start.size - retained,
    returned: end.size - retained - newActive,
    retention: ratioOf(BigInt(end.size - newActive), BigInt(start.size)),
    newLogosMinor: first.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    withoutAccount: inside.filter(({ account }) => account === null).length,
    definition: definitionOf(asked),
  };
}

function accountsIn(purchases: readonly Purchase[], from: Day, to: Day): Set<string> {
  const within = purchases.filter(({ day }) => from <= day && day < to);
  return new Set(within.flatMap(({ account }) => account ?? []));
}

const sharedBy = (some: Set<string>, others: Set<string>) =>
  [...some].filter((one) => others.has(one)).length;

function definitionOf({ from, to, activeDays }: Asked): string {
  return [
    'retention = (end − newActive) ÷ start, and null where start is 0.',
    `start: accounts with a purchase in the ${activeDays} days before ${from}; end: the same before ${to}.`,
    `new: accounts whose first purchase ever lies from ${from} up to, not including, ${to}; newActive: those`,
    'of them that are among end. A purchase is a deal whose sales up to then come to more than zero, on the',
    'first of their days.',
  ].join(' ');
}
