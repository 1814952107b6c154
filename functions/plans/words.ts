/** Rates and amounts as people read them: '0.075' → '7.5 %', 550000n in EUR → '5,500.00 EUR'. */
import { type Currency, exponentOf } from '../../shared/kernel/money.ts';
import { type Decimal, decimal, fraction, type Rational, toDecimal } from '../../shared/kernel/rational.ts';

/** Decimals beyond those of the currency that are shown of an amount that is not yet rounded. */
const FINE = 4;

export function percent(rate: Decimal | Rational): string {
  const { num, den } = typeof rate === 'string' ? decimal(rate) : rate;
  return `${short(toDecimal({ num: num * 100n, den }, 12), 0)} %`;
}

/** Part of whole, to a tenth of a percent. */
export function share(part: bigint, whole: bigint): string {
  return `${short(toDecimal(fraction(part * 100n, whole), 1), 0)} %`;
}

/** An amount in minor units; one between two of them shows up to four decimals more. */
export function amount(minor: bigint | Rational, currency: Currency): string {
  const { num, den } = typeof minor === 'bigint' ? fraction(minor) : minor;
  const places = exponentOf(currency);
  const major = { num, den: den * 10n ** BigInt(places) };
  return `${short(toDecimal(major, places + FINE), places)} ${currency}`;
}

/** A number that is no money, to six decimals at most: '1.15', '0.333333'. */
export const figure = (value: Rational): string => short(toDecimal(value, 6), 0);

/** Drops the zeros at the end, down to so many decimals, and parts thousands by commas. */
function short(text: string, places: number): string {
  const [whole = '', decimals = ''] = text.split('.');
  const kept = decimals.replace(/0+$/, '').padEnd(places, '0');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return kept === '' ? grouped : `${grouped}.${kept}`;
}
