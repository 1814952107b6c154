/** The fiscal calendar: names, days and moments, with the sums beside them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiscalYearOf } from '../../functions/periods/calendar.ts';
import { firstCalendar, fiscalYear, periodsMissing } from '../../functions/periods/pay-calendar.ts';
import { postingPeriodOf, postingPeriodsIn } from '../../functions/periods/period.ts';
import { addDays, covers, type Day, daysBetween, Instant } from '../../shared/kernel/time.ts';
import { day, ids, named, startsIn, year2026 } from './kit.ts';

it('numbers a fiscal year that starts in January like the calendar', () => {
  expect(year2026).toHaveLength(16);
  expect(named(year2026, '2026-m01')).toMatchObject({
    from: '2026-01-01',
    to: '2026-02-01',
    fiscalYear: 2026,
  });
  expect(named(year2026, '2026-m12')).toMatchObject({ from: '2026-12-01', to: '2027-01-01' });
  expect(named(year2026, '2026-q2')).toMatchObject({ from: '2026-04-01', to: '2026-07-01', kind: 'quarter' });
});

it('names a fiscal year from April after the calendar year in which it ends', () => {
  // April 2025 is the first month of 2026; the tenth is nine months later, January 2026.
  const year = fiscalYear(2026, startsIn(4), 'Asia/Kolkata', 3);
  expect(named(year, '2026-m01')).toMatchObject({ from: '2025-04-01', to: '2025-05-01', fiscalYear: 2026 });
  expect(named(year, '2026-m10')).toMatchObject({ from: '2026-01-01', to: '2026-02-01' });
  expect(named(year, '2026-q4')).toMatchObject({ from: '2026-01-01', to: '2026-04-01' });
});

it('names a fiscal year from October after the calendar year in which it ends', () => {
  // October 2027 … October 2028; February 2028, its fifth month, has 29 days: 2028 is divisible by four.
  const year = fiscalYear(2028, startsIn(10), 'America/New_York', 3);
  expect(named(year, '2028-q1')).toMatchObject({ from: '2027-10-01', to: '2028-01-01' });
  const february = named(year, '2028-m05');
  expect(february).toMatchObject({ from: '2028-02-01', to: '2028-03-01' });
  expect(daysBetween(february.from, february.to)).toBe(29);
  expect(covers(february, day('2028-02-29'))).toBe(true);
});

it('ends and closes a period at midnight where the tenant is', () => {
  // Kolkata is 5:30 ahead: 2025-05-01 00:00 there is 2025-04-30 18:30 UTC; three days on, 2025-05-03 18:30.
  // A period that closed at midnight UTC would say 2025-05-04T00:00.
  const april = named(fiscalYear(2026, startsIn(4), 'Asia/Kolkata', 3), '2026-m01');
  expect(april).toMatchObject({ endsAt: '2025-04-30T18:30:00.000Z', closesAt: '2025-05-03T18:30:00.000Z' });
});

it('closes at the first moment of a day whose midnight is skipped', () => {
  // São Paulo, 2018-11-04: clocks went from 00:00 −03 to 01:00 −02, so the day begins at 03:00 UTC.
  // 01:00 −02:00 = 03:00 UTC. Taking 00:00 at the new offset would say 02:00 UTC, still the day before.
  const october = named(fiscalYear(2018, startsIn(1), 'America/Sao_Paulo', 3), '2018-m10');
  expect(october).toMatchObject({ endsAt: '2018-11-01T03:00:00.000Z', closesAt: '2018-11-04T03:00:00.000Z' });
});

it('counts the days of summer by the clock of summer', () => {
  // Berlin leaves winter on 2026-03-29: 2026-04-01 and 2026-04-04 begin at 22:00 UTC of the day before.
  expect(named(year2026, '2026-q1')).toMatchObject({
    endsAt: '2026-03-31T22:00:00.000Z',
    closesAt: '2026-04-03T22:00:00.000Z',
  });
});

it('finds the fiscal year of a day on both sides of its first', () => {
  expect(fiscalYearOf(day('2025-03-31'), startsIn(4))).toBe(2025);
  expect(fiscalYearOf(day('2025-04-01'), startsIn(4))).toBe(2026);
  expect(fiscalYearOf(day('2027-09-30'), startsIn(10))).toBe(2027);
  expect(fiscalYearOf(day('2027-10-01'), startsIn(10))).toBe(2028);
  expect(fiscalYearOf(day('2026-01-01'), startsIn(1))).toBe(2026);
  expect(fiscalYearOf(day('2026-12-31'), startsIn(1))).toBe(2026);
});

it('leaves the first day after a period to the next one', () => {
  expect(postingPeriodOf(year2026, day('2026-01-31'))?.id).toBe('2026-m01');
  expect(postingPeriodOf(year2026, day('2026-02-01'))?.id).toBe('2026-m02');
  expect(postingPeriodOf(year2026, day('2027-01-01'))).toBeUndefined();
});

it('finds the three months of a quarter, and a month in itself', () => {
  expect(ids(postingPeriodsIn(year2026, named(year2026, '2026-q3')))).toEqual([
    '2026-m07',
    '2026-m08',
    '2026-m09',
  ]);
  expect(ids(postingPeriodsIn(year2026, named(year2026, '2026-m05')))).toEqual(['2026-m05']);
});

it('adds the year after the one that began, and every year that was missed', () => {
  const terms = { shape: startsIn(1), zone: 'UTC', closeAfterDays: 3 } as const;
  const missing = (today: string, periods = year2026) => [
    ...new Set(periodsMissing(periods, day(today), terms).map((period) => period.fiscalYear)),
  ];
  expect(missing('2025-12-31')).toEqual([]);
  expect(missing('2026-01-01')).toEqual([2027]);
  expect(missing('2029-06-30')).toEqual([2027, 2028, 2029, 2030]);
  expect(missing('2026-03-05', [])).toEqual([2026, 2027]);
});

it('puts every day of any fiscal year into exactly one month and one quarter', () => {
  const zone = fc.constantFrom('Asia/Kolkata', 'America/Sao_Paulo', 'Pacific/Apia', 'Europe/Berlin', 'UTC');
  fc.assert(
    fc.property(
      fc.integer({ min: 1990, max: 2090 }),
      fc.integer({ min: 1, max: 12 }),
      zone,
      (year, first, where) => {
        const periods = fiscalYear(year, startsIn(first), where, 3);
        const begins = named(periods, `${year}-m01`).from;
        const end = named(periods, `${year}-q4`).to;
        expect([365, 366]).toContain(daysBetween(begins, end));
        for (let each: Day = begins; each < end; each = addDays(each, 1)) {
          const holding = periods.filter((period) => covers(period, each)).map(({ kind }) => kind);
          expect(holding.sort()).toEqual(['month', 'quarter']);
          expect(fiscalYearOf(each, startsIn(first))).toBe(year);
        }
      },
    ),
    { numRuns: 25 },
  );
});

it('lets one fiscal year begin where the one before ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }), (year, first) => {
      const before = fiscalYear(year, startsIn(first), 'UTC', 3);
      const after = fiscalYear(year + 1, startsIn(first), 'UTC', 3);
      expect(named(before, `${year}-m12`).to).toBe(named(after, `${year + 1}-m01`).from);
      expect(named(before, `${year}-q4`).to).toBe(named(after, `${year + 1}-q1`).from);
    }),
  );
});

describe('a company that joins on 21 November', () => {
  const calendar = firstCalendar(Instant.parse('2026-11-21T10:00:00.000Z'), {
    shape: startsIn(1),
    zone: 'UTC',
    closeAfterDays: 3,
  });
  const closesAt = (id: string) => calendar.find((period) => period.id === id)?.closesAt;

  it('has its fiscal year and the next', () => {
    expect([...new Set(calendar.map(({ fiscalYear: year }) => year))]).toEqual([2026, 2027]);
  });

  it('has thirty days to bring what is over: January closes on 21 December, not long ago', () => {
    expect(closesAt('2026-m01')).toBe('2026-12-21T00:00:00.000Z');
    expect(closesAt('2026-q3')).toBe('2026-12-21T00:00:00.000Z');
  });

  it('leaves the due dates of the running month and all later ones as they are', () => {
    expect(closesAt('2026-m11')).toBe('2026-12-04T00:00:00.000Z');
    expect(closesAt('2027-q1')).toBe('2027-04-04T00:00:00.000Z');
  });
});
