/** What was sold: by whom, where, when, and in which currency. */
import { describe, expect, it } from 'vitest';
import { calendarPeriodOf } from '../../functions/analytics/period-of-day.ts';
import { firstDealsOf } from '../../functions/analytics/purchases.ts';
import { payCalendar } from '../../functions/periods/calendar.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { decimal } from '../../shared/kernel/rational.ts';
import { amounts, PEOPLE, report, sale, waysFor } from './kit.ts';

const { Tom, Mia, Max, Dan, Eve } = PEOPLE;
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('revenue per sale', () => {
  it('A42 is revenue over the number of sales: 1.2M over 150 is 8,000', () => {
    // 149 deals of 8,000 are 1,192,000; one more of 8,000, shared 6,000 to 2,000, is still one deal.
    const deals = Array.from({ length: 149 }, (_, n) => sale(`d${n}`, Dan, '2026-02-01', 8_000));
    const shared = [sale('s', Dan, '2026-02-01', 6_000), sale('s', Eve, '2026-02-01', 2_000, {}, 1)];
    // Counting parts would say 7,947.02; counting what was lost again, 7,947.02 as well.
    const lost = [sale('l', Dan, '2026-02-02', 9_000), sale('l', Dan, '2026-02-09', -9_000)];
    const { total } = report([...deals, ...shared, ...lost]);
    expect(total).toMatchObject({
      deals: 150,
      amountMinor: 120_000_000n,
      revenuePerSaleMinor: 800_000n,
    });
  });

  it('A42 is nothing, and not zero, where nothing was sold; and is rounded half to even', () => {
    expect(report([]).total).toMatchObject({ deals: 0, amountMinor: 0n, revenuePerSaleMinor: null });
    // 3 cents over two deals are 1.5 and become 2; 5 cents are 2.5 and become 2.
    const cents = (name: string, amountMinor: bigint) => ({
      ...sale(name, Dan, '2026-01-05', 0),
      amountMinor,
    });
    expect(report([cents('a', 1n), cents('b', 2n)]).total.revenuePerSaleMinor).toBe(2n);
    expect(report([cents('a', 2n), cents('b', 3n)]).total.revenuePerSaleMinor).toBe(2n);
  });
});

describe('sales by person and manager', () => {
  const sales = [
    sale('d1', Dan, '2026-03-10', 50_000),
    sale('d2', Dan, '2026-03-20', 80_000),
    sale('e1', Eve, '2026-03-12', 30_000),
    sale('m1', Max, '2026-03-13', 7_000),
    sale('web', null, '2026-03-14', 1_000),
  ];

  it('A118 a rep moved on 15 March: the deal of 10 March is the old manager’s, that of 20 March the new one’s', () => {
    // Max: Dan's 80,000 and Eve's 30,000, without his own 7,000. Tom: all but his own and the shop's 1,000.
    expect(new Set(amounts(report(sales, { by: 'manager' })).map(String))).toEqual(
      new Set(
        [
          [Mia, 50_000],
          [Max, 110_000],
          [Tom, 167_000],
          [null, 1_000],
        ].map(String),
      ),
    );
    expect(report(sales, { by: 'manager' }).total.amountMinor).toBe(16_800_000n);
  });

  it('shows what nobody sold as null, after all others, and says who is who', () => {
    const { rows, names } = report(sales, { by: 'person' });
    expect(rows.at(-1)).toMatchObject({ key: { person: null }, amountMinor: 100_000n });
    expect(names).toEqual({ [Dan]: 'Dan', [Eve]: 'Eve', [Max]: 'Max' });
    expect(amounts(report(sales, { by: 'seller' }))).toEqual([
      [false, 1_000],
      [true, 167_000],
    ]);
  });

  it('A116 shows a rep their own, and a manager themselves and those below, by the last day', () => {
    const as = (principal: string, role: string) => ({ ways: waysFor({ principal, roles: [role] }) });
    expect(amounts(report(sales, { by: 'person' }, as(Eve, 'rep')))).toEqual([[Eve, 30_000]]);
    expect(report(sales, {}, as(Eve, 'rep')).total.amountMinor).toBe(3_000_000n);
    const ofMax = new Map(amounts(report(sales, { by: 'person' }, as(Max, 'manager'))) as [string, number][]);
    expect(ofMax).toEqual(
      new Map([
        [Dan, 130_000],
        [Eve, 30_000],
        [Max, 7_000],
      ]),
    );
    // Dan has left Mia since: she does not see him, and what he sold for her stays in her roll-up.
    expect(amounts(report(sales, { by: 'person' }, as(Mia, 'manager')))).toEqual([[null, 50_000]]);
    expect(amounts(report(sales, { by: 'manager' }, as(Mia, 'manager')))).toEqual([[Mia, 50_000]]);
    // A rep with people below is a rep.
    expect(report(sales, {}, as(Mia, 'rep')).total.deals).toBe(0);
    expect(report(sales, {}, as('key_1', 'nobody')).total.deals).toBe(0);
  });

  it('includes the first day and excludes `to`', () => {
    const edges = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01'];
    const sold = edges.map((on, n) => sale(on, Dan, on, 10 ** n));
    expect(report(sold).total.amountMinor).toBe(11_000n);
  });
});

describe('sales by everything else', () => {
  const about = (territory: string, product: string, units: string) => ({
    territory,
    product,
    custom: { units, online: true, currency: 'EUR' },
  });
  const sales = [
    sale('a', Dan, '2026-01-05', 100, about('North', 'P1', '10')),
    sale('b', Dan, '2026-02-05', 200, about('South', 'P1', '300')),
    sale('c', Eve, '2026-02-06', 400, about('South', 'P2', '0.5')),
    sale('d', Eve, '2026-02-07', 800),
  ];

  it('divides by three dimensions and a period at once, and shows what is missing', () => {
    const periodOf = calendarPeriodOf(payCalendar({ kind: 'months', startsIn: 1 }), 'month', sales);
    const ways = waysFor(undefined, { periodOf, covers: (_, territory) => territory === 'North' });
    const by = { by: 'territory,covered,custom.online', each: 'month' };
    expect(amounts(report(sales, by, { ways }))).toEqual([
      ['North', true, true, '2026-m01', 100],
      ['South', false, true, '2026-m02', 600],
      [null, null, null, '2026-m02', 800],
    ]);
  });

  it('A44 sums units by product exactly: 310 of P1', () => {
    const { rows, total } = report(sales, { by: 'product', sum: 'custom.units,custom.weight' });
    expect(rows.map(({ key, sums }) => [key['product'], sums['custom.units']])).toEqual([
      ['P1', '310'],
      ['P2', '0.5'],
      [null, '0'],
    ]);
    expect(total.sums).toEqual({ 'custom.units': '310.5', 'custom.weight': '0' });
  });

  it('A44 flags the first purchase of an account ever: 14 new logos', () => {
    const of = (account: string) => ({ account });
    // 14 new accounts buy twice each, one that bought last year buys again, and one deal is nobody's.
    const old = [
      sale('old', Dan, '2025-11-01', 1, of('old')),
      sale('again', Dan, '2026-01-09', 5, of('old')),
    ];
    const fresh = Array.from({ length: 14 }, (_, n) => [
      sale(`first ${n}`, Dan, '2026-02-01', 1_000, of(`n${n}`)),
      sale(`second ${n}`, Dan, '2026-02-02', 50, of(`n${n}`)),
    ]);
    const all = [...old, ...fresh.flat(), sale('x', Dan, '2026-02-03', 3)];
    const ways = waysFor(undefined, { isFirst: firstDealsOf(all, null) });
    const { rows } = report(all, { by: 'newLogo' }, { ways });
    expect(rows.map(({ key, deals, amountMinor }) => [key['newLogo'], deals, amountMinor])).toEqual([
      [false, 15, 70_500n],
      [true, 14, 1_400_000n],
      [null, 1, 300n],
    ]);
  });

  it('counts a field of a shared and amended deal once', () => {
    const units = (n: string) => ({ custom: { units: n } });
    const amended = [
      sale('s', Dan, '2026-01-10', 30, units('5')),
      sale('s', Eve, '2026-01-10', 20, units('5'), 1),
      sale('s', Dan, '2026-02-10', -30, units('5')),
      sale('s', Eve, '2026-02-10', -20, units('5'), 1),
      sale('s', Dan, '2026-02-10', 36, units('6')),
      sale('s', Eve, '2026-02-10', 24, units('6'), 1),
    ];
    const sum = { sum: 'custom.units' };
    // Two parts would say 12, everything that was ever said 22.
    expect(report(amended, sum).total).toMatchObject({ deals: 1, sums: { 'custom.units': '6' } });
    const periodOf = calendarPeriodOf(payCalendar({ kind: 'months', startsIn: 1 }), 'month', amended);
    const { rows } = report(amended, { ...sum, each: 'month' }, { ways: waysFor(undefined, { periodOf }) });
    expect(rows.map(({ sums }) => sums['custom.units'])).toEqual(['5', '1']);
  });

  it('converts at the rate of the day, rounding each deal first, and counts what it leaves out', () => {
    const cents = (name: string, on: string, amountMinor: bigint, currency?: string) => ({
      ...sale(name, Dan, on, 0, currency === undefined ? {} : { custom: { currency } }),
      amountMinor,
    });
    const rateOn = (to: string, on: string) =>
      to === 'EUR' && on < '2026-03-01' ? decimal(on < '2026-02-01' ? '0.5' : '0.25') : undefined;
    const sold = [
      cents('a', '2026-01-05', 1n, 'EUR'),
      cents('b', '2026-01-05', 3n, 'EUR'),
      cents('c', '2026-02-05', 2n, 'EUR'),
      cents('d', '2026-02-05', 9n),
      cents('e', '2026-03-05', 9n, 'EUR'),
    ];
    // 0.5 + 1.5 + 0.5 = 2.5 cents exactly; rounded deal by deal 0 + 2 + 0 = 2.
    const converted = { currency: 'EUR', exact: '0.025', minor: 2n, withoutRate: 2 };
    expect(report(sold, { in: 'custom.currency' }, { rateOn }).total.converted).toEqual(converted);
    // In euro, d converts too: 9 × 0.25 = 2.25 cents more, and 2 rounded.
    expect(report(sold, { in: 'EUR' }, { rateOn }).total.converted).toEqual({
      ...converted,
      exact: '0.0475',
      minor: 4n,
      withoutRate: 1,
    });
    expect(report([], { in: 'EUR' }, { rateOn }).total.converted).toMatchObject({ exact: '0', minor: 0n });
  });

  it('adds no currencies up, and knows decimals that never end', () => {
    const sold = ['EUR', 'JPY', 'XXX'].map((currency) =>
      sale(currency, Dan, '2026-01-05', 100, { custom: { currency } }),
    );
    const rateOn = (to: string) => (to === 'JPY' ? decimal('150.5') : { num: 1n, den: 3n });
    expect(report(sold, { in: 'custom.currency' }, { rateOn }).total.converted).toEqual({
      currency: null,
      exact: null,
      minor: null,
      withoutRate: 1,
      parts: [
        { currency: 'EUR', exact: null, minor: 3_333n },
        { currency: 'JPY', exact: '15050', minor: 15_050n },
      ],
    });
  });

  it.each([
    ['by', { by: 'person,team' }, 'report.no-such-dimension'],
    ['by', { by: 'constructor' }, 'report.no-such-dimension'],
    ['by', { by: 'custom.' }, 'report.no-such-dimension'],
    ['by', { by: 'person,manager,territory,product' }, 'report.too-many-dimensions'],
    ['sum', { sum: 'units' }, 'report.no-such-field'],
    ['sum', { sum: 'custom.online' }, 'report.not-a-number'],
    ['in', { in: 'EURO' }, 'report.no-such-currency'],
  ])('refuses a wrong %s: %o', (_, query, code) => {
    expect(codeOf(() => report(sales, query))).toBe(code);
  });

  it('finds nothing in the fields that every object has', () => {
    expect(amounts(report(sales.slice(0, 1), { by: 'custom.constructor' }))).toEqual([[null, 100]]);
  });

  it('refuses a report of more than 20,000 rows, and one that no answer can hold', () => {
    const one = sale('d', Dan, '2026-01-05', 1);
    const many = (count: number, length: number) =>
      Array.from({ length: count }, (_, n) => ({
        ...one,
        about: { account: String(n).padStart(length, '0') },
      }));
    expect(report(many(20_000, 6), { by: 'account' }).rows).toHaveLength(20_000);
    expect(codeOf(() => report(many(20_001, 6), { by: 'account' }))).toBe('report.too-large');
    expect(codeOf(() => report(many(20_000, 300), { by: 'account' }))).toBe('report.too-large');
  });
});
