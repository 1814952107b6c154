/** Which milestones somebody has reached: of a period, of the quarter that it is part of, and over two plans' days. */
import { describe, expect, it } from 'vitest';
import { milestonesOf, periodsToWatch } from '../../functions/milestones/milestone.ts';
import { GoldenCase } from '../../functions/runs/cases/case.ts';
import { inputsOf, periodsOf } from '../../functions/runs/cases/company.ts';
import { soldIn } from '../../functions/runs/cases/sold.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { day } from '../people/kit.ts';

const NOW = Instant.parse('2026-03-20T02:00:00.000Z');
const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' };
const plan = { period: 'quarter', components: [flat] };
const deal = (id: string, on: string, amount: string, more: object = {}) => ({
  id,
  on,
  owner: 'Ana',
  amount,
  ...more,
});

const companyOf = (more: object) =>
  GoldenCase.parse({
    name: 'Milestones',
    math: 'see the tests',
    currency: 'EUR',
    pay: ['2026-q1'],
    people: ['Ana'],
    plans: { plan },
    quotas: [{ amount: '200000' }],
    expect: { '2026-q1': { Ana: { total: '0' } } },
    ...more,
  });

/** 'measure percent' of each. */
function reached(more: object, period = '2026-q1'): string[] {
  const golden = companyOf(more);
  const found = milestonesOf(inputsOf(golden)(PeriodId.parse(period)), soldIn(golden), NOW);
  return found.map(({ measure, percent }) => `${measure} ${percent}`);
}

describe('a milestone', () => {
  it('A83 is reached at exactly half, nine tenths and all of a quota, and not a cent before', () => {
    // Of 200,000: 100,000, 180,000 and 200,000.
    const at = (amount: string) => reached({ deals: [deal('D1', '2026-02-10', amount)] });
    expect(at('99999.99')).toEqual([]);
    expect(at('100000')).toEqual(['bookings 50']);
    expect(at('179999.99')).toEqual(['bookings 50']);
    expect(at('180000')).toEqual(['bookings 50', 'bookings 90']);
    expect(at('199999.99')).toEqual(['bookings 50', 'bookings 90']);
    expect(at('200000')).toEqual(['bookings 50', 'bookings 90', 'bookings 100']);
  });

  it('says how much is credited of which quota, in the units of the measure', () => {
    const golden = companyOf({
      plans: { plan: { ...plan, measures: [{ id: 'bookings' }, { id: 'demos-held', counts: 'deals' }] } },
      quotas: [{ amount: '200000' }, { measure: 'demos-held', count: '2' }],
      deals: [deal('D1', '2026-02-10', '190000')],
    });
    const found = milestonesOf(inputsOf(golden)(PeriodId.parse('2026-q1')), soldIn(golden), NOW);
    expect(found.map(({ sentence }) => sentence)).toEqual([
      'You have reached 50 % of your bookings quota: 190,000.00 EUR of 200,000.00 EUR, 95 %.',
      'You have reached 90 % of your bookings quota: 190,000.00 EUR of 200,000.00 EUR, 95 %.',
      'You have reached 50 % of your demos held quota: 1 of 2, 50 %.',
    ]);
    expect(found[0]).toMatchObject({ period: '2026-q1', over: 'period', end: '2026-04-01', at: NOW });
  });

  it('is reached before anybody knows what it pays, as while a score is not recorded', () => {
    const objectives = [{ result: 'nps', name: 'NPS', weight: '1' }];
    const scored = { id: 'mbo', name: 'MBO', kind: 'mbo-bonus', targetMinor: '100', objectives };
    const deals = [deal('D1', '2026-02-10', '100000')];
    expect(reached({ plans: { plan: { ...plan, components: [scored] } }, deals })).toEqual(['bookings 50']);
  });

  it('counts all of a period where the terms changed in between, and not each part by itself', () => {
    // 45 of 90 days each, 100,000 of the quota each. 100,000 in the first half is half of it, and not all.
    const enrolments = [
      { person: 'Ana', from: '2026-01-01', to: '2026-02-15' },
      { person: 'Ana', from: '2026-02-15' },
    ];
    const deals = [deal('D1', '2026-01-10', '100000')];
    expect(reached({ enrolments, deals })).toEqual(['bookings 50']);
    const more = [...deals, deal('D2', '2026-03-10', '80000')];
    expect(reached({ enrolments, deals: more })).toEqual(['bookings 50', 'bookings 90']);
  });

  it('of a quarter that is paid by the month is one of the quarter', () => {
    const monthly = { period: 'month', measures: [{ id: 'bookings', over: 'quarter' }], components: [flat] };
    const golden = companyOf({
      plans: { plan: monthly },
      pay: ['2026-m01'],
      expect: { '2026-m01': { Ana: { total: '0' } } },
      quotas: [{ period: '2026-q1', amount: '200000' }],
      deals: [deal('D1', '2026-01-10', '100000')],
    });
    const found = milestonesOf(inputsOf(golden)(PeriodId.parse('2026-m01')), soldIn(golden), NOW);
    expect(found).toMatchObject([{ period: '2026-m01', over: 'quarter', end: '2026-04-01', percent: 50 }]);
  });

  it('is none without a quota', () => {
    expect(reached({ quotas: [], deals: [deal('D1', '2026-02-10', '100000')] })).toEqual([]);
  });
});

it('periods are watched from their first day until a month after their last, if a plan pays for them', () => {
  const periods = periodsOf(companyOf({}));
  const watched = (today: string, ...kinds: ('month' | 'quarter')[]) =>
    periodsToWatch(
      periods,
      kinds.map((period) => ({ period })),
      day(today),
    ).map(({ id }) => id);
  expect(watched('2026-04-01', 'quarter')).toEqual(['2026-q1', '2026-q2']);
  expect(watched('2026-05-02', 'quarter')).toEqual(['2026-q2']);
  expect(watched('2026-03-31', 'month')).toEqual(['2026-m02', '2026-m03']);
  expect(watched('2026-03-31')).toEqual([]);
});
