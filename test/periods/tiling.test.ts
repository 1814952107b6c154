/** Laws of all calendars: periods of a kind leave no day out and share none, by day and by moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsOf } from '../../functions/periods/boundaries.ts';
import { fiscalYearOf, momentsOf, stretchesIn, yearDays } from '../../functions/periods/calendar.ts';
import { type Stretch, stretchesOf } from '../../functions/periods/year.ts';
import {
  type BoundariesShape,
  type MonthsShape,
  Weekday,
  type WeeksShape,
} from '../../shared/kernel/calendar-shape.ts';
import { addDays, type Day, dayOf, startOfDay, type TimeZone } from '../../shared/kernel/time.ts';
import { day, NRF, startsIn } from './kit.ts';

const month = fc.integer({ min: 1, max: 12 });
const months: fc.Arbitrary<MonthsShape> = month.map(startsIn);
const weeks: fc.Arbitrary<WeeksShape> = fc.record({
  kind: fc.constant('weeks' as const),
  pattern: fc.constantFrom('4-4-5', '4-5-4', '5-4-4'),
  yearEnds: fc.record({
    weekday: fc.constantFrom(...Weekday.options),
    month,
    which: fc.constantFrom('last', 'nearest'),
  }),
  named: fc.constantFrom('most', 'start', 'end'),
});
const years = fc.oneof(months, weeks);
const year = fc.integer({ min: 1975, max: 2190 });
const zone = fc.constantFrom<TimeZone>(
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/Santiago',
  'Europe/Berlin',
  'UTC',
);
const windows: fc.Arbitrary<BoundariesShape> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }), fc.boolean())
  .map(([steps, ends]) => {
    const days: Day[] = [day('2011-05-31')];
    for (const step of steps) days.push(addDays(days.at(-1) ?? day(''), step));
    return { kind: 'boundaries', days, end: ends ? addDays(days.at(-1) ?? day(''), 7) : null };
  });

const KINDS = ['week', 'month', 'quarter', 'half', 'year'] as const;
const COUNTS = { month: 12, quarter: 4, half: 2, year: 1 };

/** Each begins on the day on which the one before ends. */
function touching(stretches: readonly Stretch[]): void {
  for (const [n, { from }] of stretches.entries()) {
    if (n > 0) expect(stretches[n - 1]?.to).toBe(from);
  }
}

describe('in every year of months or weeks', () => {
  it('the periods of each kind tile the year', () => {
    fc.assert(
      fc.property(years, year, (shape, number) => {
        const all = stretchesOf(yearDays(shape, number));
        const [whole] = all.filter(({ kind }) => kind === 'year');
        for (const kind of KINDS) {
          const some = all.filter((each) => each.kind === kind);
          if (kind !== 'week') expect(some).toHaveLength(COUNTS[kind]);
          else if (shape.kind === 'weeks') expect([52, 53]).toContain(some.length);
          touching(some);
          if (some.length > 0) expect([some[0]?.from, some.at(-1)?.to]).toEqual([whole?.from, whole?.to]);
        }
      }),
    );
  });

  it('weeks nest in months, months in quarters, quarters in halves, halves in the year', () => {
    fc.assert(
      fc.property(years, year, (shape, number) => {
        const all = stretchesOf(yearDays(shape, number));
        for (const [n, kind] of KINDS.entries()) {
          const longer = all.filter((each) => each.kind === KINDS[n + 1]);
          for (const { from, to } of all.filter((each) => each.kind === kind)) {
            const around = longer.filter((each) => each.from <= from && String(to) <= String(each.to));
            expect(around).toHaveLength(longer.length > 0 ? 1 : 0);
          }
        }
      }),
    );
  });

  it('the next year begins where the year ends, and every day knows its year', () => {
    fc.assert(
      fc.property(years, year, fc.integer({ min: 0, max: 363 }), (shape, number, n) => {
        const [one, next] = [number, number + 1].map((each) => yearDays(shape, each).months);
        expect(one?.at(-1)).toBe(next?.[0]);
        const first = one?.[0] ?? day('');
        expect(fiscalYearOf(addDays(first, n), shape)).toBe(number);
        expect(fiscalYearOf(addDays(first, -1), shape)).toBe(number - 1);
      }),
    );
  });

  it('names are given once', () => {
    fc.assert(
      fc.property(years, year, (shape, number) => {
        const from = yearDays(shape, number).months[0] ?? day('');
        const names = stretchesIn(shape, { from, to: addDays(from, 1_000) }).map(({ id }) => id);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('between boundaries', () => {
  it('windows touch, and the last one ends where that is said, or not at all', () => {
    fc.assert(
      fc.property(windows, (shape) => {
        const found = windowsOf(shape);
        touching(found);
        expect(found.map(({ from }) => from)).toEqual(shape.days);
        expect(found.at(-1)?.to).toBe(shape.end);
      }),
    );
  });
});

describe('where the company is', () => {
  it('one period ends at the moment at which the next one begins, and moments ascend', () => {
    fc.assert(
      fc.property(years, fc.integer({ min: 1980, max: 2060 }), zone, (shape, number, where) => {
        for (const kind of KINDS) {
          const some = stretchesOf(yearDays(shape, number)).filter((each) => each.kind === kind);
          const moments = some.map((each) => momentsOf(each, where));
          for (const [n, { startsAt, endsAt }] of moments.entries()) {
            expect(String(startsAt) < String(endsAt)).toBe(true);
            if (n > 0) expect(moments[n - 1]?.endsAt).toBe(startsAt);
          }
        }
      }),
    );
  });

  it('a week in Samoa that lost its Friday has six days, and no moment of it is lost', () => {
    // On 29 December 2011 at midnight, 10:00Z of the 30th, Apia went over the date line to 31 December.
    expect(startOfDay(day('2011-12-30'), 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
    expect(startOfDay(day('2011-12-31'), 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
    const [before, after] = windowsOf({
      kind: 'boundaries',
      days: [day('2011-12-24'), day('2011-12-30')],
      end: day('2012-01-01'),
    }).map((window) => momentsOf(window, 'Pacific/Apia'));
    expect(before?.endsAt).toBe(after?.startsAt);
    // 31 December, alone, has 24 hours: to 10:00Z of the 31st, which is midnight at UTC+14.
    expect(after).toEqual({ startsAt: '2011-12-30T10:00:00.000Z', endsAt: '2011-12-31T10:00:00.000Z' });
  });

  it('a period begins at the first moment there is where clocks go forward at midnight', () => {
    // Cairo, 26 April 2024: 00:00 (UTC+2) becomes 01:00 (UTC+3), 22:00Z of the 25th. A day early or an hour
    // late would be 2024-04-24T22:00Z or 23:00Z.
    const boundary = momentsOf({ from: day('2024-04-26'), to: day('2024-04-27') }, 'Africa/Cairo');
    expect(boundary).toEqual({ startsAt: '2024-04-25T22:00:00.000Z', endsAt: '2024-04-26T21:00:00.000Z' });
    expect(dayOf('2024-04-25T21:59:59.999Z' as never, 'Africa/Cairo')).toBe('2024-04-25');
  });

  it('the 53rd week ends with its Saturday there, not with that of Greenwich', () => {
    const last = stretchesOf(yearDays(NRF, 2023)).find(({ id }) => id === '2023-w53');
    const endIn = (where: TimeZone) => momentsOf(last ?? { from: day(''), to: null }, where).endsAt;
    expect(endIn('Asia/Kolkata')).toBe('2024-02-03T18:30:00.000Z');
    expect(endIn('America/Sao_Paulo')).toBe('2024-02-04T03:00:00.000Z');
  });
});
