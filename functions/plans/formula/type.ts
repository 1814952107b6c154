/**
 * What a formula counts with. Money is not a number: whoever adds 5 to an amount has forgotten a rate or a
 * currency, and hears so before anybody is paid by it.
 *
 *   money     an exact amount, in units that the caller chooses; whole units of the currency read best
 *   number    a rate, a share, a count, an attainment
 *   boolean   yes or no
 *   text      compared, never shown or joined
 */
import type { Rational } from '../../../shared/kernel/rational.ts';

export type Type = 'money' | 'number' | 'boolean' | 'text';
export type Value = Rational | boolean | string;

const words: { readonly [T in Type]: string } = {
  money: 'an amount',
  number: 'a number',
  boolean: 'a yes or no',
  text: 'a text',
};

export const typeWords = (type: Type): string => words[type];

export const isCounted = (type: Type | undefined): boolean => type === 'money' || type === 'number';

export const isRational = (value: Value): value is Rational => typeof value === 'object' && value !== null;

/** Whether what was handed in is a value of that type at all. */
export function isOf(type: Type, value: Value): boolean {
  if (isCounted(type)) return isRational(value) && typeof value.num === 'bigint' && value.den > 0n;
  return typeof value === (type === 'text' ? 'string' : 'boolean');
}
