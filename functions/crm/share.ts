/**
 * The part of a deal that is one seller's, as a CRM says it: '0.6' is sixty percent. A fraction says what
 * decimals cannot: three shares of '1/3' are the whole, three of '0.3333' are not.
 */
import * as z from 'zod';
import { compare, decimal, fraction, plus, type Rational, zero } from '../../shared/kernel/rational.ts';

export const Share = z
  .string()
  .regex(/^(\d{1,3}(\.\d{1,12})?|\d{1,6}\/[1-9]\d{0,5})$/, "must be a share, for example '0.6' or '1/3'");
export type Share = z.output<typeof Share>;

export function readShare(share: Share): Rational {
  const [num = '', den] = share.split('/');
  return den === undefined ? decimal(num) : fraction(BigInt(num), BigInt(den));
}

/** Whether shares are all above nothing and come to exactly the whole. */
export function areWhole(shares: readonly Share[]): boolean {
  const parts = shares.map(readShare);
  const sum = parts.reduce(plus, zero);
  return compare(sum, fraction(1n)) === 0 && parts.every((part) => compare(part, zero) > 0);
}

/** The same proportions as whole numbers: '1/2', '0.25', '0.25' are 2, 1, 1 or a multiple of them. */
export function proportions(shares: readonly Share[]): bigint[] {
  const parts = shares.map(readShare);
  const common = parts.reduce((product, { den }) => product * den, 1n);
  return parts.map(({ num, den }) => (num * common) / den);
}
