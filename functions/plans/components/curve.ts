/**
 * A curve: what has been earned in all, by how much has been credited in all, as straight pieces. Exact:
 * whole numbers over one denominator. Credited is whole minor units, so every piece starts at a whole one.
 *
 *   10 % up to 200,000 and 15 % above, in units     den 100    from        slope    base
 *                                                              −∞            10         0
 *   earned = (slope × credited + base) / den                   200,000       15   −1,000,000
 *   at 230,000: (15 × 230,000 − 1,000,000) / 100 = 24,500
 *
 * Two pieces may start at the same place, where an edge of the plan is less than a minor unit above another:
 * the latter holds.
 */
import type { Rational } from '../../../shared/kernel/rational.ts';

export type Piece = { readonly from: bigint | null; readonly slope: bigint; readonly base: bigint };
/** In the order of where they start; the first has no start, the last no end. */
export type Curve = { readonly den: bigint; readonly pieces: readonly Piece[] };

/** The same share of everything. */
export function straight({ num, den }: Rational): Curve {
  return { den, pieces: [{ from: null, slope: num, base: 0n }] };
}

/** Nothing below a place, and an amount from there on. */
export function stepAt(from: bigint, amount: bigint): Curve {
  const nothing = { from: null, slope: 0n, base: 0n };
  return { den: 1n, pieces: [nothing, { from, slope: 0n, base: amount }] };
}

/** Nothing below a place; what was earned there from the first unit, from there on. */
export function opening(curve: Curve, from: bigint): Curve {
  const held = curve.pieces.findLastIndex((piece) => piece.from === null || piece.from <= from);
  const [first, ...rest] = curve.pieces.slice(held);
  if (!first) return curve;
  return { ...curve, pieces: [{ from: null, slope: 0n, base: 0n }, { ...first, from }, ...rest] };
}

/** Not more than an amount. */
export function cappedAt(curve: Curve, amount: bigint): Curve {
  const most = amount * curve.den;
  const pieces = curve.pieces.flatMap((piece, n) => below(piece, curve.pieces[n + 1]?.from ?? null, most));
  return { ...curve, pieces };
}

/** The first whole number that is not below num / den. */
export function ceiling(num: bigint, den: bigint): bigint {
  const floor = num / den;
  return num > floor * den ? floor + 1n : floor;
}

/** A piece as far as it stays below, and the level above, in their order. */
function below(piece: Piece, to: bigint | null, most: bigint): Piece[] {
  const { from, slope, base } = piece;
  const level = { from, slope: 0n, base: most };
  if (slope === 0n) return base <= most ? [piece] : [level];
  // Rising, the first place at or above the level; falling, the first at or below it.
  const cut = slope > 0n ? ceiling(most - base, slope) : ceiling(base - most, -slope);
  const [early, late] = slope > 0n ? [piece, level] : [level, piece];
  if (from !== null && cut <= from) return [{ ...late, from }];
  if (to !== null && cut >= to) return [early];
  return [early, { ...late, from: cut }];
}
