/** Golden cases of what plans pay, each with its arithmetic and the wrong answers a bug would give. */
import { describe, expect, it } from 'vitest';
import { earnedMinor } from '../../functions/plans/components/index.ts';
import { earnings } from '../../functions/plans/earnings.ts';
import { decimal, fraction, times, toDecimal } from '../../shared/kernel/rational.ts';
import { BOOKINGS, type Measure } from '../../functions/plans/measure.ts';
import { amounts, bonusAt, cents, credit, credits, earn, flat, QUOTA, T, asked, paying } from './kit.ts';

describe('a rate table, marginal, on a quota of 200,000', () => {
  it.each([
    {
      case: 'A74 270k on 200k pays 31,500',
      math: '200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 % = 20,000 + 7,500 + 4,000',
      wrong: '54,000 pays all at the highest rate reached; 27,000 never leaves the first band',
      credited: '270000',
      pays: '31500',
    },
    {
      case: 'A73 a base rate of 80k over 800k is 10 %, and 200k at it pays a quarter of the target, 20,000',
      math: '80,000 ÷ 800,000 = 0.1; 200,000 × 0.1 = 20,000 = 80,000 ÷ 4',
      wrong: '30,000 pays all at 15 % since 100 % is reached',
      credited: '200000',
      pays: '20000',
    },
    {
      case: 'a cent below quota rounds half-even to 20,000.00',
      math: '199,999.99 × 10 % = 19,999.999 → 20,000.00',
      wrong: '19,999.99 cuts off instead of rounding',
      credited: '199999.99',
      pays: '20000',
    },
    {
      case: 'a cent above quota is no cliff',
      math: '20,000 + 0.01 × 15 % = 20,000.0015 → 20,000.00',
      wrong: '30,000.00 is the retroactive answer; 20,000.01 rounds each band up',
      credited: '200000.01',
      pays: '20000',
    },
    {
      case: 'nothing credited pays nothing',
      math: '0 × 10 % = 0',
      wrong: 'a division by what is credited',
      credited: '0',
      pays: '0',
    },
    {
      case: 'more reversed than credited walks down the first band',
      math: '−10,000 × 10 % = −1,000',
      wrong: '0 forgives what was reversed; −2,000 takes it back at the last rate',
      credited: '-10000',
      pays: '-1000',
    },
  ])('$case', ({ credited, pays }) => {
    expect(earnedMinor(T, { creditedMinor: cents(credited), quotaMinor: QUOTA })).toBe(cents(pays));
  });

  it('shows a blended rate of 0.1167 for 270k', () => {
    // 31,500 ÷ 270,000 = 0.116666…, to four decimals 0.1167.
    expect(toDecimal(fraction(cents('31500'), cents('270000')), 4)).toBe('0.1167');
    // A73: 80,000 ÷ 800,000 is exactly a tenth: ten of it are one.
    expect(times(fraction(80_000n, 800_000n), decimal('10'))).toEqual(fraction(1n));
  });

  it('A77 a deal of 40k at 190k would earn 5,500', () => {
    // 10,000 up to quota × 10 % = 1,000; 30,000 above × 15 % = 4,500; together 5,500.
    // Wrong: 4,000 (all at 10 %), 6,000 (all at 15 %), 24,500 (the whole total).
    const earned = earn([T], credits('190000', '40000'));
    expect(amounts(earned)).toEqual([cents('19000'), cents('5500')]);
  });

  it('a reversal walks down the curve that the credit climbed', () => {
    // 190k → 19,000; +40k → 24,500; −40k → 19,000: lines 19,000, 5,500, −5,500.
    // Wrong: −6,000 (at the rate reached), −4,000 (at the first rate).
    const earned = earn([T], credits('190000', '40000', '-40000'));
    expect(amounts(earned)).toEqual([cents('19000'), cents('5500'), cents('-5500')]);
    expect(earned.totalMinor).toBe(cents('19000'));
  });

  it('a deal reversed after another one leaves what the other alone would have earned', () => {
    // 230k → 24,500; +40k → 270k: 31,500; then the first 190k is reversed: 80k × 10 % = 8,000.
    // Lines 19,000, 5,500, 7,000, −23,500. Wrong: −19,000, the line that was paid for it.
    const earned = earn([T], credits('190000', '40000', '40000', '-190000'));
    expect(amounts(earned)).toEqual([cents('19000'), cents('5500'), cents('7000'), cents('-23500')]);
    expect(earned.totalMinor).toBe(cents('8000'));
  });

  it('band edges that fall between cents are kept exact', () => {
    // Quota 100.01, edge at 100 %: 100.01 × 10 % = 10.001; 49.99 × 15 % = 7.4985 of which the band to
    // 125.0125 takes 25.0025 × 15 % = 3.750375 and 24.9875 × 20 % = 4.9975. Sum 18.748875 → 18.75.
    const standing = { creditedMinor: cents('150'), quotaMinor: cents('100.01') };
    expect(earnedMinor(T, standing)).toBe(cents('18.75'));
  });
});

describe('a flat rate', () => {
  it('A74 pays 10 % of 50,000: 5,000', () => {
    // 50,000 × 0.10 = 5,000. Wrong: 500,000 (ten times), 500 (percent twice).
    expect(earn([flat('0.10')], credits('50000')).totalMinor).toBe(cents('5000'));
  });

  it('needs no quota', () => {
    const earned = paying({
      components: [flat('0.10')],
      credits: { direct: credits('50000'), rollUp: [] },
    });
    expect(earned).toMatchObject({ totalMinor: cents('5000'), components: [{ component: 'flat' }] });
  });

  it('makes and loses no cent by cutting a period into lines', () => {
    // 2.5 % of three times 0.60: running 0.015, 0.030, 0.045 → half-even 0.02, 0.03, 0.04.
    // Lines 0.02, 0.01, 0.01, together 0.04. Wrong: three times 0.02 = 0.06, rounding line by line;
    // 0.05, rounding half up.
    const earned = earn([flat('0.025')], credits('0.60', '0.60', '0.60'));
    expect(amounts(earned)).toEqual([2n, 1n, 1n]);
    expect(earned.totalMinor).toBe(4n);
  });

  it('takes whose deals it says: own, those of the people below, or both', () => {
    // 1 % of 30,000 own and 20,000 below: 300, 200, 500. Wrong: 100,000 credited twice.
    const paid = (credited: Measure['credits']) =>
      paying({
        components: [flat('0.01')],
        measures: [{ ...BOOKINGS, credits: credited }],
        credits: { direct: credits('30000'), rollUp: [credit(7, cents('20000'))] },
      }).totalMinor;
    expect((['direct', 'rollUp', 'both'] as const).map(paid)).toEqual([
      cents('300'),
      cents('200'),
      cents('500'),
    ]);
  });
});

describe('an attainment bonus of 5,000 at 100 % of 200,000', () => {
  it('is paid once, on the credit that reaches the level', () => {
    // 150k: no; 200k: 5,000; 260k: still the same 5,000. One line. Wrong: 10,000, paid again at 260k.
    const earned = earn([bonusAt('1')], credits('150000', '50000', '60000'));
    expect(earned.lines).toHaveLength(1);
    expect(earned.lines[0]).toMatchObject({
      deal: credit(1, 0n).deal,
      amountMinor: cents('5000'),
      before: { creditedMinor: cents('150000') },
      after: { creditedMinor: cents('200000') },
    });
    expect(earned.components[0]?.creditedMinor).toBe(cents('260000'));
  });

  it('is not paid a cent below it', () => {
    // 199,999.99 < 200,000. Wrong: 5,000, from an attainment rounded to 100.0 %.
    expect(earn([bonusAt('1')], credits('199999.99')).totalMinor).toBe(0n);
  });

  it('is taken back by a reversal below the level, and paid again above it', () => {
    // 200k: +5,000; −1: −5,000; +1: +5,000. Total 5,000.
    const earned = earn([bonusAt('1')], credits('200000', '-1', '1'));
    expect(amounts(earned)).toEqual([cents('5000'), cents('-5000'), cents('5000')]);
  });

  it('compares exactly where the level is no whole number of cents', () => {
    // 33.3 % of 100.01 is 33.30333: 33.30 is below, 33.31 above. Wrong: 33.30 reaches a rounded edge.
    const at = (credited: string) => earn([bonusAt('0.333')], credits(credited), cents('100.01')).totalMinor;
    expect(at('33.30')).toBe(0n);
    expect(at('33.31')).toBe(cents('5000'));
  });
});

describe('a payee', () => {
  it('is held where a component needs a quota that is missing', () => {
    const earned = earnings(asked({ components: [flat('0.1'), T] }));
    expect(earned).toEqual({
      hold: {
        code: 'quota.missing',
        message: "'Table T' is paid on attainment, and there is no bookings quota.",
      },
    });
  });

  it('earns the sum of the components: 270k pays 31,500 and a bonus of 5,000', () => {
    // 31,500 + 5,000 = 36,500.
    const earned = earn([T, bonusAt('1')], credits('270000'));
    expect(earned.totalMinor).toBe(cents('36500'));
    expect(earned.components.map(({ amountMinor }) => amountMinor)).toEqual([cents('31500'), cents('5000')]);
  });
});
