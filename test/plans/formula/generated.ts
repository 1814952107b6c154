/**
 * Formulas made by chance, each with a meaning of its own: fractions that are never reduced on the way, and
 * no tree. What the platform makes of the text has to be the same.
 */
import fc from 'fast-check';
import type { Type, Value } from '../../../functions/plans/formula/index.ts';
import { lowest } from './kit.ts';

/** A fraction as a pair. */
type Pair = readonly [bigint, bigint];
type Meant = Pair | boolean | string;
export type Given = { readonly [name: string]: Meant };
export type Generated = { readonly text: string; readonly means: (given: Given) => Meant };

export class Undefined extends Error {}

export const TYPES: { readonly [name: string]: Type } = {
  bookings: 'money',
  quota: 'money',
  'term.rate': 'number',
  'result.a-b': 'number',
  isNew: 'boolean',
  'deal.type': 'text',
};
const WRITTEN: { readonly [name: string]: string } = { 'result.a-b': "result['a-b']" };

const LIMIT = 10n ** 60n;

/** A result that counts: it has at most sixty digits in lowest terms. */
function pair(num: bigint, den: bigint): Pair {
  if (den === 0n) throw new Undefined('division-by-zero');
  const short = lowest(den < 0n ? { num: -num, den: -den } : { num, den });
  if (short.num > LIMIT || short.num < -LIMIT || short.den > LIMIT) throw new Undefined('too-large');
  return den < 0n ? [-num, -den] : [num, den];
}

const order = ([a, b]: Pair, [c, d]: Pair) => (a * d < c * b ? -1 : a * d > c * b ? 1 : 0);
const isEqual = (a: Meant, b: Meant) =>
  Array.isArray(a) && Array.isArray(b) ? order(a as Pair, b as Pair) === 0 : a === b;

const arithmetic: { readonly [sign: string]: (a: Pair, b: Pair) => Pair } = {
  '+': ([a, b], [c, d]) => pair(a * d + c * b, b * d),
  '-': ([a, b], [c, d]) => pair(a * d - c * b, b * d),
  '*': ([a, b], [c, d]) => pair(a * c, b * d),
  '/': ([a, b], [c, d]) => pair(a * d, b * c),
};
const comparison: { readonly [sign: string]: (order: number) => boolean } = {
  '<': (n) => n < 0,
  '<=': (n) => n <= 0,
  '>': (n) => n > 0,
  '>=': (n) => n >= 0,
  '==': (n) => n === 0,
  '!=': (n) => n !== 0,
};

/** Half-even by looking at what lies on either side: the nearer of the two, or the even one. */
function rounded([num, den]: Pair, places: number, way: string): Pair {
  const scale = 10n ** BigInt(places);
  const cut = (num * scale) / den;
  const below = cut * den > num * scale ? cut - 1n : cut;
  const isWhole = below * den === num * scale;
  const up = isWhole ? below : below + 1n;
  if (way === 'floor') return pair(below, scale);
  if (way === 'ceil') return pair(up, scale);
  const toLow = num * scale - below * den;
  const toHigh = up * den - num * scale;
  const isLow = toLow === toHigh ? below % 2n === 0n : toLow < toHigh;
  return pair(isLow ? below : up, scale);
}

const Space = fc.constantFrom('', ' ', '  ', '\n', '\t');
const named = (name: string): Generated => ({
  text: WRITTEN[name] ?? name,
  means: (given) => given[name] as Meant,
});
const namesOf = (type: Type) => Object.keys(TYPES).filter((name) => TYPES[name] === type);
const Named = (type: Type) => fc.constantFrom(...namesOf(type).map(named));

const Literal: fc.Arbitrary<Generated> = fc.tuple(fc.nat(2_000), fc.nat(4)).map(([digits, places]) => {
  const text = digits.toString().padStart(places + 1, '0');
  const cut = text.length - places;
  const written = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
  return { text: written, means: () => [BigInt(digits), 10n ** BigInt(places)] };
});

/** In parentheses, so that what was meant needs no knowledge of what binds tighter. */
const both = (
  sign: string,
  a: Generated,
  b: Generated,
  space: string,
  means: (a: Meant, b: Meant) => Meant,
) => ({
  text: `(${a.text}${space}${sign}${space}${b.text})`,
  means: (given: Given) => means(a.means(given), b.means(given)),
});

const joined = (signs: string[], A: fc.Arbitrary<Generated>, B: fc.Arbitrary<Generated>) =>
  fc
    .tuple(fc.constantFrom(...signs), A, B, Space)
    .map(([sign, a, b, space]) =>
      both(sign, a, b, space, (x, y) => arithmetic[sign]?.(x as Pair, y as Pair) as Meant),
    );

const compared = (A: fc.Arbitrary<Generated>) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(comparison)), A, A, Space)
    .map(([sign, a, b, space]) =>
      both(sign, a, b, space, (x, y) => comparison[sign]?.(order(x as Pair, y as Pair)) as boolean),
    );

const Choice = (A: fc.Arbitrary<Generated>, Test: fc.Arbitrary<Generated>) =>
  fc.tuple(Test, A, A).map(
    ([test, yes, no]): Generated => ({
      text: `(${test.text} ? ${yes.text} : ${no.text})`,
      means: (given) => (test.means(given) ? yes.means(given) : no.means(given)),
    }),
  );

const Called = (A: fc.Arbitrary<Generated>) =>
  fc.oneof(
    fc.tuple(fc.constantFrom('min', 'max'), A, A, A).map(
      ([name, ...args]): Generated => ({
        text: `${name}(${args.map(({ text }) => text).join(', ')})`,
        means: (given) => {
          const inOrder = args.map(({ means }) => means(given) as Pair).toSorted(order);
          return (name === 'min' ? inOrder[0] : inOrder[2]) as Pair;
        },
      }),
    ),
    fc.tuple(fc.constantFrom('round', 'floor', 'ceil'), A, fc.nat(4)).map(
      ([way, a, places]): Generated => ({
        text: places === 0 ? `${way}(${a.text})` : `${way}(${a.text}, ${places})`,
        means: (given) => rounded(a.means(given) as Pair, places, way),
      }),
    ),
    A.map(
      (a): Generated => ({
        text: `abs(${a.text})`,
        means: (given) => {
          const [num, den] = a.means(given) as Pair;
          return [num < 0n ? -num : num, den];
        },
      }),
    ),
    fc.tuple(A, A, A).map(
      ([x, low, high]): Generated => ({
        text: `clamp(${x.text}, ${low.text}, ${high.text})`,
        means: (given) => {
          const [value, lowest, highest] = [x, low, high].map(({ means }) => means(given) as Pair) as [
            Pair,
            Pair,
            Pair,
          ];
          if (order(lowest, highest) > 0) throw new Undefined('crossed-limits');
          if (order(value, lowest) < 0) return lowest;
          return order(value, highest) > 0 ? highest : value;
        },
      }),
    ),
    A.map(
      (a): Generated => ({
        text: `-${a.text}`,
        means: (given) => {
          const [num, den] = a.means(given) as Pair;
          return [-num, den];
        },
      }),
    ),
  );

const logic = (Test: fc.Arbitrary<Generated>) =>
  fc.oneof(
    fc.tuple(Test, Test, fc.boolean()).map(
      ([a, b, isAnd]): Generated => ({
        text: `(${a.text} ${isAnd ? '&&' : '||'} ${b.text})`,
        means: (given) => (isAnd ? a.means(given) && b.means(given) : a.means(given) || b.means(given)),
      }),
    ),
    Test.map((a): Generated => ({ text: `!${a.text}`, means: (given) => !a.means(given) })),
  );

const WORDS = ['new', 'renewal', "it's"];
const Among: fc.Arbitrary<Generated> = fc.tuple(Named('text'), fc.subarray(WORDS)).map(([name, list]) => ({
  text: `(${name.text} in [${list.map((word) => `"${word}"`).join(',')}])`,
  means: (given) => list.includes(name.means(given) as string),
}));
const TextEqual: fc.Arbitrary<Generated> = fc
  .tuple(Named('text'), fc.constantFrom(...WORDS))
  .map(([name, word]) => ({
    text: `(${name.text} == "${word}")`,
    means: (given) => isEqual(name.means(given), word),
  }));

type Kinds = { money: Generated; number: Generated; boolean: Generated };

/** Formulas of each kind, up to six deep. */
export const Formulas = fc.letrec<Kinds>((tie) => ({
  money: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'formula' },
    Named('money'),
    joined(['+', '-'], tie('money'), tie('money')),
    joined(['*', '/'], tie('money'), tie('number')),
    joined(['*'], tie('number'), tie('money')),
    Choice(tie('money'), tie('boolean')),
    Called(tie('money')),
    tie('number').map((a): Generated => ({ text: `money(${a.text})`, means: a.means })),
  ),
  number: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'formula' },
    fc.oneof(Literal, Named('number')),
    joined(['+', '-', '*', '/'], tie('number'), tie('number')),
    joined(['/'], tie('money'), tie('money')),
    Choice(tie('number'), tie('boolean')),
    Called(tie('number')),
  ),
  boolean: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'formula' },
    fc.oneof(Named('boolean'), Among, TextEqual),
    compared(tie('number')),
    compared(tie('money')),
    logic(tie('boolean')),
    Choice(tie('boolean'), tie('boolean')),
  ),
}));

/** One in eight is so long that sums of it may grow beyond sixty digits. */
const Num = fc.oneof(
  { weight: 7, arbitrary: fc.bigInt(-(10n ** 9n), 10n ** 9n) },
  { weight: 1, arbitrary: fc.bigInt(-LIMIT, LIMIT) },
);
const Fraction = fc.tuple(Num, fc.bigInt(1n, 10n ** 4n)).map(([num, den]): Pair => [num, den]);

export const Givens: fc.Arbitrary<Given> = fc.record({
  bookings: Fraction,
  quota: Fraction,
  'term.rate': Fraction,
  'result.a-b': Fraction,
  isNew: fc.boolean(),
  'deal.type': fc.constantFrom(...WORDS),
});

export const toValue = (meant: Meant): Value =>
  typeof meant === 'object' ? { num: meant[0], den: meant[1] } : meant;

/** What a generated formula means, in lowest terms, or the reason why it means nothing. */
export function meaning({ means }: Generated, given: Given): Value {
  try {
    const meant = means(given);
    return typeof meant === 'object' ? lowest({ num: meant[0], den: meant[1] }) : meant;
  } catch (error) {
    if (error instanceof Undefined) return `formula.${error.message}`;
    throw error;
  }
}
