/** A year's quota, divided among its months or quarters: the parts add up to the last cent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AskedOfYear, annualQuotas } from '../../functions/quotas/annual.ts';
import type { Quota } from '../../functions/quotas/quota.ts';
import { AskedRelief, relieved } from '../../functions/quotas/relief.ts';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import { NRF, year2026 } from '../periods/kit.ts';
import { ana, day, Q1 } from './kit.ts';

const of = (asked: object, presence: object = {}, before: readonly Quota[] = [], periods = year2026) => {
  const body = AskedOfYear.parse({ year: 2026, amountMinor: '80000000', currency: 'EUR', ...asked });
  const all = annualQuotas(body, { person: ana, presence, currency: 'EUR' }, periods, before);
  return all.map(({ quota }) => quota);
};
const amounts = (quotas: readonly Quota[]) => quotas.map(({ amountMinor }) => amountMinor);
const sum = (quotas: readonly Quota[]) => amounts(quotas).reduce((total, one) => total + one, 0n);
const SEASONS = { by: 'quarter', shares: ['0.2', '0.25', '0.25', '0.3'] };
const MONTHS = { by: 'month' };

describe('a year', () => {
  it('A16 is divided by seasons: 800,000 × 20/25/25/30 % = 160/200/200/240 k', () => {
    const quotas = of({ seasonality: SEASONS });
    expect(amounts(quotas)).toEqual([16_000_000n, 20_000_000n, 20_000_000n, 24_000_000n]);
    expect(quotas[1]?.derivation).toEqual({
      baseMinor: 80_000_000n,
      steps: [{ kind: 'season', factor: '25/100', leavesMinor: 20_000_000n }],
    });
  });

  it('has twelve equal months that add up to it', () => {
    // 66,666.666… each: eight cents are left over, one for each of the first eight. Wrong: 800,000.04, all
    // twelve rounded up.
    const months = amounts(of({ seasonality: MONTHS }));
    expect(months).toEqual([...Array<bigint>(8).fill(6_666_667n), ...Array<bigint>(4).fill(6_666_666n)]);
  });

  it('A96 begins slowly for newcomers: 16,666.67 + 33,333.33 + 50,000.00 = 100,000.00', () => {
    const ramp = { shares: ['0.25', '0.5', '0.75'] };
    const months = of({ seasonality: MONTHS, ramp }, { startsOn: day('2026-01-01') });
    expect(amounts(months).slice(0, 3)).toEqual([1_666_667n, 3_333_333n, 5_000_000n]);
    // 100,000.00 and nine months of 66,666.666…: 700,000.00.
    expect(sum(months)).toBe(70_000_000n);
    const [first, second] = of({ ramp }, { startsOn: day('2026-01-01') });
    expect([first?.amountMinor, second?.amountMinor]).toEqual([10_000_000n, 20_000_000n]);
  });

  it('is prorated in the periods that somebody is not all there, and asks nothing before', () => {
    // Q2 has 91 days, from 1 June on 30: 200,000 × 30/91 = 65,934.07.
    const hired = of({ prorate: 'byDays' }, { startsOn: day('2026-06-01') });
    expect(amounts(hired)).toEqual([0n, 6_593_407n, 20_000_000n, 20_000_000n]);
  });

  it('grows over the year before', () => {
    expect(sum(of({ growth: '0.12', amountMinor: '70000000' }))).toBe(78_400_000n);
  });

  it('keeps the reliefs of its periods, and what is so already', () => {
    const [first, ...others] = of({});
    if (!first) throw new Error('the year has quarters');
    const asked = AskedRelief.parse({ from: '2026-02-01', to: '2026-03-03', reason: 'Leave' });
    const one: Quota = { ...first, ...relieved(first, asked, { period: Q1 }), version: 2 };
    expect(one.amountMinor).toBe(13_333_333n);
    const again = of({}, {}, [one, ...others]);
    expect(again.every((quota, n) => quota === [one, ...others][n])).toBe(true);
    // 300,000 × 60/90 and three times 300,000.
    const more = of({ amountMinor: '120000000' }, {}, [one, ...others]);
    expect(amounts(more)).toEqual([20_000_000n, 30_000_000n, 30_000_000n, 30_000_000n]);
    expect(more.map(({ version }) => version)).toEqual([3, 2, 2, 2]);
  });

  it('is refused for a quarter that is locked, unless only open ones are asked for', () => {
    const periods = year2026.map((period) =>
      period.id === '2026-q1' ? { ...period, status: 'locked' as const } : period,
    );
    expect(() => of({}, {}, [], periods)).toThrow(expect.objectContaining({ code: 'period.locked' }));
    const open = of({ onlyOpen: true, seasonality: SEASONS }, {}, [], periods);
    expect(amounts(open)).toEqual([20_000_000n, 20_000_000n, 24_000_000n]);
  });

  it('of weeks is divided among its months of four or five', () => {
    const retail = fiscalYear(2026, NRF, 'Europe/Berlin', 3);
    const months = of({ seasonality: MONTHS }, {}, [], retail);
    expect([months.length, sum(months)]).toEqual([12, 80_000_000n]);
    const ramp = { shares: ['0.25', '0.5', '0.75'], from: '2026-02-01' };
    const newcomer = of({ seasonality: MONTHS, ramp }, {}, [], retail);
    expect(amounts(newcomer).slice(0, 4)).toEqual([1_666_667n, 3_333_333n, 5_000_000n, 6_666_667n]);
  });

  it.each([
    ['too few shares', { by: 'quarter', shares: ['0.5', '0.5'] }, 'seasonality.count'],
    ['shares of 99 %', { by: 'quarter', shares: ['0.2', '0.25', '0.25', '0.29'] }, 'seasonality.total'],
    ['shares of 101 %', { by: 'quarter', shares: ['0.21', '0.25', '0.25', '0.3'] }, 'seasonality.total'],
  ])('is refused by %s', (_, seasonality, code) => {
    const faults = [expect.objectContaining({ pointer: '/seasonality/shares' })];
    expect(() => of({ seasonality })).toThrow(expect.objectContaining({ code, faults }));
  });

  it('adds up to the last cent, whatever the seasons', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 14n }), weights, (amountMinor, some) => {
        // Shares of thousandths, of which the last month takes what the others leave.
        const cut = some.slice(1).map((weight) => Math.floor(weight / 12));
        const rest = 1000 - cut.reduce((total, each) => total + each, 0);
        const shares = [...cut, rest].map((each) => (each / 1000).toString());
        const quotas = of({ amountMinor: String(amountMinor), seasonality: { by: 'month', shares } });
        expect(sum(quotas)).toBe(amountMinor);
      }),
    );
  });
});
