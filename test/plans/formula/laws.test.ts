/** Laws of formulas: they hold for all texts, names and values, which are made by chance. */
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileFormula,
  evaluate,
  isFault,
  namesIn,
  traceOf,
  type Value,
  type Wanted,
} from '../../../functions/plans/formula/index.ts';
import { parsed } from '../../../functions/plans/formula/grammar.ts';
import { type Node, written } from '../../../functions/plans/formula/tree.ts';
import { Formulas, type Generated, Givens, meaning, TYPES, toValue } from './generated.ts';

const RUNS = { numRuns: 1_000 };

const Wants = fc.constantFrom<Wanted>('money', 'number', 'boolean');
/** Those of more than a thousand characters or two hundred parts are refused, as they should be. */
const Any = Wants.chain((wants) => fc.record({ wants: fc.constant(wants), of: Formulas[wants] })).filter(
  ({ of, wants }) => 'formula' in compileFormula(of.text, TYPES, wants),
);
type Any = { wants: Wanted; of: Generated };

function compiled({ of, wants }: Any, types = TYPES) {
  const found = compileFormula(of.text, types, wants);
  if ('faults' in found) throw new Error(found.faults[0]?.message);
  return found.formula;
}

const result = (found: ReturnType<typeof evaluate>): Value => (isFault(found) ? found.fault.code : found);

const valuesOf = (given: object) =>
  Object.fromEntries(Object.entries(given).map(([name, meant]) => [name, toValue(meant)]));

/** A tree without its places. */
const bare = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value) =>
      key === 'at' ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );

describe('a formula', () => {
  it('gives what fractions that are worked out without it give', () => {
    const seen = { paid: 0, faults: 0 };
    fc.assert(
      fc.property(Any, Givens, (any, given) => {
        const found = result(evaluate(compiled(any), valuesOf(given)));
        expect(found).toEqual(meaning(any.of, given));
        seen[typeof found === 'string' ? 'faults' : 'paid'] += 1;
      }),
      RUNS,
    );
    expect(seen.paid).toBeGreaterThan(seen.faults);
  });

  it('gives the same every time, and leaves its values as they were', () => {
    fc.assert(
      fc.property(Any, Givens, (any, given) => {
        const formula = compiled(any);
        const values = Object.freeze(valuesOf(given));
        const first = result(evaluate(formula, values));
        traceOf(formula, values);
        expect(result(evaluate(formula, values))).toEqual(first);
        expect(result(evaluate(compiled(any), values))).toEqual(first);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of names, nor on names that it does not use', () => {
    fc.assert(
      fc.property(
        Any,
        Givens,
        fc.shuffledSubarray(Object.keys(TYPES), { minLength: 6 }),
        (any, given, order) => {
          const values = valuesOf(given);
          const types = Object.fromEntries(['unused', ...order].map((name) => [name, TYPES[name] ?? 'text']));
          const shuffled = Object.fromEntries(order.map((name) => [name, values[name] as Value]));
          const formula = compiled(any);
          const other = compiled(any, types);
          expect(bare(other.tree)).toEqual(bare(formula.tree));
          expect(result(evaluate(other, shuffled))).toEqual(result(evaluate(formula, values)));
        },
      ),
      RUNS,
    );
  });

  it('asks for no other values than those of its names', () => {
    fc.assert(
      fc.property(Any, Givens, (any, given) => {
        const formula = compiled(any);
        const all = valuesOf(given);
        const needed = Object.fromEntries(namesIn(formula).map((name) => [name, all[name] as Value]));
        expect(result(evaluate(formula, needed))).toEqual(result(evaluate(formula, all)));
      }),
      RUNS,
    );
  });

  it('is read as the same tree again from what is written of it, in no more parentheses', () => {
    fc.assert(
      fc.property(Any, ({ of }) => {
        const tree = parsed(of.text);
        const text = written(tree);
        expect(bare(parsed(text))).toEqual(bare(tree));
        expect(written(parsed(text))).toBe(text);
        expect(text.split('(').length).toBeLessThanOrEqual(of.text.split('(').length);
      }),
      RUNS,
    );
  });

  it('ends its trace with its result, in at most twelve short steps', () => {
    fc.assert(
      fc.property(Any, Givens, (any, given) => {
        const formula = compiled(any);
        const found = evaluate(formula, valuesOf(given));
        const trace = traceOf(formula, valuesOf(given));
        expect(trace.length).toBeLessThanOrEqual(12);
        for (const { text } of trace) expect(text.length).toBeLessThanOrEqual(80);
        if (isFault(found)) return;
        expect(trace.at(-1)?.value).toEqual(found);
        expect(trace.at(-1)?.type).toBe(any.wants);
      }),
      RUNS,
    );
  });
});

describe('whatever somebody types', () => {
  const Piece = fc.constantFrom(
    ...'( ) [ ] + - * / ? : , . && || ! == != < <= > >= in true false null 1 0.5 1e9 min round money'.split(
      ' ',
    ),
    'bookings',
    'term.rate',
    "deal['type']",
    "'a'",
    '"',
    "'",
    '\\',
    '__proto__',
    ' ',
    '%',
    '=',
    '\n',
    '\u0000',
  );
  const Typed = fc.oneof(
    fc.string({ maxLength: 60, unit: 'binary' }),
    fc.array(Piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
    fc.array(Piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    // A good formula with something taken out or put in.
    fc.tuple(Any, fc.nat(1_000), fc.nat(3), Piece).map(([{ of }, at, cut, piece]) => {
      const place = at % of.text.length;
      return of.text.slice(0, place) + piece + of.text.slice(place + cut);
    }),
  );

  it('is a formula that works or is refused with a place in the text, and never a crash', () => {
    fc.assert(
      fc.property(Typed, Wants, Givens, (text, wants, given) => {
        const found = compileFormula(text, TYPES, wants);
        if ('formula' in found) return void evaluate(found.formula, valuesOf(given));
        expect(found.faults.length).toBeGreaterThan(0);
        for (const { at, code, message } of found.faults) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(text.length);
          expect(code).toMatch(/^formula\.[a-z-]+$/);
          expect(message).toMatch(/\.$/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('is read by CEL as the same tree, where it is a formula at all', () => {
    fc.assert(
      fc.property(Any, ({ of }) => {
        const tree = parsed(of.text);
        // Once as it was typed, and once with as few parentheses as can be.
        for (const text of [of.text, written(tree)]) expect(cel(text)).toBe(shape(tree));
      }),
      RUNS,
    );
  });
});

/** Both trees in one form: a list of operator and operands in parentheses. */
function shape(node: Node): string {
  switch (node.kind) {
    case 'number':
      return String(Number(node.text));
    case 'text':
      return JSON.stringify(node.value);
    case 'boolean':
      return String(node.value);
    case 'name':
      return node.name;
    case 'unary':
      return signed(node.sign, shape(node.of));
    case 'binary':
      return `(${node.sign} ${shape(node.left)} ${shape(node.right)})`;
    case 'among':
      return `(in ${shape(node.of)} [${node.list.map(shape).join(' ')}])`;
    case 'choice':
      return `(?: ${shape(node.test)} ${shape(node.yes)} ${shape(node.no)})`;
    case 'call':
      return `${node.name}(${node.args.map(shape).join(' ')})`;
  }
}

const signed = (sign: string, of: string) => `(${sign} ${of})`;

type Cel = { readonly op: string; readonly args: unknown };

function cel(text: string): string {
  return celShape(new Environment({ unlistedVariablesAreDyn: true }).parse(text).ast);
}

function celShape({ op, args }: Cel): string {
  const all = (args: unknown) => (args as Cel[]).map(celShape);
  if (op === 'value') return typeof args === 'string' ? JSON.stringify(args) : String(args);
  if (op === 'id') return String(args);
  if (op === 'list') return `[${all(args).join(' ')}]`;
  if (op === '!_' || op === '-_') return signed(op.charAt(0), celShape(args as Cel));
  const [first, second] = args as [Cel, never];
  if (op === '.') return `${celShape(first)}.${second}`;
  if (op === '[]') return `${celShape(first)}.${(second as Cel).args}`;
  if (op === 'call') return `${first}(${all(second).join(' ')})`;
  return `(${op} ${all(args).join(' ')})`;
}
