/** Which customers stayed, which are new, and which came back. */
import { describe, expect, it } from 'vitest';
import { customers } from '../../functions/analytics/customers.ts';
import { firstDealsOf, firstPurchases, purchasesOf } from '../../functions/analytics/purchases.ts';
import type { Sale } from '../../functions/deals/sale.ts';
import { day } from '../people/kit.ts';
import { deal, PEOPLE, sale } from './kit.ts';

const { Dan } = PEOPLE;
/** The year 2026, of accounts that bought within 365 days. */
const ASKED = { from: day('2026-01-01'), to: day('2027-01-01'), activeDays: 365, currency: 'EUR' };
const ask = (sales: readonly Sale[], more: object = {}) =>
  customers(purchasesOf(sales), firstDealsOf(sales, ASKED.to), { ...ASKED, ...more });
const buys = (account: string, ...days: string[]) =>
  days.map((on, n) => sale(`${account} ${n}`, Dan, on, 10, { account }));
const each = (count: number, name: string, ...days: string[]) =>
  Array.from({ length: count }, (_, n) => buys(`${name} ${n}`, ...days)).flat();

describe('customer retention', () => {
  it('A43 is (end − new) ÷ start: 200, 206 at the end, 20 of them new, are 93 %', () => {
    // 186 buy in both years, 14 of 2025 do not buy again, 20 are new. 206 ÷ 200 would be 103 %.
    const sales = [
      ...each(186, 'kept', '2025-06-01', '2026-06-01'),
      ...each(14, 'lost', '2025-06-01'),
      ...each(20, 'new', '2026-03-01', '2026-04-01'),
    ];
    expect(ask(sales)).toMatchObject({
      start: 200,
      end: 206,
      new: 20,
      newActive: 20,
      retained: 186,
      lost: 14,
      returned: 0,
      retention: '0.930000',
      newLogosMinor: 20_000n,
      withoutAccount: 0,
    });
  });

  it('A43 is nothing, and not zero, where there was nobody at the start', () => {
    expect(ask(each(3, 'new', '2026-03-01'))).toMatchObject({ start: 0, new: 3, retention: null });
  });

  it('takes from the end only those new ones who are still active, and says who came back', () => {
    const sales = [
      ...buys('kept', '2025-12-31', '2026-12-31'),
      ...buys('back', '2024-05-01', '2026-12-05'),
      ...buys('gone again', '2026-01-01'),
      ...buys('fresh', '2026-12-01'),
      ...buys('later', '2027-01-01'),
      sale('nobody', Dan, '2026-12-12', 5),
    ];
    // In the last 90 days: kept, back and fresh; without fresh 2, of the one who bought late in 2025.
    expect(ask(sales, { activeDays: 90 })).toMatchObject({
      start: 1,
      end: 3,
      new: 2,
      newActive: 1,
      retained: 1,
      returned: 1,
      retention: '2.000000',
      withoutAccount: 1,
    });
    expect(ask(sales, { activeDays: 90 }).definition).toContain('the 90 days before 2026-01-01');
  });
});

describe('new logos', () => {
  it('A44 are 14 accounts by their first purchase ever', () => {
    const sales = [
      ...each(14, 'new', '2026-03-01', '2026-05-01'),
      ...each(5, 'old', '2020-01-01', '2026-03-01'),
    ];
    expect(ask(sales)).toMatchObject({ new: 14, newLogosMinor: 14_000n });
  });

  it('are known by the earliest deal that stands, of two on a day by one of them', () => {
    const [a, b] = [deal('x 0'), deal('x 1')].sort();
    const sales = [
      sale('lost', Dan, '2026-01-01', 10, { account: 'x' }),
      sale('lost', Dan, '2026-01-20', -10, { account: 'x' }),
      ...buys('x', '2026-02-01', '2026-02-01'),
    ];
    expect(firstPurchases(purchasesOf(sales)).get('x')).toMatchObject({ deal: a, day: '2026-02-01' });
    const isFirst = firstDealsOf(sales, day('2026-03-01'));
    expect([a, b].map((one) => isFirst(one as NonNullable<typeof one>))).toEqual([true, false]);
    // Up to the twentieth, the deal that is lost later was a purchase.
    expect(firstDealsOf(sales, day('2026-01-20'))(deal('lost'))).toBe(true);
  });
});
