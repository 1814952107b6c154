/**
 * A target: what a component pays in a period when all is as agreed. Who takes part for some days of the
 * period only has that part of it.
 *
 *   20,000 a quarter for 45 of its 90 days, then 24,000 for the other 45      10,000 + 12,000 = 22,000
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, type Rational, times } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import type { Standing } from './component.ts';
import { AmountOrTerm, minorOf } from './rate.ts';

export const target = {
  targetMinor: AmountOrTerm,
  /** Whether the target is that of the days on which the payee takes part, or always the whole. */
  prorated: z.enum(['days', 'never']).default('days'),
};

type Targeted = { readonly targetMinor: AmountOrTerm; readonly prorated: 'days' | 'never' };

export function targetOf({ targetMinor, prorated }: Targeted, { participation }: Standing): Rational {
  const whole = fraction(minorOf(targetMinor));
  return prorated === 'never' || !participation ? whole : times(whole, participation);
}

/** '20,000.00 EUR', or '10,000.00 EUR (50 % of 20,000.00 EUR for the days in the plan)'. */
export function targetText(component: Targeted, standing: Standing, currency: Currency): string {
  const mine = amount(targetOf(component, standing), currency);
  const { participation } = standing;
  if (component.prorated === 'never' || !participation || participation.num === participation.den)
    return mine;
  const whole = amount(minorOf(component.targetMinor), currency);
  return `${mine} (${percent(participation)} of ${whole}, for the days in the plan)`;
}
