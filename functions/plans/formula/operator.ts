/**
 * The signs of a formula: what goes together, and what comes of it.
 *
 *   money + money → money     money × number → money     money ÷ number → money     money ÷ money → number
 *   money + number, money × money, number ÷ money: refused before anybody is paid by them
 */
import { compare, minus as difference, plus, type Rational, times } from '../../../shared/kernel/rational.ts';
import { isZero, over } from './exact.ts';
import { stop } from './fault.ts';
import type { Sign } from './tree.ts';
import { isCounted, isRational, type Type, type Value } from './type.ts';

export type Operator = {
  /** What two values that do not go together cannot be. */
  readonly verb: string;
  /** The type of the result, or nothing where the two do not go together. */
  readonly gives: (left: Type, right: Type) => Type | undefined;
};

const alike = (left: Type, right: Type) => (left === right && isCounted(left) ? left : undefined);
const ordered = (left: Type, right: Type) => (alike(left, right) ? 'boolean' : undefined);
const same = (left: Type, right: Type) => (left === right ? 'boolean' : undefined);
const both = (left: Type, right: Type) => (left === 'boolean' ? same(left, right) : undefined);

function product(left: Type, right: Type): Type | undefined {
  if (left === 'number' && isCounted(right)) return right;
  return right === 'number' && isCounted(left) ? left : undefined;
}

function quotient(left: Type, right: Type): Type | undefined {
  if (alike(left, right)) return 'number';
  return right === 'number' && isCounted(left) ? left : undefined;
}

export const operators: { readonly [S in Sign]: Operator } = {
  '||': { verb: "joined by '||'", gives: both },
  '&&': { verb: "joined by '&&'", gives: both },
  '==': { verb: 'compared', gives: same },
  '!=': { verb: 'compared', gives: same },
  '<': { verb: 'compared', gives: ordered },
  '<=': { verb: 'compared', gives: ordered },
  '>': { verb: 'compared', gives: ordered },
  '>=': { verb: 'compared', gives: ordered },
  '+': { verb: 'added', gives: alike },
  '-': { verb: 'subtracted', gives: alike },
  '*': { verb: 'multiplied', gives: product },
  '/': { verb: 'divided', gives: quotient },
};

export function isSame(a: Value, b: Value): boolean {
  return isRational(a) && isRational(b) ? compare(a, b) === 0 : a === b;
}

/** Of two counted values; `at` is where a division by zero is told. */
export function counted(sign: Sign, a: Rational, b: Rational, at: number): Value {
  if (sign === '+') return plus(a, b);
  if (sign === '-') return difference(a, b);
  if (sign === '*') return times(a, b);
  if (sign === '/') return isZero(b) ? stop('formula.division-by-zero', ZERO, at) : over(a, b);
  return isSo(sign, compare(a, b));
}

const ZERO = 'What the formula divides by is zero.';

function isSo(sign: Sign, order: number): boolean {
  if (sign === '<') return order < 0;
  if (sign === '<=') return order <= 0;
  return sign === '>' ? order > 0 : order >= 0;
}
