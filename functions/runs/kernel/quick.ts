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
import type { Curve } from './curve.ts';

export type Quick = {
  /** Piece after piece: its start, slope and base. Then the end of the last. */
  readonly pieces: Float64Array;
  readonly den: number;
};

/** How many numbers a piece has; from its start, where its slope, its base and the next piece are. */
export const SLOPE = 1;
export const BASE = 2;
export const NEXT = 3;

const EXACT = 2n ** 51n;

/** Undefined where not even a single minor unit is sure to be exact. */
export function quickOf({ den, pieces }: Curve): Quick | undefined {
  const reach = pieces.reduce((least, { slope, base }) => {
    const room = EXACT - magnitude(base) - 2n * den;
    const far = slope === 0n ? room : room / magnitude(slope);
    return far < least ? far : least;
  }, EXACT - 1n);
  if (reach < 1n) return undefined;
  const within = (place: bigint | null) =>
    Number(place === null || place < -reach ? -reach : place > reach ? reach + 1n : place);
  const numbers = new Float64Array(pieces.length * NEXT + 1);
  for (const [n, { from, slope, base }] of pieces.entries()) {
    numbers[n * NEXT] = within(from);
    numbers[n * NEXT + SLOPE] = Number(slope);
    numbers[n * NEXT + BASE] = Number(base);
  }
  numbers[pieces.length * NEXT] = Number(reach + 1n);
  return { pieces: numbers, den: Number(den) };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
