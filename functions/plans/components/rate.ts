/**
 * Numbers of a component: written into the plan, or left by their name to each enrolment as a term.
 *
 *   rate: '0.10'                            ten percent, for everybody who is enrolled
 *   rate: { term: 'commissionRate' }        what the enrolment says: 0.012 for Ana, 0.018 for Ben
 *   rate: { incentiveMinor: '8000000', quotaMinor: '80000000' }      80,000 ÷ 800,000, never rounded
 *   rate: { oteMinor, variable: '0.5', quotaMinor }                  half of 160,000, ÷ 800,000
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import { type Currency, Minor } from '../../../shared/kernel/money.ts';
import { Decimal, decimal, fraction, type Rational, times } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';

/** A rate from nothing up: '0.10' is ten percent. */
export const Rate = Decimal.refine((text) => !text.startsWith('-'), 'must not be negative').meta({
  description: "rate as a decimal number: '0.10' is ten percent",
  examples: ['0.10'],
});
export type Rate = z.output<typeof Rate>;

export const aboveZero = (text: Decimal): boolean => decimal(text).num > 0n;

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

/** An amount of the plan, or of each enrolment: a term in whole units of the currency, '4100.00'. */
const AMOUNT = `must be minor units as digits and above zero, or {"term": "…"}`;
export const Amount = Minor.refine((minor) => minor > 0n, 'must be above zero');
export const AmountOrTerm = z.union([Amount, Term], AMOUNT);
export type AmountOrTerm = z.output<typeof AmountOrTerm>;

/** Base commission rate: target incentive over quota, both for the same span. */
export const BaseRate = z
  .union([
    z.strictObject({ incentiveMinor: AmountOrTerm, quotaMinor: AmountOrTerm }),
    z.strictObject({
      oteMinor: AmountOrTerm,
      /** The share of the on-target earnings that is variable: '0.5' in a mix of 50/50. */
      variable: z.union([Rate, Term]),
      quotaMinor: AmountOrTerm,
    }),
  ])
  .meta({ id: 'BaseRate', description: 'target incentive ÷ quota, kept exact' });
export type BaseRate = z.output<typeof BaseRate>;

const WORDS = `must be a decimal number as text, for example '0.10', {"term": "…"}, or incentive and quota`;
export const RateOrTerm = z.union([Rate, Term, BaseRate], WORDS);
export type RateOrTerm = z.output<typeof RateOrTerm>;

/** What a component asks of an enrolment: a rate, or an amount of money in whole units of the currency. */
export type Asked = { readonly term: string; readonly is: 'rate' | 'amount' };

/** The rate of a component that is paid by: its terms are in their places. */
export function rational(rate: RateOrTerm): Rational {
  if (typeof rate === 'string') return decimal(rate);
  assert(!('term' in rate), 'a payee who does not say a term is held before it is paid by');
  return times(incentiveOf(rate), fraction(1n, minorOf(rate.quotaMinor)));
}

export function minorOf(amount: AmountOrTerm): Minor {
  assert(typeof amount === 'bigint', 'a payee who does not say a term is held before it is paid by');
  return amount;
}

/** '10 %', or in the words of a plan that leaves it to each enrolment. */
export function rateWords(rate: RateOrTerm): string {
  if (typeof rate === 'string') return percent(rate);
  if ('term' in rate) return `your own rate (${rate.term})`;
  return termsIn(rate).length > 0 ? 'your target incentive over your quota' : percent(rational(rate));
}

export function amountWords(minor: AmountOrTerm, currency: Currency): string {
  return typeof minor === 'bigint' ? amount(minor, currency) : `your own amount (${minor.term})`;
}

/** Every term in a part of a plan. What stands in a field called …Minor is an amount, all else a rate. */
export function termsIn(value: unknown, field = ''): readonly Asked[] {
  if (isTerm(value)) return [{ term: value.term, is: field.endsWith('Minor') ? 'amount' : 'rate' }];
  if (typeof value !== 'object' || value === null) return [];
  const known = asked.get(value);
  if (known) return known;
  const found = Array.isArray(value)
    ? value.flatMap((each) => termsIn(each, field))
    : Object.entries(value).flatMap(([name, each]) => termsIn(each, name));
  asked.set(value, found);
  return found;
}

/** Parts of plans never change, and each of thousands who are enrolled asks. */
const asked = new WeakMap<object, readonly Asked[]>();

/** The same part of a plan with what `said` says in the places of its terms; itself where it has none. */
export function filled<T>(value: T, said: (asked: Asked) => string | Minor, field = ''): T {
  if (isTerm(value)) return said({ term: value.term, is: field.endsWith('Minor') ? 'amount' : 'rate' }) as T;
  if (typeof value !== 'object' || value === null || termsIn(value, field).length === 0) return value;
  if (Array.isArray(value)) return value.map((each) => filled(each, said, field)) as T;
  const own = { ...value };
  for (const name of Object.keys(own) as (keyof T & string)[]) own[name] = filled(own[name], said, name);
  return own;
}

function isTerm(value: unknown): value is Term {
  return typeof value === 'object' && value !== null && 'term' in value && Object.keys(value).length === 1;
}

function incentiveOf(rate: BaseRate): Rational {
  if ('incentiveMinor' in rate) return fraction(minorOf(rate.incentiveMinor));
  assert(typeof rate.variable === 'string', 'a payee who does not say a term is held before it is paid by');
  return times(fraction(minorOf(rate.oteMinor)), decimal(rate.variable));
}
