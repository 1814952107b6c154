/**
 * Exact fractions: rates, shares and attainment are kept as numerator over denominator, and rounded
 * once, to whole minor units, where money is paid.
 *
 *   decimal('0.075')            75 / 1000
 *   times(fraction(5n), rate)   exactly 0.375
 *   roundHalfEven(…)            0.5 → 0, 1.5 → 2, −0.5 → 0
 */
import * as z from 'zod';
import { assert } from './assert.ts';

export type Rational = { readonly num: bigint; readonly den: bigint };

/** A rate or share as a decimal string: '0.10' is ten percent. At most 12 decimals. */
export const Decimal = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,12})?$/, "must be a decimal number as text, for example '0.10'")
  .meta({ description: 'decimal number as text', examples: ['0.10'] });
export type Decimal = z.output<typeof Decimal>;

export const zero: Rational = { num: 0n, den: 1n };

export function fraction(num: bigint, den = 1n): Rational {
  assert(den !== 0n, 'a denominator is not zero');
  return den < 0n ? { num: -num, den: -den } : { num, den };
}

export function decimal(text: Decimal): Rational {
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  const num = BigInt(whole + decimals);
  return fraction(text.startsWith('-') ? -num : num, 10n ** BigInt(decimals.length));
}

export function plus(a: Rational, b: Rational): Rational {
  if (a.den === b.den) return { num: a.num + b.num, den: a.den };
  return reduce({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { num: -b.num, den: b.den });
}

export function times(a: Rational, b: Rational): Rational {
  return reduce({ num: a.num * b.num, den: a.den * b.den });
}

/** −1, 0 or 1, as a is less than, equal to or greater than b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.num * b.den - b.num * a.den;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export const least = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b);
export const most = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b);

/** The nearest whole number; a tie goes to the even one, so that a thousand halves do not add up. */
export function roundHalfEven({ num, den }: Rational): bigint {
  const floor = num >= 0n ? num / den : (num - den + 1n) / den;
  const twice = 2n * (num - floor * den);
  if (twice === den) return floor % 2n === 0n ? floor : floor + 1n;
  return twice > den ? floor + 1n : floor;
}

/** The nearest whole number; a tie goes away from zero, so that what is taken back mirrors what was given. */
export function roundHalfUp({ num, den }: Rational): bigint {
  return num < 0n ? -((-2n * num + den) / (2n * den)) : (2n * num + den) / (2n * den);
}

/** As a decimal string of so many places, rounded half-even: for people to read, never to calculate on. */
export function toDecimal(value: Rational, places: number): Decimal {
  const scaled = roundHalfEven({ num: value.num * 10n ** BigInt(places), den: value.den });
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return scaled < 0n ? `-${text}` : text;
}

/** The same number without zeros that say nothing: '007.50' is '7.5'. */
export function shortest(text: string): string {
  const plain = toDecimal(decimal(text), (text.split('.')[1] ?? '').length);
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

function reduce({ num, den }: Rational): Rational {
  let a = num < 0n ? -num : num;
  let b = den;
  while (b > 0n) [a, b] = [b, a % b];
  return a > 1n ? { num: num / a, den: den / a } : { num, den };
}
