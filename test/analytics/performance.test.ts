/** Target, result and pay side by side: attainment by hand, teams by the day, and pay as it was published. */
import { describe, expect, it } from 'vitest';
import { attainmentOf, ratioOf } from '../../functions/analytics/attainment.ts';
import type { PaidPeriod } from '../../functions/analytics/pay.ts';
import { type Inputs, performance } from '../../functions/analytics/performance.ts';
import { rollUpOf } from '../../functions/analytics/roll-up.ts';
import { scopeOf } from '../../functions/analytics/scope.ts';
import { type PerformanceQuery, periodsAsked, spanOf } from '../../functions/analytics/span.ts';
import type { Period } from '../../functions/periods/period.ts';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import { Quota } from '../../functions/quotas/quota.ts';
import { type SheetHead, SheetComponent } from '../../functions/runs/sheet.ts';
import { derivedId, type PersonId } from '../../shared/kernel/ids.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { TimeZone } from '../../shared/kernel/time.ts';
import { day } from '../people/kit.ts';
import { ADMIN, ORG, PEOPLE, sale } from './kit.ts';

const { Tom, Mia, Max, Dan, Eve } = PEOPLE;
const SHAPE = { kind: 'months' as const, startsIn: 1 };
const YEAR = fiscalYear(2026, SHAPE, TimeZone.parse('UTC'), 3);
const named = (...ids: string[]) => YEAR.filter(({ id }) => ids.includes(id));
const TODAY = day('2026-04-02');
const units = (amount: number) => BigInt(amount) * 100n;

const quota = (person: PersonId, period: string, amount: number): Quota =>
  Quota.parse({
    person,
    period,
    measure: 'bookings',
    amountMinor: units(amount).toString(),
    currency: 'EUR',
    version: 1,
  });

function head(payee: PersonId, period: string, ...amounts: number[]): SheetHead {
  const plan = derivedId('pln', 'plan');
  const components = amounts.map((amount, n) =>
    SheetComponent.parse({
      plan,
      planVersion: 1,
      component: `c${n}`,
      name: `Component ${n}`,
      lines: 1,
      creditedMinor: '0',
      amountMinor: units(amount).toString(),
    }),
  );
  const totalMinor = components.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return { payee, period, components, totalMinor } as unknown as SheetHead;
}

function ask(inputs: Partial<Inputs>, reader = ADMIN) {
  const managersAbove = rollUpOf(ORG);
  return performance({
    periods: named('2026-q1'),
    sales: [],
    quotas: [],
    org: ORG,
    managersAbove,
    today: TODAY,
    scope: scopeOf(ORG, reader, day('2026-03-31'), managersAbove),
    measure: 'bookings',
    currency: 'EUR',
    paid: undefined,
    ...inputs,
  });
}
const rowOf = ({ rows }: ReturnType<typeof ask>, who: PersonId) => rows.find(({ person }) => person === who);

describe('attainment', () => {
  it('A33 is credited over quota: 230,000 of 200,000 are 115 %', () => {
    const { rows, total } = ask({
      sales: [sale('a', Eve, '2026-01-15', 150_000), sale('b', Eve, '2026-03-31', 80_000)],
      quotas: [quota(Eve, '2026-q1', 200_000)],
    });
    expect(rows.find(({ person }) => person === Eve)?.own).toEqual({
      salesMinor: units(230_000),
      quotaMinor: units(200_000),
      countedMinor: units(230_000),
      attainment: '1.150000',
      attained: true,
      periodsWithQuota: 1,
      periodsAttained: 1,
    });
    expect(total).toMatchObject({ withQuota: 1, attained: 1, attainment: '1.150000' });
  });

  it('A33 is nothing, and not zero, without a quota', () => {
    expect(attainmentOf([{ salesMinor: 5n, quotaMinor: undefined }])).toMatchObject({
      salesMinor: 5n,
      quotaMinor: null,
      attainment: null,
      attained: null,
      periodsWithQuota: 0,
    });
    expect(attainmentOf([])).toMatchObject({ salesMinor: 0n, attainment: null });
    expect(ratioOf(0n, 5n)).toBe('0.000000');
  });

  it('is of the periods that have a quota, compared as whole numbers, and rounded only to be read', () => {
    // January has no quota; in February 99,999,999 of 100,000,000 are missed, though it reads 1.000000.
    const targets = [
      { salesMinor: 70_000_000n, quotaMinor: undefined },
      { salesMinor: 99_999_999n, quotaMinor: 100_000_000n },
    ];
    expect(attainmentOf(targets)).toEqual({
      salesMinor: 169_999_999n,
      countedMinor: 99_999_999n,
      quotaMinor: 100_000_000n,
      attainment: '1.000000',
      attained: false,
      periodsWithQuota: 1,
      periodsAttained: 0,
    });
    // 1 ÷ 3 of one, 5 ÷ 4 of the other: 6 ÷ 7 = 0.857142857…, one of two attained.
    const mixed = [
      { salesMinor: 1n, quotaMinor: 3n },
      { salesMinor: 5n, quotaMinor: 4n },
    ];
    expect(attainmentOf(mixed)).toMatchObject({ attainment: '0.857143', periodsAttained: 1 });
  });
});

describe('a team', () => {
  const sales = [
    sale('d1', Dan, '2026-03-10', 50_000),
    sale('d2', Dan, '2026-03-20', 80_000),
    sale('m1', Max, '2026-03-21', 20_000),
    sale('web', null, '2026-03-21', 1_000),
    sale('x', Dan, '2026-04-01', 9),
  ];
  const quotas = [
    quota(Dan, '2026-q1', 100_000),
    quota(Eve, '2026-q1', 60_000),
    quota(Max, '2026-q1', 40_000),
  ];

  it('A118 is who was below on the day of the sale, and who is asked something on the last day', () => {
    const found = ask({ sales, quotas });
    // Max: Dan's 80,000 of what is asked of Dan and Eve, 160,000: 50 %. His own 20,000 of 40,000 stand apart.
    expect(rowOf(found, Max)).toMatchObject({
      own: { salesMinor: units(20_000), attainment: '0.500000' },
      team: { salesMinor: units(80_000), quotaMinor: units(160_000), attainment: '0.500000' },
    });
    // Mia had Dan's deal of 10 March, and nobody who is asked anything on 31 March.
    expect(rowOf(found, Mia)?.team).toMatchObject({ salesMinor: units(50_000), attainment: null });
    // Tom, over both: 50,000 + 80,000 + Max's 20,000 of 100,000 + 60,000 + 40,000.
    expect(rowOf(found, Tom)?.team).toMatchObject({ salesMinor: units(150_000), attainment: '0.750000' });
    expect(rowOf(found, Dan)).toMatchObject({ name: 'Dan', team: null, pay: null });
    expect(found.total).toMatchObject({
      people: 5,
      withQuota: 3,
      attained: 1,
      salesMinor: units(150_000),
      quotaMinor: units(200_000),
      withoutSellerMinor: units(1_000),
      payMinor: null,
    });
  });

  it('A116 is shown to whom it belongs', () => {
    const people = (reader: typeof ADMIN) => ask({ sales, quotas }, reader).rows.map(({ name }) => name);
    expect(people({ principal: Dan, roles: ['rep'] })).toEqual(['Dan']);
    expect(people({ principal: Max, roles: ['manager'] }).sort()).toEqual(['Dan', 'Eve', 'Max']);
    expect(ask({ sales }, { principal: Dan, roles: ['rep'] }).total.withoutSellerMinor).toBeNull();
  });
});

describe('pay', () => {
  const period = (id: string, heads: SheetHead[], more: Partial<PaidPeriod> = {}): PaidPeriod => ({
    period: named(id)[0]?.id as Period['id'],
    isPublished: true,
    sees: () => true,
    heads,
    ...more,
  });
  const m1 = period('2026-m01', [head(Dan, '2026-m01', 100, 20)]);

  it('is the sum of what was published, by component', () => {
    const q1 = period('2026-q1', [head(Dan, '2026-q1', 7), head(Eve, '2026-q1', 5)]);
    const found = ask({ paid: [m1, q1] });
    const pay = rowOf(found, Dan)?.pay;
    expect(pay).toMatchObject({ totalMinor: units(127), status: 'published', held: [] });
    expect(pay?.components.map(({ component, amountMinor }) => [component, amountMinor])).toEqual([
      ['c0', units(107)],
      ['c1', units(20)],
    ]);
    expect(found.total.payMinor).toBe(units(132));
  });

  it('says where a part of it is not published, not to be seen, or held', () => {
    const statusWith = (more: Partial<PaidPeriod>, heads: SheetHead[] = []) =>
      rowOf(ask({ paid: [m1, period('2026-q1', heads, more)] }), Dan)?.pay?.status;
    expect(statusWith({})).toBe('published');
    expect(statusWith({ isPublished: false })).toBe('partly');
    expect(statusWith({ sees: () => false })).toBe('partly');
    const none = ask({
      paid: [period('2026-q1', [], { isPublished: false })],
      quotas: [quota(Dan, '2026-q1', 1)],
    });
    expect(rowOf(none, Dan)?.pay).toMatchObject({ status: 'none', totalMinor: 0n });
    const hold = { ...head(Dan, '2026-q1'), hold: { code: 'quota.missing', message: 'There is no quota.' } };
    expect(rowOf(ask({ paid: [period('2026-q1', [hold])] }), Dan)?.pay?.held).toEqual(['2026-q1']);
  });
});

describe('the periods of a report', () => {
  const asked = (query: Partial<Record<keyof PerformanceQuery, string>>) => {
    try {
      const found = periodsAsked(query as PerformanceQuery, YEAR, { calendar: SHAPE, today: TODAY });
      return found.map(({ id }) => id);
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };

  it('are one by name, or those that lie whole in some days, or that of today', () => {
    expect(asked({ period: '2026-q1' })).toEqual(['2026-q1']);
    expect(asked({})).toEqual(['2026-m04']);
    expect(asked({ each: 'quarter' })).toEqual(['2026-q2']);
    // From 2 January, the January is not whole; May has not begun.
    expect(asked({ from: '2026-01-02' })).toEqual(['2026-m02', '2026-m03', '2026-m04']);
    expect(asked({ from: '2026-01-01', to: '2026-04-01', each: 'quarter' })).toEqual(['2026-q1']);
    expect(asked({ to: '2026-03-31' })).toEqual(['2026-m01', '2026-m02']);
  });

  it('are refused where there are none of them', () => {
    expect(asked({ period: '2025-q1' })).toBe('not-found');
    expect(asked({ period: '2026-q1', each: 'month' })).toBe('report.period-or-span');
    expect(asked({ each: 'window' })).toBe('calendar.no-such-kind');
    expect(asked({ from: '2026-01-02', to: '2026-02-01' })).toBe('report.no-period');
    expect(asked({ from: '2026-02-01', to: '2026-02-01' })).toBe('span.empty');
  });

  it('where nothing is said, are all days of the pay calendar', () => {
    expect(spanOf({}, YEAR, TODAY)).toEqual({ from: '2026-01-01', to: '2027-01-01' });
    expect(spanOf({}, [], TODAY)).toEqual({ from: TODAY, to: null });
    expect(spanOf({ from: day('2026-05-01') }, YEAR, TODAY)).toEqual({
      from: '2026-05-01',
      to: '2027-01-01',
    });
  });
});
