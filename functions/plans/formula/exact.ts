/**
 * Arithmetic of formulas: exact fractions in lowest terms, and none longer than sixty digits.
 *
 *   1 ÷ 3            1/3, and three of them are 1
 *   to 2 places      half-even 0.125 → 0.12   floor −0.121 → −0.13   ceil −0.129 → −0.12
 *   10^60 × 10       too large: no formula takes long, whatever it multiplies
 */
import { fraction, type Rational, roundHalfEven, times } from '../../../shared/kernel/rational.ts';
import { stop } from './fault.ts';

const LIMIT = 10n ** 60n;
const one = fraction(1n);

/** The same number in lowest terms, so that equal numbers look the same and are as short as can be. */
export function bounded(value: Rational, at: number): Rational {
  const reduced = value.den === 1n ? value : times(value, one);
  const { num, den } = reduced;
  if (num > LIMIT || num < -LIMIT || den > LIMIT) {
    stop('formula.too-large', 'A number on the way to the result has more than sixty digits.', at);
  }
  return reduced;
}

export const isZero = ({ num }: Rational): boolean => num === 0n;

/** The caller has seen to it that b is not zero. */
export const over = (a: Rational, b: Rational): Rational => times(a, fraction(b.den, b.num));

export type Whole = (value: Rational) => bigint;

export const halfEven: Whole = roundHalfEven;

export const floor: Whole = ({ num, den }) => (num >= 0n ? num / den : (num - den + 1n) / den);

export const ceil: Whole = ({ num, den }) => -floor({ num: -num, den });

export function toPlaces({ num, den }: Rational, places: bigint, whole: Whole): Rational {
  const scale = 10n ** places;
  return { num: whole({ num: num * scale, den }), den: scale };
}
