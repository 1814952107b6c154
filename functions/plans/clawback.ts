/**
 * What a reversal takes back of a credit that an earlier period was paid for.
 *
 *   openPeriodCurve    it walks the open period's curve down
 *   asPaid             what the credit was paid       500.00                   −500.00
 *     share 0.5        a part of it                   10,000.00              −5,000.00
 *     proRata 12       the months that are left       6,000.00, 4 have passed   −4,000.00
 *     within 6         all, or later than that nothing
 *   recompute          the period is worked out without it      34,500.00 → 19,000.00, −15,500.00
 */
import * as z from 'zod';
import { decimal, fraction, type Rational, times, zero } from '../../shared/kernel/rational.ts';
import { addMonths, type Day } from '../../shared/kernel/time.ts';
import { aboveZero, Rate } from './components/rate.ts';
import { percent } from './words.ts';

const Months = z.strictObject({ months: z.int().min(1).max(120) });

const AsPaid = z.strictObject({
  kind: z.literal('asPaid'),
  /** Whether attainment falls as well. */
  affectsAttainment: z.boolean().default(true),
  /** The part of what was paid that is taken back. */
  share: Rate.refine(aboveZero, 'must be above zero')
    .refine((share) => decimal(share).num <= decimal(share).den, 'must be at most 1')
    .default('1'),
  /** Nothing is taken back once so many months have passed since the credit. */
  within: Months.optional(),
  /** Of so many months, those that have not passed whole are taken back. */
  proRata: Months.optional(),
});
type AsPaid = z.output<typeof AsPaid>;

export const Clawback = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('openPeriodCurve') }),
  AsPaid,
  z.strictObject({ kind: z.literal('recompute') }),
]);
export type Clawback = z.output<typeof Clawback>;

/** The part of what was paid for a credit of one day that a reversal on another takes back. */
export function takenBack({ share, within, proRata }: AsPaid, credited: Day, reversed: Day): Rational {
  if (within && reversed >= addMonths(credited, within.months)) return zero;
  if (!proRata) return decimal(share);
  const left = proRata.months - monthsPassed(credited, reversed, proRata.months);
  return times(decimal(share), fraction(BigInt(left), BigInt(proRata.months)));
}

/** What is taken back, in plain words; by the open period's curve, where nothing is said. */
export function clawbackSentence(clawback: Clawback | undefined): string {
  if (!clawback || clawback.kind === 'openPeriodCurve')
    return 'A deal that is taken back lowers what the period pays in which it is taken back.';
  if (clawback.kind === 'recompute')
    return 'For a deal that is taken back its period is worked out anew, and you give back the difference.';
  const { share, within, proRata, affectsAttainment } = clawback;
  const part = decimal(share).num === decimal(share).den ? '' : `${percent(share)} of `;
  const months = proRata ? `, for those of ${proRata.months} months that are left` : '';
  const late = within ? `; after ${within.months} months nothing` : '';
  const attainment = affectsAttainment ? 'Attainment falls with it' : 'Attainment stays as it was';
  return `Of a deal that is taken back you give back ${part}what it was paid${months}${late}. ${attainment}.`;
}

/** Whole months, up to so many. */
function monthsPassed(from: Day, to: Day, most: number): number {
  let passed = 0;
  while (passed < most && addMonths(from, passed + 1) <= to) passed += 1;
  return passed;
}
