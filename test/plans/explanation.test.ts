/** Explanations in words: what a seller reads under a line. */
import { describe, expect, it } from 'vitest';
import { type Component, explainLine } from '../../functions/plans/components/index.ts';
import { amount, percent } from '../../functions/plans/words.ts';
import { bonusAt, CURRENCY, cents, flat, QUOTA, T } from './kit.ts';

function explained(component: Component, before: string, after: string) {
  const at = (text: string) => ({ creditedMinor: cents(text), quotaMinor: QUOTA });
  return explainLine(component, at(before), at(after), CURRENCY).map((step) => [step.text, step.amountMinor]);
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
