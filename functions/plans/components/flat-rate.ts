/**
 * A flat rate pays the same share of every credit.
 *
 *   50,000 credited × 10 % = 5,000
 */
import * as z from 'zod';
import { fraction, times } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import { common } from './component.ts';
import { limited, limits } from './limits.ts';
import { askedRate, RateOrTerm, rateWords, rational } from './rate.ts';
import { creditedDeals } from './wording.ts';

export const FlatRate = z
  .strictObject({ kind: z.literal('flat-rate'), ...common, rate: RateOrTerm, ...limits })
  .meta({ id: 'FlatRate' });
export type FlatRate = z.output<typeof FlatRate>;

export const flatRate = limited<FlatRate>({
  needsQuota: () => false,
  paysPerCredit: true,
  faults: () => [],
  warnings: () => [],
  asks: ({ rate }) => askedRate(rate),
  filled: (component, own) => ({ ...component, rate: own.rate(component.rate) }),
  earned: ({ rate }, { creditedMinor }) => times(rational(rate), fraction(creditedMinor)),
  describe: (component) => `You earn ${rateWords(component.rate)} of ${creditedDeals(component)}.`,
  explain({ rate }, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = times(rational(rate), fraction(credited));
    const text = `${amount(credited, currency)} × ${rateWords(rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
});
