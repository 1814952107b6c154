/**
 * The functions that a formula may call. There are no others, and a formula cannot make any.
 *
 *   min(3, 1, 2) = 1      max(3, 1, 2) = 3     abs(−3) = 3     clamp(7, 0, 5) = 5
 *   round(0.125, 2) = 0.12, the even one of two that are as near; floor(−1.5) = −2; ceil(−1.5) = −1
 *   money(500) is an amount of 500, in the units of all other amounts
 */
import { compare, least, most, type Rational } from '../../../shared/kernel/rational.ts';
import { ceil, floor, halfEven, toPlaces, type Whole } from './exact.ts';
import { stop } from './fault.ts';
import { isCounted, type Type } from './type.ts';

export type FormulaFunction = {
  /** How it is called, for who called it otherwise. */
  readonly usage: string;
  /** Its second value says places, and is written out: 0 to 12. */
  readonly hasPlaces?: true;
  readonly gives: (types: readonly Type[]) => Type | undefined;
  readonly value: (values: readonly Rational[], at: number) => Rational;
};

export const MAX_PLACES = 12n;

const first = (values: readonly Rational[]) => values[0] as Rational;

/** So many values, all amounts or all numbers. */
const alike = (least: number, most: number) => (types: readonly Type[]) => {
  const [type] = types;
  const isAlike = isCounted(type) && types.every((other) => other === type);
  return isAlike && types.length >= least && types.length <= most ? type : undefined;
};

const places = (name: string, whole: Whole): [string, FormulaFunction] => [
  name,
  {
    usage: `${name}(x) or ${name}(x, places)`,
    hasPlaces: true,
    gives: ([type, second = 'number', ...more]) =>
      isCounted(type) && second === 'number' && more.length === 0 ? type : undefined,
    value: ([x, digits]) => toPlaces(x as Rational, digits?.num ?? 0n, whole),
  },
];

export const functions: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ['min', { usage: 'min(a, b)', gives: alike(2, 200), value: (all) => all.reduce(least) }],
  ['max', { usage: 'max(a, b)', gives: alike(2, 200), value: (all) => all.reduce(most) }],
  ['abs', { usage: 'abs(x)', gives: alike(1, 1), value: absolute }],
  ['clamp', { usage: 'clamp(x, lowest, highest)', gives: alike(3, 3), value: clamp }],
  places('round', halfEven),
  places('floor', floor),
  places('ceil', ceil),
  [
    'money',
    {
      usage: 'money(number)',
      gives: (types) => (types.length === 1 && types[0] === 'number' ? 'money' : undefined),
      value: first,
    },
  ],
]);

function absolute(values: readonly Rational[]): Rational {
  const { num, den } = first(values);
  return { num: num < 0n ? -num : num, den };
}

function clamp([x, lowest, highest]: readonly Rational[], at: number): Rational {
  const [value, low, high] = [x as Rational, lowest as Rational, highest as Rational];
  if (compare(low, high) > 0) {
    stop('formula.crossed-limits', 'The lowest value of clamp is above the highest one.', at);
  }
  return most(low, least(value, high));
}
