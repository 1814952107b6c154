/**
 * A flat rate pays the same share of every credit.
 *
 *   50,000 credited × 10 % = 5,000
 */
import * as z from 'zod';
import { decimal, fraction, times } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentKind, common, Rate } from './component.ts';
import { creditedDeals } from './wording.ts';

export const FlatRate = z
  .strictObject({ kind: z.literal('flat-rate'), ...common, rate: Rate })
  .meta({ id: 'FlatRate' });
export type FlatRate = z.output<typeof FlatRate>;

export const flatRate: ComponentKind<FlatRate> = {
  needsQuota: false,
  paysPerCredit: true,
  faults: () => [],
  earned: ({ rate }, { creditedMinor }) => times(decimal(rate), fraction(creditedMinor)),
  describe: (component) => `You earn ${percent(component.rate)} of ${creditedDeals(component)}.`,
  explain({ rate }, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = times(decimal(rate), fraction(credited));
    const text = `${amount(credited, currency)} × ${percent(rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
};
