/** Golden cases of thresholds and caps: first the threshold, then the rate, then the cap. */
import { describe, expect, it } from 'vitest';
import { earnings } from '../../functions/plans/earnings.ts';
import { BOOKINGS } from '../../functions/plans/measure.ts';
import { amounts, asked, cents, credits, earn, flat, having, paying, QUOTA, RETROACTIVE, T } from './kit.ts';

const paid = (component: ReturnType<typeof flat>, credited: string, quota = QUOTA) =>
  earn([component], credits(credited), quota).totalMinor;

describe('10 % with a threshold of 50 % of 200,000', () => {
  const component = flat('0.10', { threshold: '0.5' });

  it.each([
    ['90,000 is 45 %: nothing. Wrong: 9,000', '90000', '0'],
    ['a cent below pays nothing. Wrong: 10,000.00, from an attainment rounded to 50 %', '99999.99', '0'],
    [
      '100,000 × 10 % from the first unit. Wrong: 0, paid only above; 0, reached only above',
      '100000',
      '10000',
    ],
    ['more reversed than credited is below it: nothing is owed. Wrong: −1,000', '-10000', '0'],
  ])('%s', (_, credited, pays) => {
    expect(paid(component, credited)).toBe(cents(pays));
  });

  it('pays all in the line that reaches it, and takes all back in the one that falls below', () => {
    // 60k: 0; 120k: 12,000, a line of 12,000; 90k: 0, a line of −12,000.
    // Wrong: 6,000 (this credit alone), 2,000 (what lies above the threshold); −3,000 (the reversal alone).
    const earned = earn([component], credits('60000', '60000', '-30000'));
    expect(amounts(earned)).toEqual([0n, cents('12000'), cents('-12000')]);
  });

  it('compares exactly where the level is no whole number of cents', () => {
    // 33.3 % of 100.01 is 33.30333: 33.30 is below and pays 0; 33.31 × 10 % = 3.331 → 3.33.
    const third = flat('0.10', { threshold: '0.333' });
    expect(paid(third, '33.30', cents('100.01'))).toBe(0n);
    expect(paid(third, '33.31', cents('100.01'))).toBe(cents('3.33'));
  });

  it('needs a quota, which a flat rate without threshold does not', () => {
    expect(earnings(asked({ components: [component] }))).toMatchObject({ hold: { code: 'quota.missing' } });
  });

  it('holds a payee whose measure is called as something that every object has', () => {
    const odd = having(component, { measure: 'constructor' });
    expect(
      earnings(asked({ components: [odd], measures: [{ ...BOOKINGS, id: 'constructor' }] })),
    ).toMatchObject({ hold: { code: 'quota.missing' } });
  });
});

describe('a rate table with a threshold of 50 %', () => {
  it('pays nothing below it, and above it as if there were none', () => {
    // Marginal 230k: 200,000 × 10 % + 30,000 × 15 % = 24,500. Wrong: 14,500, only above 100,000.
    const table = having(T, { threshold: '0.5' });
    expect([paid(table, '99999.99'), paid(table, '230000')]).toEqual([0n, cents('24500')]);
  });
});

describe('a cap', () => {
  const slowed = having(T, {
    bands: [
      { from: '0', to: '1', rate: '0.10' },
      { from: '1', to: '1.25', rate: '0.15' },
      { from: '1.25', to: '2', rate: '0.20' },
      { from: '2', to: null, rate: '0.08' },
    ],
  });
  const capped = having(slowed, { capMinor: cents('40000').toString() });

  it('A74 of 40,000 cuts 25,500 of 65,500', () => {
    // 200,000 × 10 % + 50,000 × 15 % + 150,000 × 20 % + 100,000 × 8 % = 20,000 + 7,500 + 30,000 + 8,000
    // = 65,500. Wrong for the cap: 65,500 (none), 25,500 (what is cut), 80,000 (both added).
    expect(paid(slowed, '500000')).toBe(cents('65500'));
    expect(paid(capped, '500000')).toBe(cents('40000'));
  });

  it('cuts the line that reaches it, pays nothing beyond, and gives room to a reversal first', () => {
    // 400k: 57,500 → 40,000; 500k: 65,500 → 40,000; 390k: 55,500 → 40,000; 200k: 20,000.
    // Lines 40,000, 0, 0, −20,000. Wrong: −10,000 in the third (room is made by the uncut total),
    // −35,500 in the last (less all that was earned, cut or not).
    const earned = earn([capped], credits('400000', '100000', '-110000', '-190000'));
    expect(amounts(earned)).toEqual([cents('40000'), 0n, 0n, cents('-20000')]);
  });

  it('never raises what is owed', () => {
    // −10,000 × 10 % = −1,000, and min(−1,000, 40,000) is −1,000. Wrong: 0 or 40,000.
    expect(paid(capped, '-10000')).toBe(cents('-1000'));
  });

  it('is applied after threshold and rate', () => {
    // Retroactive 270k × 20 % = 54,000 → 50,000; 99,999.99 is below 50 % → 0. Wrong: 10,000 (the cap
    // held against what each band pays), 50,000 at once (a cap that is paid).
    const both = having(RETROACTIVE, { threshold: '0.5', capMinor: cents('50000').toString() });
    expect([paid(both, '270000'), paid(both, '99999.99')]).toEqual([cents('50000'), 0n]);
  });

  it('needs no quota on a flat rate', () => {
    // 50,000 × 10 % = 5,000 → 4,000.
    const flatCapped = flat('0.10', { capMinor: cents('4000').toString() });
    const direct = credits('50000');
    expect(paying({ components: [flatCapped], credits: { direct, rollUp: [] } })).toMatchObject({
      totalMinor: cents('4000'),
    });
  });
});
