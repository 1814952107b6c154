/**
 * Works a formula out, from the left and only as far as needed.
 *
 *   a >= 1 ? b : c     c is not looked at where a is 1 or more; nor is b in `false && b`
 *
 * It always ends: a formula has no loops and makes no functions, so every part of it is worked out at most
 * once, there are at most two hundred, and no number grows beyond sixty digits.
 */
import type { Rational } from '../../../shared/kernel/rational.ts';
import { bounded } from './exact.ts';
import { functions } from './function.ts';
import { counted, isSame } from './operator.ts';
import type { Node, Of } from './tree.ts';
import { isRational, type Value } from './type.ts';

export type Work = {
  /** The value of a name; it stops where there is none. */
  read(name: Of<'name'>): Value;
  /** Hears of every part that was worked out, inner ones first. */
  saw?(node: Node, value: Value): void;
};

export function resultOf(node: Node, work: Work): Value {
  const found = worked(node, work);
  const value = isRational(found) ? bounded(found, node.at) : found;
  work.saw?.(node, value);
  return value;
}

function worked(node: Node, work: Work): Value {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return node.value;
    case 'name':
      return work.read(node);
    case 'unary':
      return turned(resultOf(node.of, work));
    case 'binary':
      return joined(node, work);
    case 'among':
      return isAmong(node, work);
    case 'choice':
      return resultOf(resultOf(node.test, work) ? node.yes : node.no, work);
    case 'call':
      return called(node, work);
  }
}

function turned(value: Value): Value {
  return isRational(value) ? { num: -value.num, den: value.den } : !value;
}

function joined({ sign, left, right, at }: Of<'binary'>, work: Work): Value {
  const first = resultOf(left, work);
  if (sign === '&&' || sign === '||') return first === (sign === '||') ? first : resultOf(right, work);
  const second = resultOf(right, work);
  if (sign === '==' || sign === '!=') return isSame(first, second) === (sign === '==');
  return counted(sign, first as Rational, second as Rational, at);
}

function isAmong({ of, list }: Of<'among'>, work: Work): boolean {
  const value = resultOf(of, work);
  return list.some((item) => isSame(value, resultOf(item, work)));
}

function called({ name, args, at }: Of<'call'>, work: Work): Rational {
  const values = args.map((value) => resultOf(value, work) as Rational);
  return functions.get(name)?.value(values, at) as Rational;
}
