/**
 * A curve in plain numbers, and how far from zero they are exact.
 *
 * A total of x minor units earns n / den with n = slope × x + base, rounded. Doubles hold whole numbers
 * exactly up to 2⁵³. So long as |x| ≤ reach, where for every piece
 *
 *   |slope| × reach + |base| + 2 × den ≤ 2⁵¹      and reach < 2⁵¹
 *
 * the product, the sum, the difference of two such n and its remainder n − floor × den are whole numbers below
 * 2⁵³, hence exact, and so are differences of totals. The quotient is not, but its floor is: were n / den to
 * round up to a whole m, it would lie within |m| / 2⁵³ of it; but it lies 1 / den away or more, and
 * |m| × den ≤ |n| + den < 2⁵³.
 *
 * The first piece starts at −reach, and behind the last one stands reach + 1: whoever leaves that range
 * calculates with bigints.
 */
import type { Curve } from '../../plans/components/curve.ts';

export type Quick = {
  /** Piece after piece: its start, slope and base. Then the end of the last. */
  readonly pieces: Float64Array;
  readonly den: number;
};

/** How many numbers a piece has; from its start, where its slope, its base and the next piece are. */
export const SLOPE = 1;
export const BASE = 2;
export const NEXT = 3;

const EXACT = 2 ** 51;

/**
 * Undefined where not even a single minor unit is sure to be exact. What is too large to be a number exactly
 * leaves no room, so it is not calculated with here either.
 */
export function quickOf({ den, pieces }: Curve): Quick | undefined {
  const numbers = new Float64Array(pieces.length * NEXT + 1);
  let reach = EXACT - 1;
  for (const [n, piece] of pieces.entries()) {
    const slope = Number(piece.slope);
    const base = Number(piece.base);
    const room = EXACT - Math.abs(base) - 2 * Number(den);
    if (room < 0) return undefined;
    if (slope !== 0) reach = Math.min(reach, Math.floor(room / Math.abs(slope)));
    numbers[n * NEXT] = piece.from === null ? Number.NEGATIVE_INFINITY : Number(piece.from);
    numbers[n * NEXT + SLOPE] = slope;
    numbers[n * NEXT + BASE] = base;
  }
  if (reach < 1) return undefined;
  numbers[pieces.length * NEXT] = reach + 1;
  for (let start = 0; start < numbers.length; start += NEXT) {
    numbers[start] = Math.max(-reach, Math.min(reach + 1, numbers[start] as number));
  }
  return { pieces: numbers, den: Number(den) };
}
