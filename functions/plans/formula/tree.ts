/**
 * A formula as a tree, and the tree in writing.
 *
 *   a + b * 2        binary + of name a and (binary * of name b and number 2)
 *   ((a)) + (b*2)    the same tree, and written `a + b * 2` again
 */
import type { Rational } from '../../../shared/kernel/rational.ts';
import { quoted } from './piece.ts';

export type Sign = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/';

export type Node = { readonly at: number } & (
  | { readonly kind: 'number'; readonly text: string; readonly value: Rational }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly sign: '-' | '!'; readonly of: Node }
  | { readonly kind: 'binary'; readonly sign: Sign; readonly left: Node; readonly right: Node }
  | { readonly kind: 'among'; readonly of: Node; readonly list: readonly Node[] }
  | { readonly kind: 'choice'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
);
export type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** What binds tighter stands further down, as in CEL. A list follows `in`, and a choice stands before all. */
export const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/'],
];
const CHOICE = -1;
const UNARY = LEVELS.length;
const LEAF = UNARY + 1;

export function children(node: Node): readonly Node[] {
  if (node.kind === 'unary') return [node.of];
  if (node.kind === 'binary') return [node.left, node.right];
  if (node.kind === 'among') return [node.of, ...node.list];
  if (node.kind === 'choice') return [node.test, node.yes, node.no];
  return node.kind === 'call' ? node.args : [];
}

/** The node and all below it. */
export function* all(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* all(child);
}

/** In writing, with no more parentheses than it takes to be read as the same tree. */
export function written(node: Node): string {
  const { kind } = node;
  if (kind === 'number') return node.text;
  if (kind === 'text') return quoted(node.value);
  if (kind === 'boolean') return String(node.value);
  if (kind === 'name') return dotted(node.name);
  if (kind === 'call') return `${node.name}(${node.args.map(written).join(', ')})`;
  return joined(node, levelOf(node));
}

function joined(node: Of<'unary' | 'binary' | 'among' | 'choice'>, level: number): string {
  if (node.kind === 'unary') return `${node.sign}${within(node.of, level)}`;
  if (node.kind === 'among') return `${within(node.of, level)} in [${node.list.map(written).join(', ')}]`;
  if (node.kind === 'binary') {
    return `${within(node.left, level)} ${node.sign} ${within(node.right, level + 1)}`;
  }
  return `${within(node.test, 0)} ? ${within(node.yes, 0)} : ${within(node.no, CHOICE)}`;
}

function within(node: Node, level: number): string {
  return levelOf(node) < level ? `(${written(node)})` : written(node);
}

function levelOf(node: Node): number {
  if (node.kind === 'choice') return CHOICE;
  if (node.kind === 'unary') return UNARY;
  if (node.kind === 'among') return LEVELS.findIndex((signs) => signs.includes('in'));
  return node.kind === 'binary' ? LEVELS.findIndex((signs) => signs.includes(node.sign)) : LEAF;
}

/** attainment['new-business']: a part that is no plain word stands in brackets. */
function dotted(name: string): string {
  const [first = '', ...rest] = name.split('.');
  const isWord = (part: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(part) && !RESERVED.has(part);
  return first + rest.map((part) => (isWord(part) ? `.${part}` : `[${quoted(part)}]`)).join('');
}

/** Words that CEL keeps for itself and that therefore name nothing. */
export const RESERVED: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);
