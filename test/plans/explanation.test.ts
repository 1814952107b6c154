/** Explanations in words: what a seller reads under a line. */
import { describe, expect, it } from 'vitest';
import { type Component, explainLine } from '../../functions/plans/components/index.ts';
import { amount, percent } from '../../functions/plans/words.ts';
import { bonusAt, CURRENCY, cents, flat, having, QUOTA, RETROACTIVE, T } from './kit.ts';

function explained(component: Component, before: string, after: string) {
  const at = (text: string) => ({ creditedMinor: cents(text), quotaMinor: QUOTA });
  return explainLine(component, { before: at(before), after: at(after) }, CURRENCY).map((step) => [
    step.text,
    step.amountMinor,
  ]);
}

describe('a line is explained', () => {
  it('A85 band by band where a deal crosses the quota', () => {
    // 10,000 × 10 % = 1,000; 30,000 × 15 % = 4,500; together 5,500.
    expect(explained(T, '190000', '230000')).toEqual([
      [
        'Credited so far: 190,000.00 EUR, 95 % of 200,000.00 EUR; now 230,000.00 EUR, 115 % of 200,000.00 EUR',
        0n,
      ],
      ['10,000.00 EUR from 0 % to 100 % of the quota × 10 % = 1,000.00 EUR', cents('1000')],
      ['30,000.00 EUR from 100 % to 125 % of the quota × 15 % = 4,500.00 EUR', cents('4500')],
    ]);
  });

  it('from the top band down where a deal is reversed', () => {
    expect(explained(T, '230000', '190000').slice(1)).toEqual([
      ['-30,000.00 EUR from 100 % to 125 % of the quota × 15 % = -4,500.00 EUR', cents('-4500')],
      ['-10,000.00 EUR from 0 % to 100 % of the quota × 10 % = -1,000.00 EUR', cents('-1000')],
    ]);
  });

  it('with more decimals where the exact amount has them', () => {
    // 0.60 × 2.5 % = 0.015, of which the running total 0.015 rounds half-even to 0.02.
    expect(explained(flat('0.025'), '0', '0.60')[1]).toEqual(['0.60 EUR × 2.5 % = 0.015 EUR', 2n]);
  });

  it('by the level that a bonus is paid for', () => {
    expect(explained(bonusAt('1'), '190000', '230000')[1]).toEqual([
      '100 % of the quota is reached: 5,000.00 EUR',
      cents('5000'),
    ]);
    expect(explained(bonusAt('1'), '230000', '190000')[1]).toEqual([
      'attainment is below 100 % of the quota again: -5,000.00 EUR',
      cents('-5000'),
    ]);
  });
});

describe('a line is explained, retroactively', () => {
  const twice = {
    bands: [
      { from: '0', to: '1', rate: '1' },
      { from: '1', to: null, rate: '1.5' },
    ],
    times: '0.02',
  };

  it('with the catch-up in numbers where it crosses an edge', () => {
    // 40,000 × 15 % + 190,000 × (15 % − 10 %) = 6,000 + 9,500 = 15,500 = 34,500 − 19,000.
    expect(explained(RETROACTIVE, '190000', '230000').slice(1)).toEqual([
      ['Attainment is now in the range from 100 % to 125 % of the quota: 15 % of everything', 0n],
      ['40,000.00 EUR × 15 % = 6,000.00 EUR', cents('6000')],
      ['190,000.00 EUR credited before × (15 % − 10 %) = 9,500.00 EUR, the catch-up', cents('9500')],
    ]);
  });

  it('with what it takes back where it falls below one', () => {
    // −40,000 × 10 % + 230,000 × (10 % − 15 %) = −4,000 − 11,500 = −15,500.
    expect(explained(RETROACTIVE, '230000', '190000').slice(1)).toEqual([
      ['Attainment is now in the range from 0 % to 100 % of the quota: 10 % of everything', 0n],
      ['-40,000.00 EUR × 10 % = -4,000.00 EUR', cents('-4000')],
      ['230,000.00 EUR credited before × (10 % − 15 %) = -11,500.00 EUR, taken back', cents('-11500')],
    ]);
  });

  it('simply, where it stays in a band', () => {
    expect(explained(RETROACTIVE, '210000', '220000')[1]).toEqual([
      '10,000.00 EUR × 15 % = 1,500.00 EUR, the rate from 100 % to 125 % of the quota',
      cents('1500'),
    ]);
  });

  it('with the factor of the table beside each rate, in both modes', () => {
    // 40,000 × 150 % × 2 % = 1,200; 190,000 × 50 % × 2 % = 1,900. Marginal: 10,000 × 2 %, 30,000 × 3 %.
    expect(explained(having(RETROACTIVE, twice), '190000', '230000').slice(2)).toEqual([
      ['40,000.00 EUR × 150 % × 2 % = 1,200.00 EUR', cents('1200')],
      [
        '190,000.00 EUR credited before × (150 % × 2 % − 100 % × 2 %) = 1,900.00 EUR, the catch-up',
        cents('1900'),
      ],
    ]);
    expect(explained(having(T, twice), '190000', '230000').slice(1)).toEqual([
      ['10,000.00 EUR from 0 % to 100 % of the quota × 100 % × 2 % = 200.00 EUR', cents('200')],
      ['30,000.00 EUR from 100 % on of the quota × 150 % × 2 % = 900.00 EUR', cents('900')],
    ]);
  });
});

describe('a line is explained by its limits', () => {
  const THRESHOLD = 'The threshold of 50 % of the quota, 100,000.00 EUR,';
  const above = having(T, { threshold: '0.5' });

  it.each<[string, string, string, [string, bigint][]]>([
    ['below a threshold', '0', '60000', [[`${THRESHOLD} is not reached: nothing is paid`, 0n]]],
    [
      'where it reaches the threshold: all, from the first unit',
      '60000',
      '210000',
      [
        [`${THRESHOLD} is reached now: everything is paid, from the first unit`, 0n],
        ['200,000.00 EUR from 0 % to 100 % of the quota × 10 % = 20,000.00 EUR', cents('20000')],
        ['10,000.00 EUR from 100 % to 125 % of the quota × 15 % = 1,500.00 EUR', cents('1500')],
      ],
    ],
    [
      'above it',
      '120000',
      '130000',
      [
        [`${THRESHOLD} was reached before`, 0n],
        ['10,000.00 EUR from 0 % to 100 % of the quota × 10 % = 1,000.00 EUR', cents('1000')],
      ],
    ],
    [
      'where it falls below it again',
      '120000',
      '90000',
      [
        [`${THRESHOLD} is not reached any more: all that was paid is taken back`, 0n],
        ['-120,000.00 EUR from 0 % to 100 % of the quota × 10 % = -12,000.00 EUR', cents('-12000')],
      ],
    ],
  ])('%s', (_, before, after, steps) => {
    expect(explained(above, before, after).slice(1)).toEqual(steps);
  });

  const capped = flat('0.10', { capMinor: cents('10000').toString() });

  it.each<[string, string, string, [string, bigint]]>([
    // 130,000 × 10 % = 13,000, of which 3,000 are left out: 13,000 − 9,000 − 3,000 = 1,000.
    [
      'reached',
      '90000',
      '130000',
      ['The cap of 10,000.00 EUR leaves out 3,000.00 EUR of 13,000.00 EUR', cents('-3000')],
    ],
    // 15,000 less 5,000, of which 3,000 were left out before: 2,000 − 2,000 = 0.
    [
      'reached before',
      '130000',
      '150000',
      [
        'The cap of 10,000.00 EUR leaves out 5,000.00 EUR of 15,000.00 EUR, ' +
          '3,000.00 EUR of which it left out before',
        cents('-2000'),
      ],
    ],
    // −40,000 × 10 % = −4,000, and the 3,000 that had been left out: −1,000.
    [
      'not reached any more',
      '130000',
      '90000',
      [
        'The cap of 10,000.00 EUR is not reached any more: 3,000.00 EUR that it left out are paid',
        cents('3000'),
      ],
    ],
  ])('a cap that is %s', (_, before, after, step) => {
    expect(explained(capped, before, after).at(-1)).toEqual(step);
  });

  it('a cap that is far away is not spoken of', () => {
    expect(explained(capped, '0', '1000')).toHaveLength(2);
  });
});

describe('words', () => {
  it.each([
    ['0.1', '10 %'],
    ['0.075', '7.5 %'],
    ['1.250', '125 %'],
    ['0', '0 %'],
    ['0.000000000001', '0.0000000001 %'],
    ['12345', '1,234,500 %'],
  ])('rate %s is %s', (rate, words) => {
    expect(percent(rate)).toBe(words);
  });

  it('amounts have the decimals of their currency', () => {
    expect(amount(123_456_789n, 'EUR')).toBe('1,234,567.89 EUR');
    expect(amount(-5n, 'EUR')).toBe('-0.05 EUR');
    expect(amount(1_234n, 'JPY')).toBe('1,234 JPY');
    expect(amount({ num: 1n, den: 3n }, 'EUR')).toBe('0.003333 EUR');
  });
});
