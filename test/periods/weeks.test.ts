/** Years of weeks: the calendar of retailers and its kin, with days counted by hand. */
import { describe, expect, it } from 'vitest';
import { fiscalYearOf, yearDays } from '../../functions/periods/calendar.ts';
import { fiscalYear, firstCalendar } from '../../functions/periods/pay-calendar.ts';
import { stretchesOf } from '../../functions/periods/year.ts';
import { CalendarShape, type WeeksShape } from '../../shared/kernel/calendar-shape.ts';
import { daysBetween } from '../../shared/kernel/time.ts';
import { at, day, named, NRF, SEPTEMBER } from './kit.ts';

const stretches = (shape: WeeksShape, year: number, kind: string) =>
  stretchesOf(yearDays(shape, year)).filter((each) => each.kind === kind);
const spans = (shape: WeeksShape, year: number, kind: string) =>
  stretches(shape, year, kind).map(({ from, to }) => [from, to]);
const weeksIn = (shape: WeeksShape, year: number, kind: string) =>
  stretches(shape, year, kind).map(({ from, to }) => (to === null ? 0 : daysBetween(from, to) / 7));

describe('the 4-5-4 calendar to the Saturday nearest 31 January', () => {
  it('has 53 weeks in 2023, from 29 January 2023 to 3 February 2024', () => {
    // 31 January 2023 is a Tuesday: Saturday 28 is three days before it, 4 February four days after.
    // 31 January 2024 is a Wednesday: 3 February is three days after it, 27 January four days before.
    // 29 January 2023 … 3 February 2024 are 371 days = 53 × 7. "Last Saturday" would say 28 January … 27th.
    expect(spans(NRF, 2023, 'year')).toEqual([['2023-01-29', '2024-02-04']]);
    expect(stretches(NRF, 2023, 'week')).toHaveLength(53);
    expect(stretches(NRF, 2023, 'week').at(-1)).toMatchObject({ id: '2023-w53', from: '2024-01-28' });
  });

  it('has 52 weeks in 2024, from 4 February 2024 to 1 February 2025', () => {
    // 31 January 2025 is a Friday: the Saturday after it is 1 February. 364 days = 52 × 7.
    expect(spans(NRF, 2024, 'year')).toEqual([['2024-02-04', '2025-02-02']]);
    expect(stretches(NRF, 2024, 'week')).toHaveLength(52);
  });

  it('has its years of 53 weeks in 2006, 2012, 2017 and 2023, as retailers know them', () => {
    const years = Array.from({ length: 24 }, (_, n) => 2001 + n);
    const long = years.filter((year) => stretches(NRF, year, 'week').length === 53);
    expect(long).toEqual([2006, 2012, 2017, 2023]);
  });

  it('gives the 53rd week to the last month, its quarter and its half', () => {
    expect(weeksIn(NRF, 2023, 'month')).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]);
    expect(weeksIn(NRF, 2023, 'quarter')).toEqual([13, 13, 13, 14]);
    expect(weeksIn(NRF, 2023, 'half')).toEqual([26, 27]);
    expect(weeksIn(NRF, 2024, 'month')).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4]);
    // 48 weeks are 336 days: 29 January 2023 and 336 days is 31 December 2023.
    expect(stretches(NRF, 2023, 'month').at(-1)).toMatchObject({ id: '2023-m12', from: '2023-12-31' });
  });

  it('knows the year of a day on both sides of a turn', () => {
    expect(fiscalYearOf(day('2024-02-03'), NRF)).toBe(2023);
    expect(fiscalYearOf(day('2024-02-04'), NRF)).toBe(2024);
    expect(fiscalYearOf(day('2023-01-28'), NRF)).toBe(2022);
  });
});

describe('the 4-4-5 calendar to the last Saturday of September', () => {
  it('has 53 weeks in 2023, from 25 September 2022 to 30 September 2023', () => {
    // The last Saturdays: 24 September 2022, 30 September 2023, 28 September 2024.
    expect(spans(SEPTEMBER, 2023, 'year')).toEqual([['2022-09-25', '2023-10-01']]);
    expect(spans(SEPTEMBER, 2024, 'year')).toEqual([['2023-10-01', '2024-09-29']]);
    expect(weeksIn(SEPTEMBER, 2023, 'year')).toEqual([53]);
    expect(weeksIn(SEPTEMBER, 2023, 'month')).toEqual([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6]);
    expect(weeksIn(SEPTEMBER, 2024, 'month')).toEqual([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5]);
  });

  it('has its quarters where 13 weeks end', () => {
    // 1 October 2023 and 91 days is 31 December; and 91 is 31 March; and 91 is 30 June.
    expect(stretches(SEPTEMBER, 2024, 'quarter').map(({ from }) => from)).toEqual([
      '2023-10-01',
      '2023-12-31',
      '2024-03-31',
      '2024-06-30',
    ]);
  });
});

it('begins with the long month where that is said', () => {
  const shape = { ...SEPTEMBER, pattern: '5-4-4' as const };
  expect(weeksIn(shape, 2023, 'month')).toEqual([5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5]);
});

it('names a year by most of it, by its start or by its end', () => {
  const from = (named: WeeksShape['named'], shape: WeeksShape, year: number) =>
    spans({ ...shape, named }, year, 'year')[0]?.[0];
  // To January 2024: eleven of twelve months lie in 2023, where it also starts.
  expect(['most', 'start', 'end'].map((by) => from(by as 'most', NRF, 2023))).toEqual([
    '2023-01-29',
    '2023-01-29',
    '2022-01-30',
  ]);
  // To September 2024: nine months lie in 2024, where it also ends.
  expect(['most', 'start', 'end'].map((by) => from(by as 'most', SEPTEMBER, 2024))).toEqual([
    '2023-10-01',
    '2024-09-29',
    '2023-10-01',
  ]);
  // To December all three are one: 28 December 2024 is the last Saturday, 27 December 2025 the next.
  const december = { ...SEPTEMBER, yearEnds: { ...SEPTEMBER.yearEnds, month: 12 } };
  const starts = ['most', 'start', 'end'].map((by) => from(by as 'most', december, 2025));
  expect(new Set(starts)).toEqual(new Set(['2024-12-29']));
});

it('keeps months and quarters of weeks for pay, each under the name it would have by months', () => {
  const year = fiscalYear(2023, NRF, 'Asia/Kolkata', 3);
  expect(year).toHaveLength(16);
  // Midnight in Kolkata is 18:30 of the day before; three days after 4 February is 7 February.
  expect(named(year, '2023-m12')).toMatchObject({
    from: '2023-12-31',
    to: '2024-02-04',
    endsAt: '2024-02-03T18:30:00.000Z',
    closesAt: '2024-02-06T18:30:00.000Z',
  });
  expect(named(year, '2023-q4').from).toBe('2023-10-29');
});

it('begins with the fiscal year of the day from which history is wanted, and closes none of it at once', () => {
  const terms = { shape: NRF, zone: 'UTC', closeAfterDays: 3 } as const;
  const calendar = firstCalendar(at('2024-03-01T10:00:00.000Z'), terms, day('2022-01-29'));
  // 29 January 2022 is a Saturday, and two days from the 31st: the last day of fiscal 2021.
  expect([...new Set(calendar.map((period) => period.fiscalYear))]).toEqual([2021, 2022, 2023, 2024, 2025]);
  expect(calendar).toHaveLength(5 * 16);
  expect(named(calendar, '2021-m01').closesAt).toBe('2024-03-31T00:00:00.000Z');
  expect(named(calendar, '2024-m01').closesAt).toBe('2024-03-06T00:00:00.000Z');
});

it('refuses shapes that say nothing clear', () => {
  const wrong = [
    { ...NRF, pattern: '4-4-4' },
    { ...NRF, yearEnds: { ...NRF.yearEnds, weekday: 'someday' } },
    { ...NRF, yearEnds: { ...NRF.yearEnds, month: 13 } },
    { kind: 'months', startsIn: 0 },
    { kind: 'months' },
    { kind: 'boundaries', days: [], end: null },
    { kind: 'boundaries', days: ['2026-01-01', '2026-01-01'], end: null },
    { kind: 'boundaries', days: ['2026-02-01', '2026-01-01'], end: null },
    { kind: 'boundaries', days: ['2026-01-01'], end: '2026-01-01' },
    { kind: 'boundaries', days: ['1066-10-14'], end: null },
    { kind: 'moons' },
  ];
  for (const shape of wrong)
    expect(CalendarShape.safeParse(shape).success, JSON.stringify(shape)).toBe(false);
});
