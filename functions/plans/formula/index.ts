/**
 * Formulas of plans: a small part of CEL, checked when they are written and exact when they pay.
 *
 *   compileFormula('min(bookings * term.rate, money(5000))', { bookings: 'money', 'term.rate': 'number' }, 'money')
 *   evaluate(formula, { bookings: 60,000, 'term.rate': 1/10 })    5,000
 *
 * Formulas are CEL in what they look like and what binds tighter; they differ where CEL would be wrong about
 * money. Numbers are fractions and never floats, so 1 / 3 * 3 is 1; amounts are a type of their own; there
 * are no loops, macros, methods or JavaScript values behind a name.
 */
import { checked, type Names } from './check.ts';
import { resultOf } from './evaluation.ts';
import { caught, type FormulaFault, stop } from './fault.ts';
import { parsed } from './grammar.ts';
import { type Seen, type Trace, traceFrom } from './trace.ts';
import { all, type Node, type Of } from './tree.ts';
import { isOf, type Type, typeWords, type Value } from './type.ts';

export type { FormulaFault } from './fault.ts';
export type { Trace } from './trace.ts';
export type { Type, Value } from './type.ts';
export { inMajor, inMinor, valueWords } from './unit.ts';

export type Formula = { readonly tree: Node; readonly types: ReadonlyMap<Node, Type> };
export type Compiled = { readonly formula: Formula } | { readonly faults: readonly FormulaFault[] };
export type Faulty = { readonly fault: FormulaFault };
export type Wanted = Exclude<Type, 'text'>;
export type Values = Readonly<Record<string, Value>>;

/**
 * The formula, or all that is wrong with it. `names` are the values that it may use, with their types: dots
 * part a name, which begins with a word; other parts may be anything, and are then written in brackets.
 */
export function compileFormula(text: string, names: Readonly<Record<string, Type>>, wants: Wanted): Compiled {
  const read = caught(() => ({ tree: parsed(text) }));
  if ('fault' in read) return { faults: [read.fault] };
  const { types, faults } = checked(read.tree, ownNames(names));
  if (faults.length > 0) return { faults };
  const gives = types.get(read.tree);
  if (gives === wants) return { formula: { tree: read.tree, types } };
  const message = `Here ${typeWords(wants)} is wanted, and the formula gives ${typeWords(gives ?? 'text')}.`;
  return { faults: [{ code: 'formula.wrong-result', message, at: 0 }] };
}

/** The result in lowest terms, or why there is none. Only the values that it comes to are asked for. */
export function evaluate(formula: Formula, values: Values): Value | Faulty {
  return caught(() => resultOf(formula.tree, { read: reading(formula, values) }));
}

export function isFault(result: Value | Faulty): result is Faulty {
  return typeof result === 'object' && 'fault' in result;
}

/** The parts that decided, in the order in which they did; where it came to a fault, those before it. */
export function traceOf(formula: Formula, values: Values): Trace[] {
  const seen: Seen[] = [];
  caught(() =>
    resultOf(formula.tree, {
      read: reading(formula, values),
      saw: (node, value) => seen.push({ node, value }),
    }),
  );
  return traceFrom(formula.tree, seen, formula.types);
}

/** The names that it uses, each once, in order of the alphabet. */
export function namesIn({ tree }: Formula): string[] {
  const names = new Set<string>();
  for (const node of all(tree)) if (node.kind === 'name') names.add(node.name);
  return [...names].toSorted();
}

/** Only what was handed over by name: every object has a `constructor`, and no formula sees it. */
const ownNames = (names: Readonly<Record<string, Type>>): Names => new Map(Object.entries(names));

function reading({ types }: Formula, values: Values) {
  return (node: Of<'name'>): Value => {
    const value = Object.hasOwn(values, node.name) ? values[node.name] : undefined;
    if (value === undefined) return stop('formula.no-value', `There is no value of ${node.name}.`, node.at);
    const type = types.get(node) as Type;
    if (isOf(type, value)) return value;
    return stop('formula.wrong-value', `The value of ${node.name} is not ${typeWords(type)}.`, node.at);
  };
}
