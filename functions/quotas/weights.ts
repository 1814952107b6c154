/** Exact fractions as whole weights, for what is divided by largest remainder: 1/3 and 1/2 are 2 and 3. */
import type { Minor } from '../../shared/kernel/money.ts';
import { divideByShares } from '../../shared/kernel/money.ts';
import type { Rational } from '../../shared/kernel/rational.ts';

/** Nothing where all weights are zero. */
export function divided(amount: Minor, parts: readonly Rational[]): Minor[] {
  const whole = parts.reduce((sofar, { den }) => (sofar * den) / divisor(sofar, den), 1n);
  const weights = parts.map(({ num, den }) => (num * whole) / den);
  return weights.every((weight) => weight === 0n) ? parts.map(() => 0n) : divideByShares(amount, weights);
}

function divisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}
