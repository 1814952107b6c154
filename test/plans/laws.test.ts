/** Laws of pay: they hold for all plans, credits and quotas, and the numbers are made by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Component, explainLine } from '../../functions/plans/components/index.ts';
import type { Counted } from '../../functions/plans/earnings.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import { bonusAt, CURRENCY, credit, earn, flat } from './kit.ts';

const RUNS = { numRuns: 500 };

const Quota = fc.bigInt(1n, 10n ** 10n);
const Amount = fc.bigInt(-(10n ** 9n), 10n ** 9n);
/** Ten-thousandths as a decimal: 0 to 100 %. */
const Rate = fc.integer({ min: 0, max: 10_000 }).map((n) => toDecimal({ num: BigInt(n), den: 10_000n }, 4));

/** Up to five bands without gaps, at edges of a thousandth. */
const Table = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 4 }),
    fc.array(Rate, { minLength: 5, maxLength: 5 }),
  )
  .map(([edges, rates]) => {
    const sorted = [0, ...edges.sort((a, b) => a - b)].map((n) => toDecimal(fraction(BigInt(n), 1000n), 3));
    const bands = sorted.map((from, n) => ({ from, to: sorted[n + 1] ?? null, rate: rates[n] }));
    return Component.parse({ id: 'table', name: 'Table', kind: 'rate-table', mode: 'marginal', bands });
  });

const Components = fc
  .tuple(Table, Rate, Rate)
  .map(([table, rate, at]) => [table, flat(rate), bonusAt(Number(at) > 0 ? at : '1')]);

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

  it('never falls where more is credited and no rate is negative', () => {
    fc.assert(
      fc.property(
        Components,
        Quota,
        Amount,
        fc.bigInt(0n, 10n ** 9n),
        (components, quota, credited, more) => {
          const paid = (amount: bigint) => earn(components, [credit(0, amount)], quota).totalMinor;
          expect(paid(credited + more)).toBeGreaterThanOrEqual(paid(credited));
        },
      ),
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

describe('an explanation', () => {
  it('adds up to its line', () => {
    fc.assert(
      fc.property(Components, Quota, Credits, (components, quota, all: Counted[]) => {
        for (const line of earn(components, all, quota).lines) {
          const component = components.find(({ id }) => id === line.component) as Component;
          const before = { creditedMinor: line.creditedBeforeMinor, quotaMinor: quota };
          const after = { creditedMinor: line.creditedAfterMinor, quotaMinor: quota };
          const steps = explainLine(component, before, after, CURRENCY);
          expect(steps.reduce((sum, step) => sum + step.amountMinor, 0n)).toBe(line.amountMinor);
        }
      }),
      RUNS,
    );
  });
});
