/**
 * How a running total becomes whole minor units. A tie goes to the even number, or away from zero.
 *
 *               0.5   1.5   −0.5   −1.5
 *   half-even     0     2      0     −2
 *   half-up       1     2     −1     −2
 */
import type { Rounding } from '../../plans/components/index.ts';

/** num / den, rounded; `den` is above zero. */
export function roundedQuotient(num: bigint, den: bigint, rounding: Rounding): bigint {
  const truncated = num / den;
  const floor = truncated * den > num ? truncated - 1n : truncated;
  const twice = 2n * (num - floor * den);
  if (twice === den) return (rounding === 'half-even' ? floor % 2n !== 0n : num > 0n) ? floor + 1n : floor;
  return twice > den ? floor + 1n : floor;
}
