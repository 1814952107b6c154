/**
 * Where what was paid is not what a golden case expects; and what the case says of the mistake that would
 * give the amount that was paid.
 *
 *   2026-q1 Ana total: 31500 expected, 54000.00 paid: all of it at the rate of the last band
 */
import type { PeriodId } from '../../../shared/kernel/ids.ts';
import { type Currency, decimalFromMinor, type Minor } from '../../../shared/kernel/money.ts';
import { compare, decimal, fraction, toDecimal } from '../../../shared/kernel/rational.ts';
import type { Expected, Figure, GoldenCase } from './case.ts';
import { minorOf } from './said.ts';
import { plansOf } from './plans.ts';
import { balances, figureOf, type Outcome, type Seen } from './seen.ts';

export type Difference = {
  readonly period?: PeriodId;
  readonly who: string;
  /** 'total', or 'components commission'. */
  readonly what: string;
  readonly expected: string;
  readonly is: string;
  /** The mistake that gives it, where the case knows one. */
  readonly mistake?: string | undefined;
};

type Found = Pick<Difference, 'what' | 'expected' | 'is'>;
const NOTHING = 'nothing';
const ATTAINMENT_PLACES = 6;

export function differences(golden: GoldenCase, outcome: Outcome): Difference[] {
  const alone = Object.entries(golden.expect).flatMap(([id, people]) => {
    const period = id as PeriodId;
    return Object.entries(people).flatMap(([who, expected]) => {
      const seen = outcome.get(period)?.get(who);
      const found = seen ? differ(golden, expected, seen) : [{ what: 'period', expected: id, is: NOTHING }];
      return found.map((one) => ({ period, who, ...one }));
    });
  });
  return [...alone, ...sharedDifferences(golden, outcome)].map((one) => withMistake(golden, one));
}

function differ(golden: GoldenCase, expected: Expected, seen: Seen): Found[] {
  const { currency } = golden;
  const counts = countsOf(golden);
  const each = (what: 'components' | 'credited' | 'quota' | 'leftOut') =>
    Object.entries(expected[what] ?? {}).flatMap(([component, figure]) => {
      const isCount = (what === 'credited' || what === 'quota') && counts.has(component);
      const is = figureOf(seen, component, FIGURES[what]);
      const text = (minor: Minor) => (isCount ? String(minor) : decimalFromMinor(minor, currency));
      const wanted = isCount ? BigInt(figure) : minorOf(figure, currency, '/expect');
      return same(`${what} ${component}`, figure, wanted, is ?? (what === 'leftOut' ? 0n : undefined), text);
    });
  return [
    ...totals(expected, seen, currency),
    ...each('components'),
    ...each('credited'),
    ...each('quota'),
    ...each('leftOut'),
    ...attainments(expected, seen),
    ...lines(expected, seen, currency),
    ...estimates(expected, seen, currency),
    ...settlements(expected, seen, currency),
  ];
}

const FIGURES = {
  components: 'amountMinor',
  credited: 'creditedMinor',
  quota: 'quotaMinor',
  leftOut: 'leftOutMinor',
} as const;

/** Who is held without the case expecting it, is paid nothing: that is said first. */
function totals({ total, hold }: Expected, seen: Seen, currency: Currency): Found[] {
  if (hold !== seen.hold) {
    return [{ what: 'hold', expected: hold ?? NOTHING, is: seen.hold ?? NOTHING }];
  }
  return total === undefined ? [] : money('total', total, seen.totalMinor, currency);
}

function attainments({ attainment = {} }: Expected, seen: Seen): Found[] {
  return Object.entries(attainment).flatMap(([component, expected]) => {
    const what = `attainment ${component}`;
    const [credited, quota] = [
      figureOf(seen, component, 'creditedMinor'),
      figureOf(seen, component, 'quotaMinor'),
    ];
    if (credited === undefined || !quota) return [{ what, expected, is: NOTHING }];
    const is = fraction(credited, quota);
    return compare(is, decimal(expected)) === 0
      ? []
      : [{ what, expected, is: toDecimal(is, ATTAINMENT_PLACES) }];
  });
}

function lines({ lines: expected = {} }: Expected, seen: Seen, currency: Currency): Found[] {
  return Object.entries(expected).flatMap(([deal, figure]) => {
    const own = seen.lines.filter((line) => line.deal === deal);
    const sum = own.reduce((total, { amountMinor }) => total + amountMinor, 0n);
    return money(`lines ${deal}`, figure, own.length > 0 ? sum : undefined, currency);
  });
}

function estimates({ estimates: asked = [] }: Expected, seen: Seen, currency: Currency): Found[] {
  return asked.flatMap(({ earns, amount, components = {} }, n) => {
    const what = `estimate of ${amount}`;
    const found = seen.estimates?.[n];
    const of = (component: string) => found?.components.find((one) => one.component === component);
    return [
      ...money(what, earns, found?.wouldEarnMinor, currency),
      ...Object.entries(components).flatMap(([component, figure]) =>
        money(`${what} ${component}`, figure, of(component)?.amountMinor, currency),
      ),
    ];
  });
}

function settlements(expected: Expected, { settled }: Seen, currency: Currency): Found[] {
  return balances.flatMap((balance) => {
    const figure = expected[balance];
    return figure === undefined ? [] : money(balance, figure, settled?.[balance], currency);
  });
}

function sharedDifferences({ together, currency }: GoldenCase, outcome: Outcome): Difference[] {
  return together.flatMap(({ period, people, totals: expected }) => {
    const paid = people.map((name) => outcome.get(period)?.get(name)?.totalMinor ?? 0n);
    const wanted = expected.map((figure) => minorOf(figure, currency, '/together'));
    const text = (all: readonly Minor[]) =>
      all
        .toSorted(bySize)
        .map((minor) => decimalFromMinor(minor, currency))
        .join(', ');
    if (text(paid) === text(wanted)) return [];
    return [{ period, who: people.join(', '), what: 'totals', expected: text(wanted), is: text(paid) }];
  });
}

const bySize = (a: Minor, b: Minor) => (a === b ? 0 : a < b ? 1 : -1);

function money(what: string, expected: Figure, is: Minor | undefined, currency: Currency): Found[] {
  const text = (minor: Minor) => decimalFromMinor(minor, currency);
  return same(what, expected, minorOf(expected, currency, '/expect'), is, text);
}

function same(
  what: string,
  expected: string,
  wanted: Minor,
  is: Minor | undefined,
  text: (minor: Minor) => string,
): Found[] {
  if (is === wanted) return [];
  return [{ what, expected, is: is === undefined ? NOTHING : text(is) }];
}

/** The components whose measure counts deals or units, and no money. */
function countsOf(golden: GoldenCase): ReadonlySet<string> {
  const counting = plansOf(golden).flatMap(({ components, measures }) =>
    components.filter(({ measure }) => {
      const counts = measures.find(({ id }) => id === measure)?.counts;
      return counts === 'deals' || counts === 'units';
    }),
  );
  return new Set(counting.map(({ id }) => id));
}

function withMistake({ wrong }: GoldenCase, difference: Difference): Difference {
  const mistake = Object.entries(wrong).find(([amount]) => isSame(amount, difference.is))?.[1];
  return { ...difference, ...(mistake && { mistake }) };
}

function isSame(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/\.0+$|(\.\d*?)0+$/, '$1');
  return plain(a) === plain(b);
}
