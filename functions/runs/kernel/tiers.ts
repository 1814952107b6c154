/**
 * The curve of a rate table on one quota. Marginal pieces meet at the exact edge, wherever between two minor
 * units that lies, so each base follows from the piece before: base + (slope before − slope) × edge.
 *
 *   50 % and 100 % of a rate of 2 %, edge at half of a quota of 333      edge 166.5, first reached at 167
 *   den 100 × 2      up to 167: slope 2, base 0      from 167: slope 4, base (2 − 4) × 166.5 = −333
 */
import type { Minor } from '../../../shared/kernel/money.ts';
import { type Decimal, decimal, fraction } from '../../../shared/kernel/rational.ts';
import type { Band } from '../../plans/components/bands.ts';
import { ceiling, type Curve, type Piece } from './curve.ts';

type Table = {
  readonly bands: readonly Band[];
  readonly mode: 'marginal' | 'retroactive';
  readonly times: Decimal | undefined;
};

/** Bands as whole numbers: rates over one denominator, and starts over another. */
type Whole = {
  readonly rates: readonly bigint[];
  readonly rateDen: bigint;
  readonly starts: readonly bigint[];
  readonly startDen: bigint;
};

export function tiered({ bands, mode, times }: Table, quotaMinor: Minor): Curve {
  const { rates, rateDen, starts, startDen } = wholeOf(bands);
  const factor = times === undefined ? fraction(1n) : decimal(times);
  const edges = starts.map((start) => start * quotaMinor);
  const slopes = rates.map((rate) => rate * factor.num);
  const bases = mode === 'marginal' ? meeting(slopes, edges) : slopes.map(() => 0n);
  // Where all edges are whole minor units, their denominator is not needed.
  const over = bases.every((base) => base % startDen === 0n) ? 1n : startDen;
  const pieces = slopes.map((slope, n) => ({
    from: n === 0 ? null : ceiling(edges[n] ?? 0n, startDen),
    slope: slope * over,
    base: ((bases[n] ?? 0n) * over) / startDen,
  }));
  return { den: rateDen * factor.den * over, pieces: pieces satisfies Piece[] };
}

/** Bases times the denominator of the edges, so that each piece begins where the one before it ends. */
function meeting(slopes: readonly bigint[], edges: readonly bigint[]): bigint[] {
  const bases: bigint[] = [];
  for (const [n, slope] of slopes.entries()) {
    bases.push((bases[n - 1] ?? 0n) + ((slopes[n - 1] ?? slope) - slope) * (edges[n] ?? 0n));
  }
  return bases;
}

/** A plan's bands are the same for all whom it pays, and reading decimals takes longer than all else. */
const known = new WeakMap<readonly Band[], Whole>();

function wholeOf(bands: readonly Band[]): Whole {
  const before = known.get(bands);
  if (before) return before;
  const rates = overOne(bands.map(({ rate }) => rate));
  const starts = overOne(bands.map(({ from }) => from));
  const whole = { rates: rates.nums, rateDen: rates.den, starts: starts.nums, startDen: starts.den };
  known.set(bands, whole);
  return whole;
}

/** Decimals over the least denominator that they have in common. */
function overOne(texts: readonly Decimal[]): { readonly nums: bigint[]; readonly den: bigint } {
  const parts = texts.map(decimal);
  const largest = parts.reduce((most, { den }) => (den > most ? den : most), 1n);
  const nums = parts.map(({ num, den }) => num * (largest / den));
  const common = nums.reduce(divisor, largest);
  return { nums: nums.map((num) => num / common), den: largest / common };
}

function divisor(a: bigint, b: bigint): bigint {
  let [more, less] = [a, b < 0n ? -b : b];
  while (less > 0n) [more, less] = [less, more % less];
  return more;
}
