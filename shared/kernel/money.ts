/** Money is a whole number of minor units of one currency. There are no binary floats here. */
import * as z from 'zod';
import { assert } from './assert.ts';

/** ISO 4217 codes with the number of decimals that each currency has. */
const EXPONENTS: Readonly<Record<string, number>> = {
  AED: 2,
  ARS: 2,
  AUD: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  COP: 2,
  CZK: 2,
  DKK: 2,
  EGP: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  MAD: 2,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PEN: 2,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  QAR: 2,
  RON: 2,
  RSD: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  UAH: 2,
  USD: 2,
  UYU: 2,
  VND: 0,
  ZAR: 2,
};

export const Currency = z
  .string()
  .refine((code) => Object.hasOwn(EXPONENTS, code), 'must be a currency code of ISO 4217, for example EUR');
export type Currency = z.output<typeof Currency>;

/** Minor units: digits on the wire and in the table ('1250' is 12.50), a bigint in the code. */
export const Minor = z
  .union([z.string().regex(/^-?\d{1,18}$/, 'must be whole minor units, at most 18 digits'), z.int()])
  .transform((digits) => BigInt(digits))
  .meta({ description: 'whole minor units as digits', examples: ['125000'] });
export type Minor = bigint;

/** Decimals of a currency: 2 for EUR, 0 for JPY. */
export function exponentOf(currency: Currency): number {
  const exponent = EXPONENTS[currency];
  assert(exponent !== undefined, `known currency ${currency}`);
  return exponent;
}

/**
 * Reads an amount as a CRM writes it, '1250.5' → 125050n, without ever passing through a float.
 * Answers undefined for anything that is not exactly an amount of that currency: more decimals than
 * it has, exponents, separators, NaN.
 */
export function minorFromDecimal(text: string, currency: Currency): Minor | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  const exponent = exponentOf(currency);
  const kept = decimals.replace(/0+$/, '');
  if (kept.length > exponent) return undefined;
  const minor = BigInt(whole + kept.padEnd(exponent, '0'));
  return sign === '-' ? -minor : minor;
}

/** '5500.00' of 550000n in a currency with two decimals. */
export function decimalFromMinor(minor: Minor, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/**
 * Divides an amount by shares: each gets the floor, the remaining units go to the largest remainders,
 * ties to the earlier share. 100.00 over three equal shares is 33.34, 33.33, 33.33; the parts of a
 * negative amount mirror those of the positive one, so a reversal undoes a split exactly.
 */
export function divideByShares(amount: Minor, shares: readonly bigint[]): Minor[] {
  if (amount < 0n) return divideByShares(-amount, shares).map((part) => -part);
  const whole = shares.reduce((sum, share) => sum + share, 0n);
  assert(whole > 0n && shares.every((share) => share >= 0n), 'shares are not negative and not all zero');
  const parts = shares.map((share) => (amount * share) / whole);
  let rest = amount - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (amount * share) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (rest === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    rest -= 1n;
  }
  return parts;
}
