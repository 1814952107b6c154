/** Money is a whole number of minor units of one currency. There are no binary floats here. */
import * as z from 'zod';
import { assert } from './assert.ts';
import { currencies } from './currencies.ts';

/** One of ISO 4217, in use or historic: past sales and rates may be in marks or liras. */
export const Currency = z
  .string()
  .refine((code) => currencies.has(code), 'must be a currency code of ISO 4217, for example EUR');
export type Currency = z.output<typeof Currency>;

/** Minor units: digits on the wire and in the table ('1250' is 12.50), a bigint in the code. */
export const Minor = z
  .union([z.string().regex(/^-?\d{1,18}$/, 'must be whole minor units, at most 18 digits'), z.int()])
  .transform((digits) => BigInt(digits))
  .meta({ description: 'whole minor units as digits', examples: ['125000'] });
export type Minor = bigint;

/** Decimals of a currency: 2 for EUR, 0 for JPY. */
export function exponentOf(currency: Currency): number {
  const listed = currencies.get(currency);
  assert(listed, `known currency ${currency}`);
  return listed.exponent;
}

/** Whether it is money no more: nobody begins to count or to pay in it. */
export function isHistoric(currency: Currency): boolean {
  return currencies.get(currency)?.historic ?? false;
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
