/**
 * What a deal is worth that is in another currency than the company counts in: all of its amounts by the rate of
 * the day on which it was booked, rounded once, before it is divided. The rate stays with the deal.
 *
 *   40,000.00 EUR, booked on 2 February at 1.10                      44,000.00 USD
 *   the rate of 2 February is corrected to 1.20                      44,000.00 USD
 *   amended to 41,000.00 EUR in March                                45,100.00 USD, by the same rate
 */
import * as z from 'zod';
import { Currency, exponentOf, type Minor } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import { converted } from '../rates/converted.ts';
import type { DealChange, DealState } from './deal.ts';
import { momentsOf } from './moments.ts';

/** By currency and day. */
export type Worths = Readonly<Record<string, Decimal>>;
/** In what a company counts, and what other currencies were worth in that. */
export type Counting = { readonly currency: Currency; readonly worths: Worths };

export const Conversion = z.object({
  from: Currency,
  rate: Decimal.describe('what one of it was worth'),
  on: Day.describe('the day on which the deal was booked'),
  by: z.literal('plan').optional().describe('where it is a rate of the plan, and not of that day'),
});
export type Conversion = z.output<typeof Conversion>;

/** Amounts in the currency of the company, and by which rate. */
export type Counted = DealState & { readonly converted?: Conversion };
type Asked = Pick<Conversion, 'from' | 'on'>;

export const worthName = ({ from, on }: Asked): string => `${from}_${on}`;

/** Undefined where nobody has said what it was worth. */
export function countedIn(
  { currency: company, worths }: Counting,
  state: DealState,
  on: Day,
): Counted | undefined {
  const { currency: from } = state;
  if (from === null || from === company) return state;
  const rate = worths[worthName({ from, on })];
  if (rate === undefined) return undefined;
  const own = (minor: Minor | null) => minor && converted(minor, from, company, rate).minor;
  return {
    ...state,
    amountMinor: own(state.amountMinor),
    costMinor: own(state.costMinor),
    invoicedMinor: own(state.invoicedMinor),
    collectedMinor: own(state.collectedMinor),
    converted: { from, rate, on },
  };
}

/** Rates that a deal may be booked by, whichever of its changes count; none while it is not won. */
export function worthsAsked(
  changes: readonly DealChange[],
  zone: TimeZone,
  company: Currency,
): readonly Asked[] {
  const others = new Set(changes.flatMap(({ currency }) => (currency === company ? [] : (currency ?? []))));
  const wins = changes.filter(({ status }) => status === 'won');
  if (others.size === 0 || wins.length === 0) return [];
  const closes = changes.flatMap(({ closeDate }) => closeDate ?? []);
  const days = new Set([...closes, ...wins.map(({ occurredAt }) => dayOf(occurredAt, zone))]);
  return [...others].flatMap((from) => [...days].map((on) => ({ from, on })));
}

/** Why a deal cannot be counted: it was won in a currency of which nobody has said what it was worth. */
export function uncountable(
  changes: readonly DealChange[],
  zone: TimeZone,
  counting: Counting,
): 'rate.missing' | 'currency.unsaid' | undefined {
  const moments = [...momentsOf(changes, zone)];
  const won = moments.filter(({ state }) => state.status === 'won' && state.amountMinor !== null);
  if (won.some(({ state, booked }) => booked && !countedIn(counting, state, booked))) return 'rate.missing';
  const isOtherwise = won.some(({ state }) => isReadOtherwise(changes, state, counting.currency));
  return isOtherwise ? 'currency.unsaid' : undefined;
}

/** Without its currency an amount was read in that of the company, which may have other parts. */
function isReadOtherwise(
  changes: readonly DealChange[],
  { currency: from }: DealState,
  company: Currency,
): boolean {
  if (from === null || exponentOf(from) === exponentOf(company)) return false;
  return changes.some(({ currency, amountMinor, costMinor, invoicedMinor, collectedMinor }) => {
    const amounts = [amountMinor, costMinor, invoicedMinor, collectedMinor];
    return currency === undefined && amounts.some((minor) => (minor ?? null) !== null);
  });
}
