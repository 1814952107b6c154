/**
 * Numbers of a component: written into the plan, or left by their name to each enrolment as a term.
 *
 *   rate: '0.10'                       ten percent, for everybody who is enrolled
 *   rate: { term: 'commissionRate' }   what the enrolment says: 0.012 for Ana, 0.018 for Ben
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import { Decimal, decimal, type Rational } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';

/** A rate from nothing up: '0.10' is ten percent. */
export const Rate = Decimal.refine((text) => !text.startsWith('-'), 'must not be negative').meta({
  description: "rate as a decimal number: '0.10' is ten percent",
  examples: ['0.10'],
});
export type Rate = z.output<typeof Rate>;

/** Every object has some names already, such as `constructor`: no term is called so. */
const isFree = (name: string) => !Object.hasOwn(Object.prototype, name);

export const TermName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/, 'must be a name of letters, digits, dots, hyphens and underscores')
  .refine(isFree, 'must be another name')
  .meta({ examples: ['commissionRate'] });

export const Term = z
  .strictObject({ term: TermName })
  .meta({ id: 'Term', description: 'a number that each enrolment says for itself, by its name' });
export type Term = z.output<typeof Term>;

const WORDS = `must be a decimal number as text, for example '0.10', or {"term": "…"}`;
export const RateOrTerm = z.union([Rate, Term], WORDS);
export type RateOrTerm = z.output<typeof RateOrTerm>;

/** What a component asks of an enrolment: a rate, or an amount of money in whole units of the currency. */
export type Asked = { readonly term: string; readonly is: 'rate' | 'amount' };

/** What an enrolment says, to be put in the places of its terms. */
export type Own = {
  readonly rate: (value: RateOrTerm) => Rate;
  readonly amountMinor: (value: Term) => Minor;
};

export function askedRate(value: RateOrTerm | undefined): Asked[] {
  return typeof value === 'object' ? [{ term: value.term, is: 'rate' }] : [];
}

/** The rate of a component that is paid by: its terms are in their places. */
export function rational(rate: RateOrTerm): Rational {
  return decimal(plain(rate));
}

export function plain(rate: RateOrTerm): Rate {
  assert(typeof rate === 'string', 'a payee who does not say a term is held before it is paid by');
  return rate;
}

/** '10 %', or in the words of a plan that leaves it to each enrolment. */
export function rateWords(rate: RateOrTerm): string {
  return typeof rate === 'string' ? percent(rate) : `your own rate (${rate.term})`;
}
