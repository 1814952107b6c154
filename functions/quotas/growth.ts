/**
 * What is done to the amount of a whole period, before its days are looked at.
 *
 *   growth   0.15 over 100,000 of the last quarter     100,000 × 1.15 = 115,000.00
 */
import { compare, Decimal, decimal, fraction, plus, zero } from '../../shared/kernel/rational.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Days, Treatment } from './by-days.ts';
import { factorOf } from './derivation.ts';
import { type Ramp, rampOf } from './ramp.ts';

const grown = (growth: Decimal) => plus(fraction(1n), decimal(growth));

/** '0.15' is 15 % more; nobody is asked for less than nothing. */
export const Growth = Decimal.refine((growth) => compare(grown(growth), zero) > 0, 'must be more than -1');

type Said = { readonly growth?: Decimal | undefined; readonly ramp?: Ramp | undefined };
type Where = { readonly months: readonly Days[]; readonly presence: { readonly startsOn?: Day | undefined } };

export function treatmentsOf({ growth, ramp }: Said, { months, presence }: Where): Treatment[] {
  return [
    ...(growth ? [{ kind: 'growth' as const, factor: factorOf(grown(growth)) }] : []),
    ...(ramp ? [{ kind: 'ramp' as const, factor: factorOf(rampOf(ramp, presence.startsOn, months)) }] : []),
  ];
}
