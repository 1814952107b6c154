/**
 * A flat rate pays the same share of every credit.
 *
 *   50,000 credited × 10 % = 5,000
 */
import * as z from 'zod';
import { fraction, times } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import { amount } from '../words.ts';
import { common } from './component.ts';
import { RateOrTerm, rateWords, rational } from './rate.ts';
import { treated, treatments } from './treatments.ts';

export const FlatRate = z
  .strictObject({ kind: z.literal('flat-rate'), ...common, rate: RateOrTerm, ...treatments })
  .meta({ id: 'FlatRate' });
export type FlatRate = z.output<typeof FlatRate>;

export const flatRate = treated<FlatRate>({
  needs: () => ({}),
  paysPerCredit: true,
  faults: () => [],
  warnings: () => [],
  earned: ({ rate }, { creditedMinor }) => times(rational(rate), fraction(creditedMinor)),
  turns: () => [],
  describe: ({ rate }, { measure }) => `You earn ${rateWords(rate)} of ${dealWords(measure)}.`,
  explain({ rate }, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = times(rational(rate), fraction(credited));
    const text = `${amount(credited, currency)} × ${rateWords(rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
});
