/**
 * Which parts of a formula decided what came out, for whoever asks why.
 *
 *   attainment >= 1 ? round(bookings * 0.05, 2) : money(0)
 *     attainment                                                1.15
 *     attainment >= 1                                           yes
 *     bookings                                                  230,000
 *     round(bookings * 0.05, 2)                                 11,500
 *     attainment >= 1 ? round(bookings * 0.05, 2) : money(0)    11,500
 *
 * These are names, conditions, what was chosen and what functions gave, in the order in which they were worked
 * out. What is written out (0.05) tells nothing, and what was not looked at did not decide.
 */
import { all, children, type Node, written } from './tree.ts';
import type { Type, Value } from './type.ts';

export type Trace = { readonly text: string; readonly type: Type; readonly value: Value };
export type Seen = { readonly node: Node; readonly value: Value };

const MAX_STEPS = 12;
const MAX_TEXT = 80;

/** Of more steps than one cares to read, those that lie nearest to the result. */
export function traceFrom(tree: Node, seen: readonly Seen[], types: ReadonlyMap<Node, Type>): Trace[] {
  const depths = telling(tree);
  const steps = seen
    .filter(({ node }) => depths.has(node))
    .map((step) => ({ ...step, text: written(step.node) }));
  const once = steps.filter(({ text }, n) => steps.findIndex((other) => other.text === text) === n);
  const depthOf = ({ node }: Seen) => depths.get(node) ?? 0;
  const kept = new Set(once.toSorted((a, b) => depthOf(a) - depthOf(b)).slice(0, MAX_STEPS));
  return once
    .filter((step) => kept.has(step))
    .map(({ node, text, value }) => ({
      text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text,
      type: types.get(node) as Type,
      value,
    }));
}

/** The parts worth telling, and how far each lies from the result. */
function telling(tree: Node): ReadonlyMap<Node, number> {
  const depths = new Map<Node, number>();
  const walk = (node: Node, depth: number, decides: boolean) => {
    if ((decides || node.kind === 'name' || node.kind === 'call') && !isWrittenOut(node))
      depths.set(node, depth);
    for (const child of children(node)) walk(child, depth + 1, isDeciding(node));
  };
  walk(tree, 0, true);
  return depths.set(tree, 0);
}

function isDeciding(node: Node): boolean {
  return node.kind === 'choice' || (node.kind === 'binary' && (node.sign === '&&' || node.sign === '||'));
}

const isWrittenOut = (node: Node) => [...all(node)].every(({ kind }) => kind !== 'name');
