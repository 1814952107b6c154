/** The corners of what components pay: at which points the chart of a payee turns and jumps. */
import { describe, expect, it } from 'vitest';
import { Component, type Standing } from '../../functions/plans/components/index.ts';
import { round } from '../../functions/plans/components/rounding.ts';
import { cornersOf } from '../../functions/plans/corners.ts';
import { inputsOf } from '../../functions/runs/cases/company.ts';
import { personIdOf } from '../../functions/runs/cases/said.ts';
import { soldIn } from '../../functions/runs/cases/sold.ts';
import { payoutCurves } from '../../functions/runs/payout-curve.ts';
import { readCase } from '../../infra/cli/plan/folder.ts';
import { decimalFromMinor } from '../../shared/kernel/money.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { bonusAt, cents, CURRENCY, flat, having, QUOTA, RETROACTIVE, T } from '../plans/kit.ts';

const at = (credited: string, more: Partial<Standing> = {}): Standing => ({
  creditedMinor: cents(credited),
  quotaMinor: QUOTA,
  currency: CURRENCY,
  ...more,
});
const euros = (minor: bigint) => decimalFromMinor(minor, CURRENCY).replace(/\.00$/, '');

/** 'credited: earned' of each corner. */
function points(component: Component, standing: Standing): string | string[] {
  const corners = cornersOf(component, standing);
  if (typeof corners === 'string') return corners;
  return corners.map(
    ({ creditedMinor, exact }) => `${euros(creditedMinor)}: ${euros(round(exact, 'half-even'))}`,
  );
}

describe('the corners of a curve', () => {
  it('are the edges of marginal bands, where the payee stands, and an end beyond', () => {
    // 200,000 × 10 % = 20,000; + 30,000 × 15 % = 24,500; + 20,000 more = 27,500; to 312,500: + 62,500 × 20 % = 40,000.
    expect(points(T, at('230000'))).toEqual([
      '0: 0',
      '200000: 20000',
      '230000: 24500',
      '250000: 27500',
      '312500: 40000',
    ]);
  });

  it('are both sides of a jump, a cent apart', () => {
    // 199,999.99 × 10 % = 19,999.999; 200,000 × 15 %; 249,999.99 × 15 % = 37,499.9985; 250,000 × 20 %.
    expect(points(RETROACTIVE, at('0'))).toEqual([
      '0: 0',
      '199999.99: 20000',
      '200000: 30000',
      '249999.99: 37500',
      '250000: 50000',
      '312500: 62500',
    ]);
    // Standing at 0: the end is 150 % of the quota, which is beyond 5/4 of the edge.
    expect(points(bonusAt('1'), at('0'))).toEqual(['0: 0', '199999.99: 0', '200000: 5000', '300000: 5000']);
  });

  it('are both sides of a threshold, and where a cap is reached', () => {
    // 99,999.99 is below half of the quota; 100,000 × 10 %. 5,000 more of 20,000 is at 233,333.33 × …: 20,000 + 15 % of
    // 33,333.33 = 24,999.9995, and a cent further 25,000.001, of which 25,000 are paid.
    expect(points(having(T, { threshold: '0.5', capMinor: '2500000' }), at('0'))).toEqual([
      '0: 0',
      '99999.99: 0',
      '100000: 10000',
      '200000: 20000',
      '233333.33: 25000',
      '233333.34: 25000',
      '300000: 25000',
    ]);
  });

  it('are found where a cap lies far beyond all edges, and where a floor ends', () => {
    // 1 % of 2,500,000 = 25,000 and 1 % of 100,000 = 1,000; a quarter beyond 2,500,000 is 3,125,000.
    const bounded = flat('0.01', { capMinor: '2500000', floorMinor: '100000' });
    expect(points(bounded, at('0', { quotaMinor: undefined }))).toEqual([
      '0: 1000',
      '100000: 1000',
      '2500000: 25000',
      '3125000: 25000',
    ]);
    expect(points(flat('0.01', { floorMinor: '100000' }), at('0', { quotaMinor: undefined }))).toEqual([
      '0: 1000',
      '100000: 1000',
      '125000: 1250',
    ]);
  });

  it('follow its own attainment through gate and multiplier, while other figures stay as they are', () => {
    const gated = flat('0.1', {
      gate: { open: [{ by: { attainment: 'bookings' }, atLeast: '0.5' }] },
      multiplier: { by: { result: 'nps' }, bands: [{ from: '0', to: null, times: '2' }] },
    });
    // Twice 10 % of everything from 100,000 on; below, nothing.
    expect(points(gated, at('0', { results: { nps: '1' } }))).toEqual([
      '0: 0',
      '99999.99: 0',
      '100000: 20000',
      '300000: 60000',
    ]);
  });

  it('turn where one measure over another comes to a value', () => {
    const others = { others: { revenue: { creditedMinor: cents('40000'), quotaMinor: undefined } } };
    const by = { ratio: 'bookings', to: 'revenue' };
    const bands = [
      { from: '0', to: '0.5', times: '1' },
      { from: '0.5', to: null, times: '2' },
    ];
    // Half of 40,000 is 20,000: 10 % below it, 20 % from there on.
    const component = flat('0.1', { multiplier: { by, bands } });
    expect(points(component, at('0', { ...others, quotaMinor: undefined }))).toEqual([
      '0: 0',
      '19999.99: 2000',
      '20000: 4000',
      '25000: 5000',
    ]);
  });

  it('begin where the payee stands, where more was reversed than credited', () => {
    expect(points(flat('0.1'), at('-100', { quotaMinor: undefined }))).toEqual(['-100: -10', '10000: 1000']);
  });

  it('are none, with the reason, where no single measure decides', () => {
    const formula = { kind: 'formula', formula: 'money(1)', inputs: {} };
    const target = { targetMinor: '100', rows: { by: { result: 'a' }, from: ['0'] } };
    const matrix = {
      kind: 'matrix',
      ...target,
      columns: { by: { result: 'b' }, from: ['0'] },
      pays: [['1']],
    };
    const spiff = { kind: 'spiff', amountMinor: '1', from: '2026-01-01', to: '2026-02-01' };
    const named = (kind: object) => Component.parse({ id: 'c', name: 'C', ...kind });
    expect(
      [formula, matrix, spiff, { kind: 'team-pool', rate: '0.1' }].map((kind) =>
        points(named(kind), at('0')),
      ),
    ).toEqual([
      'A formula decides what it pays, by all of its inputs together.',
      'Two figures together decide what it pays.',
      'A contest pays each deal by itself, on its days and while its budget lasts.',
      'What the whole team sells makes the pool, and who was in it on the day of each deal.',
    ]);
    expect(points(having(T, { per: 'deal' }), at('0'))).toBe(
      'Each deal is paid by itself, whatever was credited before it.',
    );
  });
});

describe('the curves of a payee', () => {
  const curvesOf = (file: string, period: string, who = 'Ana') => {
    const { golden } = readCase(`test/golden/pay/${file}.yaml`);
    return payoutCurves(inputsOf(golden)(PeriodId.parse(period)), soldIn(golden), personIdOf(who));
  };

  it('A77 say where they stand, by the same arithmetic that pays', () => {
    const [curve] = curvesOf('estimate', '2026-q1').components;
    const now = { creditedMinor: cents('190000'), attainment: '0.95', earnedMinor: cents('19000') };
    expect(curve).toMatchObject({ kind: 'rate-table', counts: 'amount', quotaMinor: QUOTA, now });
    expect(curve?.points).toContainEqual(now);
    expect(curve?.points.map(({ attainment }) => attainment)).toEqual(['0', '0.95', '1', '1.25', '1.5625']);
  });

  it('say why nobody can say', () => {
    expect(curvesOf('no-quota', '2026-q1')).toMatchObject({
      components: [],
      hold: { code: 'quota.missing' },
    });
  });
});
