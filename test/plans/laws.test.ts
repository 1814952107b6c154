/** Laws of pay: they hold for all plans, credits and quotas, and the numbers are made by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Component, explainLine } from '../../functions/plans/components/index.ts';
import type { Counted } from '../../functions/plans/counted.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import { cases } from '../kit/cases.ts';
import { bonusAt, CURRENCY, credit, earn, flat, having } from './kit.ts';

const RUNS = { numRuns: cases(500) };

const Quota = fc.bigInt(1n, 10n ** 10n);
const Amount = fc.bigInt(-(10n ** 9n), 10n ** 9n);
/** Ten-thousandths as a decimal: 0 to 100 %. */
const Rate = fc.integer({ min: 0, max: 10_000 }).map((n) => toDecimal({ num: BigInt(n), den: 10_000n }, 4));

const Edges = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 4 });
const Rates = fc.array(Rate, { minLength: 5, maxLength: 5 });

function tableOf(edges: readonly number[], rates: readonly string[], more: object = {}): Component {
  const inOrder = [0, ...edges.toSorted((a, b) => a - b)];
  const sorted = inOrder.map((n) => toDecimal(fraction(BigInt(n), 1000n), 3));
  const bands = sorted.map((from, n) => ({ from, to: sorted[n + 1] ?? null, rate: rates[n] }));
  const table = { id: 'table', name: 'Table', kind: 'rate-table', mode: 'marginal', bands };
  return Component.parse({ ...table, ...more });
}

/** Up to five bands without gaps, at edges of a thousandth. */
const Table = fc.tuple(Edges, Rates).map(([edges, rates]) => tableOf(edges, rates));

/** Threshold and cap, each there or not. */
const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined });
const Threshold = fc.integer({ min: 1, max: 3_000 }).map((n) => toDecimal(fraction(BigInt(n), 1000n), 3));
const Cap = fc.bigInt(1n, 10n ** 9n).map(String);
const Limits = fc.record({ threshold: maybe(Threshold), capMinor: maybe(Cap) });

/** A table of either mode with or without a factor, and a flat rate, each within limits of its own. */
const Tiers = (rates: fc.Arbitrary<string[]>) =>
  fc
    .tuple(Edges, rates, fc.constantFrom('marginal', 'retroactive'), maybe(Rate), Limits)
    .map(([edges, rates, mode, times, limits]) => tableOf(edges, rates, { mode, times, ...limits }));
const Flat = fc.tuple(Rate, Limits).map(([rate, limits]) => flat(rate, limits));

const Plan = (rates: fc.Arbitrary<string[]>) =>
  fc
    .tuple(Tiers(rates), Flat, Rate)
    .map(([table, rate, at]) => [table, rate, bonusAt(Number(at) > 0 ? at : '1')]);
const Components = Plan(Rates);
/** A retroactive rate that falls takes back what was earned; these do not fall. */
const Rising = Plan(Rates.map((rates) => rates.toSorted((a, b) => Number(a) - Number(b))));

const Credits = fc.array(Amount, { maxLength: 12 }).map((all) => all.map((amount, n) => credit(n, amount)));

describe('what a plan pays', () => {
  it('does not depend on the order in which credits arrive', () => {
    const Shuffled = Credits.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(Components, Quota, Shuffled, (components, quota, [all, shuffled]) => {
        expect(earn(components, shuffled, quota)).toEqual(earn(components, all, quota));
      }),
      RUNS,
    );
  });

  it('does not depend on the days either, as far as the total goes', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, (components, quota, all) => {
        const reversed = all.map(({ amountMinor }, n) => credit(all.length - n, amountMinor));
        expect(earn(components, reversed, quota).components).toEqual(earn(components, all, quota).components);
      }),
      RUNS,
    );
  });

  it('is the sum of its lines, for each component and in all', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, (components, quota, all) => {
        const earned = earn(components, all, quota);
        const sum = (of: typeof earned.lines) => of.reduce((total, line) => total + line.amountMinor, 0n);
        expect(sum(earned.lines)).toBe(earned.totalMinor);
        for (const { component, amountMinor } of earned.components) {
          expect(sum(earned.lines.filter((line) => line.component === component))).toBe(amountMinor);
        }
      }),
      RUNS,
    );
  });

  it('is what it would have been without an event, once that is reversed', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, Amount, (components, quota, all, amount) => {
        const undone = [...all, credit(20, amount), credit(21, -amount)];
        expect(earn(components, undone, quota).components).toEqual(earn(components, all, quota).components);
      }),
      RUNS,
    );
  });

  it('is the same for a credit and for its two parts', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, Amount, Amount, (components, quota, all, a, b) => {
        const whole = [...all, credit(20, a + b)];
        const parts = [...all, credit(20, a), credit(21, b)];
        expect(earn(components, parts, quota).totalMinor).toBe(earn(components, whole, quota).totalMinor);
      }),
      RUNS,
    );
  });

  it('never falls where more is credited and no rate falls or is negative', () => {
    fc.assert(
      fc.property(Rising, Quota, Amount, fc.bigInt(0n, 10n ** 9n), (components, quota, credited, more) => {
        const paid = (amount: bigint) => earn(components, [credit(0, amount)], quota).totalMinor;
        expect(paid(credited + more)).toBeGreaterThanOrEqual(paid(credited));
      }),
      RUNS,
    );
  });

  it('of a marginal table has no jumps: one more cent never pays more than a cent, rounded', () => {
    fc.assert(
      fc.property(Table, Quota, Amount, (table, quota, credited) => {
        const paid = (amount: bigint) => earn([table], [credit(0, amount)], quota).totalMinor;
        expect(paid(credited + 1n) - paid(credited)).toBeLessThanOrEqual(1n);
      }),
      RUNS,
    );
  });
});

const free = (component: Component) => having(component, { threshold: undefined, capMinor: undefined });
const only = (component: Component, threshold: string | undefined) =>
  having(component, { threshold, capMinor: undefined });

describe('limits', () => {
  const Limited = fc.oneof(Tiers(Rates), Flat);
  const earned = (component: Component, credited: bigint, quota: bigint) =>
    earn([component], [credit(0, credited)], quota).totalMinor;

  it('a cap is never exceeded, never raises anything, and changes nothing below it', () => {
    fc.assert(
      fc.property(Limited, Cap, Quota, Amount, (component, cap, quota, credited) => {
        const uncapped = earned(having(component, { capMinor: undefined }), credited, quota);
        const capped = earned(having(component, { capMinor: cap }), credited, quota);
        expect(capped).toBe(uncapped < BigInt(cap) ? uncapped : BigInt(cap));
      }),
      RUNS,
    );
  });

  it('a threshold pays nothing below it, and everything from it on', () => {
    fc.assert(
      fc.property(Limited, Threshold, Quota, Amount, (component, threshold, quota, credited) => {
        // Thousandths of the quota, as whole numbers on both sides.
        const isReached = credited * 1000n >= quota * BigInt(threshold.replace('.', ''));
        const expected = isReached ? earned(free(component), credited, quota) : 0n;
        expect(earned(only(component, threshold), credited, quota)).toBe(expected);
      }),
      RUNS,
    );
  });

  it('of one rate in all its bands, a retroactive table pays what a flat rate pays', () => {
    fc.assert(
      fc.property(Rate, Edges, Quota, Amount, (rate, edges, quota, credited) => {
        const same = tableOf(edges, [rate, rate, rate, rate, rate], { mode: 'retroactive' });
        expect(earned(same, credited, quota)).toBe(earned(flat(rate), credited, quota));
      }),
      RUNS,
    );
  });

  it('a retroactive table with rising rates never pays less than a marginal one', () => {
    const Sorted = Rates.map((rates) => rates.toSorted((a, b) => Number(a) - Number(b)));
    fc.assert(
      fc.property(Edges, Sorted, Quota, fc.bigInt(0n, 10n ** 9n), (edges, rates, quota, credited) => {
        const retroactive = tableOf(edges, rates, { mode: 'retroactive' });
        const marginal = earned(tableOf(edges, rates), credited, quota);
        expect(earned(retroactive, credited, quota)).toBeGreaterThanOrEqual(marginal);
      }),
      RUNS,
    );
  });
});

describe('won, lost and won again', () => {
  it('pays as won once, in every mode and within every limit', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, Amount, (components, quota, all, amount) => {
        const once = [...all, credit(20, amount)];
        const again = [...once, credit(21, -amount), credit(22, amount)];
        expect(earn(components, again, quota).components).toEqual(earn(components, once, quota).components);
        const lost = earn(components, [...once, credit(21, -amount)], quota);
        expect(lost.totalMinor).toBe(earn(components, all, quota).totalMinor);
      }),
      RUNS,
    );
  });
});

describe('an explanation', () => {
  it('adds up to its line', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, (components, quota, all: Counted[]) => {
        for (const line of earn(components, all, quota).lines) {
          const component = components.find(({ id }) => id === line.component) as Component;
          const steps = explainLine(component, line, CURRENCY);
          expect(steps.reduce((sum, step) => sum + step.amountMinor, 0n)).toBe(line.amountMinor);
        }
      }),
      RUNS,
    );
  });
});
