/** Golden cases of retroactive rate tables, and of tables whose rates are multiplied. */
import { describe, expect, it } from 'vitest';
import { earnedMinor } from '../../functions/plans/components/index.ts';
import { amounts, cents, credits, earn, having, QUOTA, RETROACTIVE, T } from './kit.ts';

describe('a rate table, retroactive, on a quota of 200,000', () => {
  it.each([
    {
      case: 'A74 270k on 200k pays 54,000',
      math: '270,000 × 20 %',
      wrong: '31,500 is the marginal answer; 40,500 is the rate of the band before',
      credited: '270000',
      pays: '54000',
    },
    {
      case: 'A74 230k on 200k pays 34,500',
      math: '230,000 × 15 %',
      wrong: '24,500 is the marginal answer; 46,000 is the highest rate there is',
      credited: '230000',
      pays: '34500',
    },
    {
      case: 'a cent below quota the first band holds',
      math: '199,999.99 × 10 % = 19,999.999 → 20,000.00',
      wrong: '30,000.00 takes an attainment rounded to 100 %; 19,999.99 cuts off',
      credited: '199999.99',
      pays: '20000',
    },
    {
      case: 'at exactly the quota the next band holds: one cent is worth 10,000',
      math: '200,000 × 15 %',
      wrong: '20,000 lets a band include its end',
      credited: '200000',
      pays: '30000',
    },
    {
      case: 'at exactly 125 % the last band holds',
      math: '250,000 × 20 %',
      wrong: '37,500 lets a band include its end',
      credited: '250000',
      pays: '50000',
    },
    { case: 'nothing pays nothing', math: '0 × 10 %', wrong: 'a line', credited: '0', pays: '0' },
    {
      case: 'more reversed than credited is owed at the first rate',
      math: '−10,000 × 10 %',
      wrong: '0 forgives it; −2,000 takes the last rate',
      credited: '-10000',
      pays: '-1000',
    },
  ])('$case', ({ credited, pays }) => {
    expect(earnedMinor(RETROACTIVE, { creditedMinor: cents(credited), quotaMinor: QUOTA })).toBe(cents(pays));
  });

  it('A74 the line that crosses an edge carries the catch-up, and the one that falls back returns it', () => {
    // 190k → 19,000; 230k × 15 % = 34,500, a line of 15,500; back at 190k a line of −15,500.
    // Wrong: 6,000 (this credit alone at 15 %), 5,500 (marginal); −6,000 (at the rate that it was paid).
    const earned = earn([RETROACTIVE], credits('190000', '40000', '-40000'));
    expect(amounts(earned)).toEqual([cents('19000'), cents('15500'), cents('-15500')]);
    expect(earned.totalMinor).toBe(cents('19000'));
  });

  it('a deal that was reversed pays as if it had never been', () => {
    // 270k × 20 % = 54,000, less 190k: 80k × 10 % = 8,000. Wrong: 54,000 − 190,000 × 10 % = 35,000.
    expect(earn([RETROACTIVE], credits('190000', '80000', '-190000')).totalMinor).toBe(cents('8000'));
  });
});

describe('a rate table with a factor, 2 % times 1, 1.5 from 100 % and 2 from 125 % of 100,000', () => {
  const bands = [
    { from: '0', to: '1', rate: '1' },
    { from: '1', to: '1.25', rate: '1.5' },
    { from: '1.25', to: null, rate: '2' },
  ];
  const marginal = having(T, { bands, times: '0.02' });
  const retroactive = having(RETROACTIVE, { bands, times: '0.02' });
  const quotaMinor = cents('100000');

  it('A74 pays 2,950.00 on 130,000 where it is marginal', () => {
    // 100,000 × 2 % + 25,000 × 3 % + 5,000 × 4 % = 2,000 + 750 + 200 = 2,950.
    // Wrong: 147,500 (no factor), 5,200 (retroactive), 2,600 (no bands), 3,900 (all at 3 %).
    expect(earnedMinor(marginal, { creditedMinor: cents('130000'), quotaMinor })).toBe(cents('2950'));
  });

  it('A74 pays 5,200.00 on 130,000 where it is retroactive', () => {
    // 130,000 × 2 × 2 % = 5,200. Wrong: 2,950 (marginal), 3,900 (the band before), 2,600 (no bands).
    expect(earnedMinor(retroactive, { creditedMinor: cents('130000'), quotaMinor })).toBe(cents('5200'));
  });

  it('multiplies exactly: nothing is rounded in between', () => {
    // 12.5 % × 1.2345 % = 0.00154312500; of 100,000.00 that is 154.3125 → half-even 154.31.
    // Wrong: 150.00 (the product rounded to 0.15 %), 154.32 (rounded up).
    const fine = having(T, { bands: [{ from: '0', to: null, rate: '0.125' }], times: '0.012345' });
    expect(earnedMinor(fine, { creditedMinor: cents('100000'), quotaMinor })).toBe(cents('154.31'));
  });
});
