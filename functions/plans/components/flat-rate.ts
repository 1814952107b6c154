/**
 * A flat rate pays the same share of every credit.
 *
 *   50,000 credited × 10 % = 5,000
 */
import * as z from 'zod';
import { fraction, type Rational, times } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import { amount } from '../words.ts';
import { common } from './component.ts';
import { straight } from './curve.ts';
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
  curve: (component) => () => straight(paid(component)),
  earned: (component, { creditedMinor }) => times(paid(component), fraction(creditedMinor)),
  turns: () => [],
  describe: ({ rate }, { measure }) => `You earn ${rateWords(rate)} of ${dealWords(measure)}.`,
  explain(component, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = times(paid(component), fraction(credited));
    const text = `${amount(credited, currency)} × ${rateWords(component.rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
});

/** The share of a credit that is paid. */
function paid({ rate }: FlatRate): Rational {
  return rational(rate);
}
