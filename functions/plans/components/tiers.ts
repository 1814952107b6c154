/**
 * The curve of a rate table on one quota. Marginal pieces meet at the exact edge, wherever between two minor
 * units that lies, so each base follows from the piece before: base + (slope before − slope) × edge.
 *
 *   50 % and 100 % of a rate of 2 %, edge at half of a quota of 333      edge 166.5, first reached at 167
 *   den 100 × 2      up to 167: slope 2, base 0      from 167: slope 4, base (2 − 4) × 166.5 = −333
 *
 * Where edges are minor units they are shares of one. An interpolated band's amount is a rate of its width.
 */
import { decimal, fraction, minus, type Rational, times } from '../../../shared/kernel/rational.ts';
import type { Band } from './bands.ts';
import { type RateOrTerm, rational } from './rate.ts';
import { ceiling, type Curve, type Piece } from './curve.ts';

type Table = {
  readonly bands: readonly Band[];
  readonly mode: 'marginal' | 'retroactive' | 'interpolated';
  readonly times?: RateOrTerm | undefined;
};

/** Fractions over one denominator. */
type Common = { readonly nums: readonly bigint[]; readonly den: bigint };

/** `unit` is what edges are shares of, in minor units. */
export function tiered({ bands, mode, times: factored }: Table, unit: bigint): Curve {
  const starts = startsOf(bands);
  const rates = mode === 'interpolated' ? overOne(spread(bands, unit)) : ratesOf(bands);
  const factor = factored === undefined ? fraction(1n) : rational(factored);
  const edges = starts.nums.map((start) => start * unit);
  const slopes = rates.nums.map((rate) => rate * factor.num);
  const bases = mode === 'retroactive' ? slopes.map(() => 0n) : meeting(slopes, edges);
  // Where all edges are whole minor units, their denominator is not needed.
  const over = bases.every((base) => base % starts.den === 0n) ? 1n : starts.den;
  const pieces = slopes.map((slope, n) => ({
    from: n === 0 ? null : ceiling(edges[n] ?? 0n, starts.den),
    slope: slope * over,
    base: ((bases[n] ?? 0n) * over) / starts.den,
  }));
  return { den: rates.den * factor.den * over, pieces: pieces satisfies Piece[] };
}

/** Bases times the denominator of the edges, so that each piece begins where the one before it ends. */
function meeting(slopes: readonly bigint[], edges: readonly bigint[]): bigint[] {
  const bases: bigint[] = [];
  for (const [n, slope] of slopes.entries()) {
    bases.push((bases[n - 1] ?? 0n) + ((slopes[n - 1] ?? slope) - slope) * (edges[n] ?? 0n));
  }
  return bases;
}

/** What a unit in each band earns, of an amount for the whole band. */
function spread(bands: readonly Band[], unit: bigint): Rational[] {
  return bands.map(({ from, to, rate, amountMinor = '0' }) => {
    if (to === null || rate !== undefined) return decimal(rate ?? '0');
    const { num, den } = times(minus(decimal(to), decimal(from)), fraction(unit));
    return times(decimal(amountMinor), fraction(den, num));
  });
}

/** A plan's bands are the same for all whom it pays, and reading decimals takes longer than all else. */
const rates = new WeakMap<readonly Band[], Common>();
const starts = new WeakMap<readonly Band[], Common>();

const ratesOf = (bands: readonly Band[]) => once(rates, bands, ({ rate = '0' }) => decimal(rate));
const startsOf = (bands: readonly Band[]) => once(starts, bands, ({ from }) => decimal(from));

function once(
  known: WeakMap<readonly Band[], Common>,
  bands: readonly Band[],
  of: (band: Band) => Rational,
): Common {
  const found = known.get(bands) ?? overOne(bands.map(of));
  known.set(bands, found);
  return found;
}

/** Over the least denominator that they have in common. */
function overOne(parts: readonly Rational[]): Common {
  const shared = parts.reduce((all, { den }) => (all / divisor(all, den)) * den, 1n);
  const nums = parts.map(({ num, den }) => num * (shared / den));
  const common = nums.reduce(divisor, shared);
  return { nums: nums.map((num) => num / common), den: shared / common };
}

function divisor(a: bigint, b: bigint): bigint {
  let [more, less] = [a, b < 0n ? -b : b];
  while (less > 0n) [more, less] = [less, more % less];
  return more;
}
