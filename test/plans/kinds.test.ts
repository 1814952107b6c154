/** Golden cases of the kinds of components, each derived by hand, with what a plausible bug would pay. */
import { describe, expect, it } from 'vitest';
import { Component, explainLine } from '../../functions/plans/components/index.ts';
import { Measure } from '../../functions/plans/measure.ts';
import type { EarningsInput } from '../../functions/plans/earnings.ts';
import { cents, credit, CURRENCY, flat, having, paying, QUOTA, T } from './kit.ts';

const digits = (text: string) => cents(text).toString();
const target = (text: string) => ({ targetMinor: digits(text) });
const of = (id: string, kind: string, more: object) => Component.parse({ id, name: id, kind, ...more });

/** What is paid, after making sure that each line is explained to the cent. */
function paid(component: Component, more: Partial<EarningsInput> = {}): bigint {
  const earned = paying({
    components: [component],
    quotas: { bookings: QUOTA },
    currency: CURRENCY,
    ...more,
  });
  for (const line of earned.lines) {
    const steps = explainLine(component, line, CURRENCY);
    expect(steps.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(line.amountMinor);
  }
  return earned.totalMinor;
}

const sold = (...amounts: string[]) => ({
  credits: { direct: amounts.map((text, n) => credit(n, cents(text))), rollUp: [] },
});

describe('A74 a gate', () => {
  const table = having(T, {
    bands: [
      { from: '0', to: '1', rate: '0.02' },
      { from: '1', to: null, rate: '0.04' },
    ],
    measure: 'a',
    gate: {
      open: ['a', 'b', 'c'].map((by) => ({ by: { attainment: by }, atLeast: '0.95' })),
      otherwise: '0.02',
    },
  });
  const measures = ['a', 'b', 'c'].map((id) => Measure.parse({ id, where: { product: [id] } }));
  const quotas = { a: cents('100000'), b: cents('100000'), c: cents('100000') };
  const selling = (c: string) => ({
    measures,
    quotas,
    credits: {
      direct: [
        { ...credit(0, cents('110000')), about: { product: 'a' } },
        { ...credit(1, cents('95000')), about: { product: 'b' } },
        { ...credit(2, cents(c)), about: { product: 'c' } },
      ],
      rollUp: [],
    },
  });

  it('that stays closed, product C being at 80 %, pays 110,000 × 2 % = 2,200', () => {
    // Wrong: 2,400 (gate ignored), 0 (nothing while closed, though the plan says 2 %).
    expect(paid(table, selling('80000'))).toBe(cents('2200'));
  });

  it('that opens pays 100,000 × 2 % + 10,000 × 4 % = 2,400', () => {
    // Wrong: 4,400 (4 % of everything), 2,200 (the gate looked at before product C came).
    expect(paid(table, selling('95000'))).toBe(cents('2400'));
  });
});

it('A74 a multiplier: (3,000,000 × 2 % + 1,000,000 × 3 %) × 115 % at a margin of 25 % = 103,500', () => {
  // 60,000 + 30,000 = 90,000, × 1.15. Wrong: 90,000 (not multiplied), 99,000 (110 %), 4,600,000 × 2 %.
  const measures = [Measure.parse({ id: 'bookings' }), Measure.parse({ id: 'margin', counts: 'margin' })];
  const table = having(T, {
    bands: [
      { from: '0', to: '1', rate: '0.02' },
      { from: '1', to: null, rate: '0.03' },
    ],
    multiplier: {
      by: { ratio: 'margin', to: 'bookings' },
      bands: [
        { from: '0', to: '0.2', times: '1' },
        { from: '0.2', to: '0.3', times: '1.15' },
        { from: '0.3', to: null, times: '1.3' },
      ],
    },
  });
  const direct = [{ ...credit(0, cents('4000000')), costMinor: cents('3000000') }];
  const more = { measures, credits: { direct, rollUp: [] }, quotas: { bookings: cents('3000000') } };
  expect(paid(table, more)).toBe(cents('103500'));
});

it('A74 a kicker of two points: 50,000 × (10 % + 2 %) = 6,000', () => {
  // Wrong: 5,000 (no kicker), 5,100 (2 % of the commission), 51,000 (200 %).
  const kicked = flat('0.10', {
    kickers: [{ name: 'Multi-year', where: { custom: { multiYear: [true] } }, rate: '0.02' }],
  });
  const direct = [{ ...credit(0, cents('50000')), about: { custom: { multiYear: true } } }];
  expect(paid(kicked, { credits: { direct, rollUp: [] } })).toBe(cents('6000'));
  expect(paid(kicked, sold('50000'))).toBe(cents('5000'));
});

it('A74 a matrix: revenue 105 %, retention 96 % → 110 % of 20,000 = 22,000', () => {
  const matrix = of('matrix', 'matrix', {
    ...target('20000'),
    rows: { by: { attainment: 'bookings' }, from: ['0', '1'] },
    columns: { by: { result: 'retention' }, from: ['0', '0.95'] },
    pays: [
      ['0.8', '0.9'],
      ['1', '1.1'],
    ],
  });
  // Wrong: 20,000 (one axis), 18,000 (rows and columns the other way), 21,000 (attainment times target).
  expect(paid(matrix, { ...sold('210000'), results: { retention: '0.96' } })).toBe(cents('22000'));
});

describe('A74 a lookup by product', () => {
  const lookup = of('lookup', 'lookup', {
    by: 'product',
    rates: { hardware: '0.06', software: '0.10' },
    otherwise: '0',
  });
  const deal = (n: number, amount: string, product?: string) => ({
    ...credit(n, cents(amount)),
    ...(product && { about: { product } }),
  });

  it('pays hardware 6 %, software 10 %, and nothing for what is neither', () => {
    // 20,000 × 6 % + 5,000 × 10 % = 1,200 + 500. Wrong: 2,500 (10 % of all), 1,500 (6 % of all).
    const direct = [deal(0, '20000', 'hardware'), deal(1, '5000', 'software'), deal(2, '9000')];
    expect(paid(lookup, { credits: { direct, rollUp: [] } })).toBe(cents('1700'));
  });
});

it('A75 an MBO bonus: 4,000 × (0.5 × 100 % + 0.3 × 80 % + 0.2 × 0 %) = 2,960', () => {
  const bonus = of('mbo', 'mbo-bonus', {
    ...target('4000'),
    objectives: [
      { result: 'first', name: 'First', weight: '0.5' },
      { result: 'second', name: 'Second', weight: '0.3' },
      { result: 'third', name: 'Third', weight: '0.2' },
    ],
  });
  // Wrong: 2,400 (the mean of the scores, 60 %), 3,200 (the best two), 4,000.
  expect(paid(bonus, { results: { first: '1', second: '0.8', third: '0' } })).toBe(cents('2960'));
});

describe('a table looked up by each deal', () => {
  const edges = ['0', '1000', '3000', '8000'].map(digits);
  const bands = (pays: (n: number) => object) => [
    ...edges.map((from, n) => ({ from, to: edges[n + 1] ?? digits('20000'), ...pays(n) })),
    { from: digits('20000'), to: null, rate: '0' },
  ];
  const deals = ['200', '300', '1500', '1200', '2000', '4500'];
  const table = (mode: string, pays: (n: number) => object) =>
    having(T, { mode, per: 'deal', edges: 'minor', bands: bands(pays) });

  it('A74 pays 2 + 3 + 20 + 14 + 30 + 95 = 164 at 1, 2, 3 and 5 %', () => {
    // 4,500: 10 + 40 + 45 = 95. Wrong: 233 (on the running total of 9,700), 194 (the top rate on each deal).
    const rated = table('marginal', (n) => ({ rate: ['0.01', '0.02', '0.03', '0.05'][n] }));
    expect(paid(rated, sold(...deals))).toBe(cents('164'));
  });

  it('A74 interpolates amounts of 10, 40, 100 and 2,000 to 2 + 3 + 20 + 14 + 30 + 80 = 149', () => {
    // 4,500: 10 + 40 + 100 × 1,500 ÷ 5,000 = 80. Wrong: 164 (rates), 150 (whole bands).
    const interpolated = table('interpolated', (n) => ({
      amountMinor: ['10', '40', '100', '2000'].map(digits)[n],
    }));
    expect(paid(interpolated, sold(...deals))).toBe(cents('149'));
  });

  it('pays back for a reversal what its deal paid', () => {
    const rated = table('marginal', (n) => ({ rate: ['0.01', '0.02', '0.03', '0.05'][n] }));
    expect(paid(rated, sold('4500', '-4500'))).toBe(0n);
  });
});

it('A75 a SPIFF: 500 for each of three demos within its dates = 1,500', () => {
  const spiff = of('spiff', 'spiff', { amountMinor: digits('500'), from: '2026-01-01', to: '2026-01-05' });
  // The fifth and sixth day are outside. Wrong: 2,000 and 2,500.
  expect(paid(spiff, sold('1', '1', '1'))).toBe(cents('1500'));
  expect(paid(spiff, sold('1', '1', '1', '1', '1', '1'))).toBe(cents('2000'));
});

describe('A74 a threshold that pays from the threshold on', () => {
  const from = (payFrom: string) => flat('0.10', { threshold: '0.5', payFrom });

  it('pays nothing at 90,000, and at 100,000 10,000 from zero or 0 from the threshold', () => {
    expect(paid(from('zero'), sold('90000'))).toBe(0n);
    expect(paid(from('zero'), sold('100000'))).toBe(cents('10000'));
    expect(paid(from('threshold'), sold('100000'))).toBe(0n);
    // 10,000 above it × 10 %. Wrong: 11,000, from the first unit.
    expect(paid(from('threshold'), sold('90000', '20000'))).toBe(cents('1000'));
  });
});

describe('a base commission rate', () => {
  it('A73 is 80,000 ÷ 800,000 = 10 %, from incentive or from on-target earnings and mix', () => {
    const quotaMinor = digits('800000');
    const incentive = flat({ incentiveMinor: digits('80000'), quotaMinor } as unknown as string);
    const ote = flat({ oteMinor: digits('160000'), variable: '0.5', quotaMinor } as unknown as string);
    expect([paid(incentive, sold('50000')), paid(ote, sold('50000'))]).toEqual([
      cents('5000'),
      cents('5000'),
    ]);
  });

  it('is never rounded: 10,000 ÷ 30,000 of 30,000 is 10,000', () => {
    // Wrong: 9,999.00 (33.33 %), 9,999.99 (0.333333).
    const rate = { incentiveMinor: digits('10000'), quotaMinor: digits('30000') } as unknown as string;
    expect(paid(flat(rate), sold('30000'))).toBe(cents('10000'));
  });
});

it('a payout curve: 5,000 at 85 % and 14,000 at 120 % of a target of 10,000', () => {
  const curve = of('curve', 'payout-curve', {
    ...target('10000'),
    points: [
      { at: '0.7', pays: '0' },
      { at: '1', pays: '1' },
      { at: '1.5', pays: '2' },
    ],
  });
  const quotas = { bookings: cents('100000') };
  // 15 ÷ 30 of 100 %; 100 % + 20 ÷ 50 of 100 %. Wrong: 8,500 and 12,000 (attainment times target).
  expect(paid(curve, { ...sold('85000'), quotas })).toBe(cents('5000'));
  expect(paid(curve, { ...sold('85000', '35000'), quotas })).toBe(cents('14000'));
  expect(paid(curve, { ...sold('69999.99'), quotas })).toBe(0n);
});

it('a target of half the days is half: 20,000 for 45 of 90 days and 24,000 for the others make 22,000', () => {
  const at = (amount: string) =>
    of('bonus', 'payout-curve', { ...target(amount), points: [{ at: '1', pays: '1' }], between: 'steps' });
  const participation = { num: 45n, den: 90n };
  const both = ['20000', '24000'].map((amount) => paid(at(amount), { ...sold('200000'), participation }));
  expect(both).toEqual([cents('10000'), cents('12000')]);
});

describe('a formula', () => {
  const formula = (text: string, inputs: object) => of('formula', 'formula', { formula: text, inputs });
  const inputs = { sales: { total: 'bookings' }, goal: { quota: 'bookings' }, nps: { result: 'nps' } };

  it('pays an amount over named inputs: (230,000 − 200,000) × 20 % + 500 × 0.4 = 6,200', () => {
    const component = formula('sales > goal ? (sales - goal) * 0.2 + money(500) * nps : money(0)', inputs);
    const more = { ...sold('230000'), results: { nps: '0.4' } };
    // Wrong: 46,200 (on everything), 6,000 (without the figure).
    expect(paid(component, more)).toBe(cents('6200'));
    expect(paid(component, { ...sold('200000'), results: { nps: '0.4' } })).toBe(0n);
  });

  it('that divides by nothing holds the payee', () => {
    const component = formula('sales / nps', { sales: inputs.sales, nps: inputs.nps });
    expect(() => paid(component, { ...sold('1'), results: { nps: '0' } })).toThrow('divi');
  });
});

it('a deal rate by margin: a mark-up of 50 % pays 25 % of a margin of 50 = 12.50', () => {
  const rate = of('margin', 'deal-rate', {
    by: 'margin / cost',
    bands: [
      { from: '0', to: '0.36', rate: '0.10' },
      { from: '0.36', to: '0.61', rate: '0.25' },
      { from: '0.61', to: null, rate: '0.40' },
    ],
  });
  const measures = [Measure.parse({ id: 'bookings', counts: 'margin' })];
  const direct = [{ ...credit(0, cents('150')), costMinor: cents('100') }];
  // Wrong: 5.00 (margin over price, 33.3 %), 37.50 (25 % of the price).
  expect(paid(rate, { measures, credits: { direct, rollUp: [] } })).toBe(cents('12.50'));
});
