/**
 * What is said of values that do not go together, for somebody who writes plans and no programs.
 *
 *   bookings + 5    An amount and a number cannot be added: bookings + 5. … write money(5).
 */
import { operators } from './operator.ts';
import { type Node, type Of, written } from './tree.ts';
import { isCounted, type Type, typeWords } from './type.ts';

const plural: { readonly [T in Type]: string } = {
  money: 'amounts',
  number: 'numbers',
  boolean: 'yes-or-noes',
  text: 'texts',
};

export function joinedWords(node: Of<'binary'>, left: Type, right: Type): string {
  const { verb } = operators[node.sign];
  return `${pair(left, right)} cannot be ${verb}: ${written(node)}.${wayOut(node, left, right)}`;
}

export function amongWords(node: Of<'among'>, type: Type, other: Type): string {
  return `${pair(type, other)} cannot be compared: ${written(node)}.`;
}

export function unaryWords(node: Of<'unary'>, type: Type): string {
  const wants = node.sign === '!' ? 'a yes or no' : 'an amount or a number';
  return `'${node.sign}' stands before ${wants}, and not before ${typeWords(type)}: ${written(node)}.`;
}

export function testWords(test: Node, type: Type): string {
  return `Before '?' stands a yes or no, and not ${typeWords(type)}: ${written(test)}.`;
}

export function choiceWords(node: Of<'choice'>, yes: Type, no: Type): string {
  const words = `A choice gives the same kind either way, and not ${typeWords(yes)} or ${typeWords(no)}`;
  return `${words}: ${written(node)}.`;
}

export function callWords(node: Of<'call'>, usage: string, types: readonly Type[]): string {
  return `${usage} is not called with ${types.map(typeWords).join(', ') || 'nothing'}: ${written(node)}.`;
}

function pair(left: Type, right: Type): string {
  const words = left === right ? `two ${plural[left]}` : `${typeWords(left)} and ${typeWords(right)}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What was most likely meant. */
function wayOut({ sign, left, right }: Of<'binary'>, is: Type, other: Type): string {
  if (is === 'money' && other === 'money') return ' An amount is multiplied by a number.';
  if (sign === '/' && other === 'money') return ' An amount is divided by a number or by an amount.';
  if (left.kind === 'binary' && is === 'boolean' && isCounted(other)) {
    return " Comparisons do not go on: two of them are joined by '&&'.";
  }
  if (!isCounted(is) || !isCounted(other)) return '';
  return ` If the number is meant as an amount, write money(${written(is === 'number' ? left : right)}).`;
}
