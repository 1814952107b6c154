/**
 * Money of formulas is in whole units of the currency, so that money(500) is what people say and round(x, 2)
 * rounds to the cent; everywhere else it is in minor units.
 *
 *   EUR 123456 minor → 1,234.56     JPY 500 → 500     1/3 of a euro → 33 1/3 cents, not rounded yet
 */
import { type Currency, exponentOf, type Minor } from '../../../shared/kernel/money.ts';
import { fraction, type Rational, times } from '../../../shared/kernel/rational.ts';
import { amount, figure } from '../words.ts';
import type { Type, Value } from './type.ts';
import { isRational } from './type.ts';

const scale = (currency: Currency) => 10n ** BigInt(exponentOf(currency));

/** In whole units. */
export function inMajor(minor: Minor | Rational, currency: Currency): Rational {
  const exact = typeof minor === 'bigint' ? fraction(minor) : minor;
  return times(exact, fraction(1n, scale(currency)));
}

/** In minor units, exact and not rounded. */
export function inMinor(major: Rational, currency: Currency): Rational {
  return times(major, fraction(scale(currency)));
}

/** A value of a formula as people read it: '11,500.00 EUR', '1.15', 'yes'. */
export function valueWords(type: Type, value: Value, currency: Currency): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!isRational(value)) return value;
  return type === 'money' ? amount(inMinor(value, currency), currency) : figure(value);
}
