/** What components are compiled into pays what their rules pay, to the minor unit, wherever a payee stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Component,
  earnedMinor,
  kindOf,
  type Rounding,
} from '../../../functions/plans/components/index.ts';
import { compile } from '../../../functions/runs/kernel/compile.ts';
import type { Curve } from '../../../functions/plans/components/curve.ts';
import { emptyLines } from '../../../functions/runs/kernel/lines.ts';
import { quickOf } from '../../../functions/runs/kernel/quick.ts';
import { roundedQuotient } from '../../../functions/runs/kernel/rounding.ts';
import { type Opening, walk } from '../../../functions/runs/kernel/walk.ts';
import { minus, roundHalfEven } from '../../../shared/kernel/rational.ts';
import { bonusAt, cents, flat, QUOTA, RETROACTIVE, T } from '../../plans/kit.ts';
import { cases } from '../../kit/cases.ts';
import { Amount, AnyComponent, Quota, Rate, SEED } from './kit.ts';

const MANY = { numRuns: cases(2_500), seed: SEED };
const RUNS = { numRuns: cases(800), seed: SEED };

/** The amounts of the lines of these credits, and how many totals they add up to. */
function walked(
  component: Component,
  quotaMinor: bigint,
  amounts: readonly bigint[],
  opening: Opening = { creditedMinor: 0n, rounds: 'period' },
  rounding: Rounding = 'half-even',
) {
  const compiled = compile(component, quotaMinor, rounding);
  if (!compiled) throw new Error('is compiled');
  return { ...along(compiled, amounts, opening), isQuick: compiled.quick !== undefined };
}

function along(earned: Parameters<typeof walk>[0], amounts: readonly bigint[], opening: Opening) {
  const count = amounts.length;
  const lines = emptyLines(count);
  const rows = Int32Array.from(amounts.keys());
  const path = { rows, amounts: Float64Array.from(amounts, Number), from: 0, to: count };
  const totals = walk(earned, path, opening, lines);
  fc.pre(totals !== undefined);
  const paid = [...lines.amount.subarray(0, lines.count)].map(BigInt);
  return { ...totals, lines: paid, rows: [...lines.credit.subarray(0, lines.count)] };
}

const nothing: Opening = { creditedMinor: 0n, rounds: 'period' };
const units = (...texts: string[]) => texts.map(cents);

describe('a compiled component', () => {
  it('splits a credit that crosses the edge of a band', () => {
    // 10 % up to 200,000, 15 % up to 250,000, 20 % above: 190,000 → 19,000; 40,000 → 1,000 + 4,500;
    // 40,000 → 20,000 × 15 % + 20,000 × 20 % = 7,000. Wrong: 8,000 (all of the last at its own rate).
    const { lines } = walked(T, QUOTA, units('190000', '40000', '40000'));
    expect(lines).toEqual(units('19000', '5500', '7000'));
  });

  it('pays the catch-up of a retroactive table, and takes it back', () => {
    // 199,999.99 × 10 % = 20,000.00 (19,999.999); one cent more 30,000.00; that cent back −10,000.00.
    const amounts = [...units('199999.99'), 1n, -1n];
    expect(walked(RETROACTIVE, QUOTA, amounts).lines).toEqual(units('20000', '10000', '-10000'));
  });

  it('pays nothing below a threshold and nothing above a cap', () => {
    // 10 % from 100,000 on, at most 25,000: at 90,000 0; at 110,000 11,000; at 260,000 25,000; at 300,000 too.
    const limited = flat('0.10', { threshold: '0.5', capMinor: cents('25000').toString() });
    const { lines } = walked(limited, QUOTA, units('90000', '20000', '150000', '40000'));
    expect(lines).toEqual(units('0', '11000', '14000', '0'));
  });

  it('makes a line of a bonus only where it is earned or taken back', () => {
    const { lines, rows } = walked(bonusAt('1'), QUOTA, units('150000', '50000', '10000', '-20000'));
    expect([rows, lines]).toEqual([[1, 3], units('5000', '-5000')]);
  });

  it('rounds the total, not the line: 2.5 % of three credits of 0.60 is 0.02, 0.01 and 0.01', () => {
    expect(walked(flat('0.025'), QUOTA, units('0.60', '0.60', '0.60')).lines).toEqual([2n, 1n, 1n]);
  });

  it('goes on where the payee had come to', () => {
    // From 190,000: 40,000 pay 10,000 × 10 % + 30,000 × 15 %.
    const opening = { creditedMinor: cents('190000'), rounds: 'period' } as const;
    const { lines, creditedMinor, amountMinor } = walked(T, QUOTA, units('40000'), opening);
    expect(lines).toEqual(units('5500'));
    expect([creditedMinor, amountMinor]).toEqual(units('40000', '5500'));
  });

  it('rounds what is earned in the period, or to date', () => {
    // 10 % of 4, 6 and 10 cents is 0.4, 0.6 and 1.0; in the period that is 0.2 and 0.6.
    const from = (rounds: Opening['rounds']) =>
      walked(flat('0.1'), QUOTA, [2n, 4n], { creditedMinor: 4n, rounds }).lines;
    expect([from('period'), from('toDate')]).toEqual([
      [0n, 1n],
      [1n, 0n],
    ]);
  });

  it('rounds halves up, away from zero, where the plan does', () => {
    // 10 % of 5 cents a credit: exact 0.5, 1.0, 1.5 and, back down, 0.5, −0.5 …
    const amounts = [5n, 5n, 5n, -10n, -10n];
    expect(walked(flat('0.1'), QUOTA, amounts, nothing, 'half-up').lines).toEqual([1n, 0n, 1n, -1n, -2n]);
    expect(walked(flat('0.1'), QUOTA, amounts, nothing).lines).toEqual([0n, 1n, 1n, -2n, 0n]);
  });
});

describe(`what is compiled equals the rules (seed ${SEED})`, () => {
  const Credits = fc.array(Amount, { maxLength: 14 });

  it('line for line, for any component, quota and credits', () => {
    const ways = { quick: 0, exact: 0 };
    fc.assert(
      fc.property(AnyComponent, Quota, Credits, (component, quotaMinor, amounts) => {
        const { isQuick, lines, rows, creditedMinor, amountMinor } = walked(component, quotaMinor, amounts);
        const rule = byRule(component, quotaMinor, amounts);
        expect({ lines, rows, amountMinor }).toEqual(rule);
        expect(creditedMinor).toBe(amounts.reduce((sum, amount) => sum + amount, 0n));
        ways[isQuick ? 'quick' : 'exact'] += 1;
      }),
      MANY,
    );
    expect(ways.quick, 'both ways are tried').toBeGreaterThan(100);
  });

  it('and a component without a curve is walked by its rule', () => {
    fc.assert(
      fc.property(AnyComponent, Quota, Credits, (component, quotaMinor, amounts) => {
        const earned = {
          earnedMinor: (creditedMinor: bigint) => earnedMinor(component, { creditedMinor, quotaMinor }),
          everyCredit: kindOf(component).paysPerCredit,
        };
        const { lines, rows, amountMinor } = along(earned, amounts, nothing);
        expect({ lines, rows, amountMinor }).toEqual(byRule(component, quotaMinor, amounts));
      }),
      RUNS,
    );
  });

  it('from any opening: to date as after a first credit of that size, in the period as the difference', () => {
    fc.assert(
      fc.property(AnyComponent, Quota, Amount, Credits, (component, quotaMinor, creditedMinor, amounts) => {
        const { everyCredit, ...all } = ruleOf(component, quotaMinor);
        const toDate = walked(component, quotaMinor, amounts, { creditedMinor, rounds: 'toDate' });
        const first = byRule(component, quotaMinor, [creditedMinor, ...amounts]);
        const skipped = first.rows.includes(0) ? 1 : 0;
        expect(toDate.lines).toEqual(first.lines.slice(skipped));
        const period = walked(component, quotaMinor, amounts, { creditedMinor, rounds: 'period' });
        const start = all.earned(creditedMinor);
        const totals = totalsFrom(creditedMinor, amounts).map((at) => minus(all.earned(at), start));
        const paid = differences(totals.map(roundHalfEven));
        expect(period.lines).toEqual(everyCredit ? paid : paid.filter((line) => line !== 0n));
      }),
      RUNS,
    );
  });

  it('in numbers as in bigints, up to where numbers are exact and beyond', () => {
    const Whole = fc.oneof(fc.bigInt(-9n, 9n), fc.bigInt(-(10n ** 12n), 10n ** 12n));
    const Den = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 10n ** 9n), fc.constant(20_000n));
    const Pieces = fc.array(fc.tuple(fc.bigInt(-(10n ** 9n), 10n ** 9n), Whole, Whole), { maxLength: 4 });
    const Rounds = fc.constantFrom('half-even' as const, 'half-up' as const);
    const Near = fc.array(fc.tuple(fc.boolean(), fc.bigInt(-3n, 3n)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(Den, Whole, Whole, Pieces, Rounds, Near, (den, slope, base, more, rounding, near) => {
        const later = more
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([from, slope, base]) => ({ from, slope, base }));
        const curve: Curve = { den, pieces: [{ from: null, slope, base }, ...later] };
        const quick = quickOf(curve);
        const reach = BigInt(quick?.pieces.at(-1) ?? 2 ** 50) - 1n;
        // Places at either end of what is exact, one step within and one without.
        const totals = near.map(([low, off]) => (low ? -reach : reach) + off);
        const amounts = differences(totals);
        const on = { curve, rounding, everyCredit: true };
        const opening = { creditedMinor: 0n, rounds: 'toDate' } as const;
        const exact = along({ ...on, quick: undefined }, amounts, opening);
        expect(along({ ...on, quick }, amounts, opening)).toEqual(exact);
      }),
      RUNS,
    );
  });

  it('where every other total lies at a tie', () => {
    fc.assert(
      fc.property(Rate, fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 20 }), (rate, steps) => {
        const amounts = steps.map((step) => BigInt(step) * 5n);
        expect(walked(flat(rate), QUOTA, amounts).lines).toEqual(byRule(flat(rate), QUOTA, amounts).lines);
      }),
      RUNS,
    );
  });

  it('rounds as money is rounded elsewhere, and halves away from zero where the plan says so', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 9n), (num, den) => {
        expect(roundedQuotient(num, den, 'half-even')).toBe(roundHalfEven({ num, den }));
        // Away from zero at a half: floor((2|n| + d) / 2d), with the sign put back.
        const magnitude = ((num < 0n ? -num : num) * 2n + den) / (2n * den);
        expect(roundedQuotient(num, den, 'half-up')).toBe(num < 0n ? -magnitude : magnitude);
      }),
      RUNS,
    );
  });
});

function ruleOf(component: Component, quotaMinor: bigint) {
  const kind = kindOf(component);
  return {
    earned: (creditedMinor: bigint) => kind.earned(component, { creditedMinor, quotaMinor }),
    everyCredit: kind.paysPerCredit,
  };
}

function byRule(component: Component, quotaMinor: bigint, amounts: readonly bigint[]) {
  const { everyCredit } = ruleOf(component, quotaMinor);
  const earned = totalsFrom(0n, amounts).map((creditedMinor) =>
    earnedMinor(component, { creditedMinor, quotaMinor }),
  );
  const all = differences(earned);
  const rows = [...all.keys()].filter((n) => everyCredit || all[n] !== 0n);
  return { lines: rows.map((n) => all[n]), rows, amountMinor: earned.at(-1) ?? 0n };
}

function totalsFrom(start: bigint, amounts: readonly bigint[]): bigint[] {
  let total = start;
  return amounts.map((amount) => (total += amount));
}

function differences(totals: readonly bigint[]): bigint[] {
  return totals.map((total, n) => total - (totals[n - 1] ?? 0n));
}
