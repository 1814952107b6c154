/**
 * At which rate a plan counts deals in other currencies. Credits are in the company's currency, at the rate of the
 * day of each booking; a plan may say rates of its own, and counts by those what it pays by. A currency that it
 * does not name stays at the rate of the booking.
 *
 *   40,000.00 EUR, booked at 1.15      credited 46,000.00 USD
 *   the plan's own rate is 1.10        counted  44,000.00, and 60 % of it 26,400.00
 *
 * The deal is converted anew and rounded once, and each credit of it is the part that it was before.
 */
import * as z from 'zod';
import { Currency, exponentOf, type Minor } from '../../shared/kernel/money.ts';
import {
  type Decimal,
  decimal,
  fraction,
  type Rational,
  roundHalfEven,
  times,
} from '../../shared/kernel/rational.ts';
import { converted as convertedAt } from '../rates/converted.ts';
import { Worth } from '../rates/rate.ts';

export const CreditRate = z.union([
  z.literal('bookingDay').describe('the rate of the day on which each deal was booked'),
  z
    .strictObject({
      rates: z.record(Currency, Worth).refine((rates) => Object.keys(rates).length > 0, 'must say a rate'),
    })
    .describe("what one of other currencies is worth in the plan's, by currency"),
]);
export type CreditRate = z.output<typeof CreditRate>;

type Conversion = { readonly from: Currency; readonly rate: Decimal };
type Credit<C extends Conversion> = {
  readonly amountMinor: Minor;
  readonly dealMinor?: Minor | undefined;
  readonly costMinor?: Minor | undefined;
  readonly converted?: C | undefined;
};

/** A credit as a plan in this currency counts it. */
export function counted<K extends Credit<Conversion>>(
  policy: CreditRate | undefined,
  credit: K,
  currency: Currency,
): K {
  const { converted, amountMinor, dealMinor, costMinor } = credit;
  if (policy === undefined || policy === 'bookingDay' || !converted) return credit;
  const rate = policy.rates[converted.from];
  if (rate === undefined || rate === converted.rate) return credit;
  const by = factorOf(dealMinor ?? amountMinor, converted, rate, currency);
  const own = (minor: Minor) => roundHalfEven(times(fraction(minor), by));
  return {
    ...credit,
    amountMinor: own(amountMinor),
    ...(dealMinor !== undefined && { dealMinor: own(dealMinor) }),
    ...(costMinor !== undefined && { costMinor: own(costMinor) }),
    converted: { ...converted, rate, by: 'plan' },
  };
}

/** What the whole deal comes to by one rate, over what it came to by the other. */
function factorOf(
  dealMinor: Minor,
  { from, rate: before }: Conversion,
  rate: Decimal,
  to: Currency,
): Rational {
  const { num, den } = decimal(before);
  const turned = { num: den, den: num };
  if (dealMinor === 0n) return times(decimal(rate), turned);
  const scale = fraction(10n ** BigInt(exponentOf(from)), 10n ** BigInt(exponentOf(to)));
  const deal = roundHalfEven(times(times(fraction(dealMinor), turned), scale));
  const { minor } = convertedAt(deal, from, to, rate);
  return fraction(minor * dealMinor, dealMinor * dealMinor);
}

export function creditRateSentence(policy: CreditRate | undefined): string[] {
  if (policy === undefined || policy === 'bookingDay') return [];
  const rates = Object.entries(policy.rates).map(([from, rate]) => `one ${from} for ${rate}`);
  return [`Deals in other currencies are counted at rates of the plan: ${rates.join(', ')}.`];
}
