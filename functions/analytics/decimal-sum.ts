/**
 * Sums of decimals without rounding, for millions of summands: digits over a power of ten that grows with
 * the most decimals seen.
 *
 *   '1.5' + '0.25'     15 / 10 + 25 / 100  =  175 / 100  =  '1.75'
 */
import { fraction, type Rational, times } from '../../shared/kernel/rational.ts';

export type Decimals = { readonly digits: bigint; readonly places: number };

export const nothing: Decimals = { digits: 0n, places: 0 };

const NUMBER = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Undefined for what is no decimal number. */
export function readDecimals(text: string): Decimals | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', decimals = ''] = match;
  const digits = BigInt(whole + decimals);
  return { digits: sign ? -digits : digits, places: decimals.length };
}

export function added(a: Decimals, b: Decimals): Decimals {
  if (a.places === b.places) return { digits: a.digits + b.digits, places: a.places };
  const places = Math.max(a.places, b.places);
  return { digits: scaled(a, places) + scaled(b, places), places };
}

export function negated({ digits, places }: Decimals): Decimals {
  return { digits: -digits, places };
}

/** Without zeros at its end. */
export function textOf({ digits, places }: Decimals): string {
  const all = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const cut = all.length - places;
  const decimals = all.slice(cut).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${all.slice(0, cut)}${decimals && `.${decimals}`}`;
}

/** A fraction whose decimals end, as those of 1/8 do; undefined for one such as 1/3. */
export function decimalsOf(value: Rational): Decimals | undefined {
  const { num, den } = times(value, fraction(1n));
  let [twos, fives, rest] = [0, 0, den];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  const places = Math.max(twos, fives);
  return rest === 1n ? { digits: (num * 10n ** BigInt(places)) / den, places } : undefined;
}

function scaled({ digits, places }: Decimals, to: number): bigint {
  return digits * 10n ** BigInt(to - places);
}
