/** Closing: in order, once, and never early. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import { close, closeDue, lock, type Period } from '../../functions/periods/period.ts';
import { at, ids, named, startsIn, year2026 } from './kit.ts';

const closed = (periods: readonly Period[], ...those: readonly string[]): Period[] =>
  periods.map((period) => (those.includes(period.id) ? { ...period, status: 'calculating' } : period));

/** All that a tick closes, one after the other. */
function tick(periods: readonly Period[], now: string): Period[] {
  return closeDue(periods, at(now)).reduce<Period[]>(
    (calendar, due) => {
      const done = close(calendar, due, at(now));
      return calendar.map((period) => (period.id === done.id ? done : period));
    },
    [...periods],
  );
}

it('closes nothing before the moment, and a month at it', () => {
  // 2026-02-01 plus three days is 2026-02-04 00:00 in Berlin, an hour earlier in UTC.
  expect(closeDue(year2026, at('2026-02-03T22:59:59.999Z'))).toEqual([]);
  expect(ids(closeDue(year2026, at('2026-02-03T23:00:00.000Z')))).toEqual(['2026-m01']);
});

it('closes the third month before its quarter, since both end on the same day', () => {
  const periods = closed(year2026, '2026-m01', '2026-m02');
  expect(ids(closeDue(periods, at('2026-04-03T22:00:00.000Z')))).toEqual(['2026-m03', '2026-q1']);
});

it('catches up with all ticks that were missed, in order', () => {
  expect(ids(closeDue(year2026, at('2026-07-10T00:00:00.000Z')))).toEqual([
    '2026-m01',
    '2026-m02',
    '2026-m03',
    '2026-q1',
    '2026-m04',
    '2026-m05',
    '2026-m06',
    '2026-q2',
  ]);
});

it('stops at a period that is open and not yet due, though later ones are', () => {
  const later = at('2026-12-31T00:00:00.000Z');
  const periods = year2026.map((period) =>
    period.id === '2026-m02' ? { ...period, closesAt: later } : period,
  );
  expect(ids(closeDue(periods, at('2026-05-10T00:00:00.000Z')))).toEqual(['2026-m01']);
});

it('begins to calculate and counts the version up', () => {
  const january = close(year2026, named(year2026, '2026-m01'), at('2026-01-31T23:00:00.000Z'));
  expect(january).toEqual({ ...named(year2026, '2026-m01'), status: 'calculating', version: 2 });
});

it('refuses to close a period whose last day goes on', () => {
  // January ends at 2026-02-01 00:00 in Berlin, 2026-01-31 23:00 UTC; midnight UTC would be an hour late.
  const january = named(year2026, '2026-m01');
  expect(() => close(year2026, january, at('2026-01-31T22:59:59.999Z'))).toThrow(
    expect.objectContaining({ because: 'conflict', code: 'period.not-ended' }),
  );
});

it('A124 refuses to close a period while one before it is open', () => {
  const now = at('2026-05-10T00:00:00.000Z');
  const earlierOpen = expect.objectContaining({ because: 'conflict', code: 'period.earlier-open' });
  expect(() => close(year2026, named(year2026, '2026-m02'), now)).toThrow(earlierOpen);
  const twoMonths = closed(year2026, '2026-m01', '2026-m02');
  expect(() => close(twoMonths, named(twoMonths, '2026-q1'), now)).toThrow(earlierOpen);
  const threeMonths = closed(year2026, '2026-m01', '2026-m02', '2026-m03');
  expect(() => close(threeMonths, named(threeMonths, '2026-m04'), now)).toThrow(earlierOpen);
  expect(close(threeMonths, named(threeMonths, '2026-q1'), now).status).toBe('calculating');
});

it('refuses to close what is closed', () => {
  const periods = closed(year2026, '2026-m01');
  expect(() => close(periods, named(periods, '2026-m01'), at('2026-05-10T00:00:00.000Z'))).toThrow(
    expect.objectContaining({ because: 'conflict', code: 'period.not-open' }),
  );
});

it('locks a period that is calculated, once', () => {
  const january = close(year2026, named(year2026, '2026-m01'), at('2026-02-05T00:00:00.000Z'));
  const locked = lock(january);
  expect(locked).toEqual({ ...january, status: 'locked', version: 3 });
  expect(locked && lock(locked)).toBeUndefined();
  expect(lock(named(year2026, '2026-m01'))).toBeUndefined();
});

it('A114 closes the same periods whether ticks come once, twice, late or not at all in between', () => {
  const hours = fc.array(fc.integer({ min: 0, max: 500 * 24 }), { maxLength: 20 });
  fc.assert(
    fc.property(hours, fc.integer({ min: 1, max: 12 }), (ticks, first) => {
      const calendar = fiscalYear(2026, startsIn(first), 'America/Sao_Paulo', 3);
      const start = Date.parse(named(calendar, '2026-m01').endsAt);
      const moments = [...ticks]
        .sort((a, b) => a - b)
        .map((h) => new Date(start + h * 3_600_000).toISOString());
      const last = moments.at(-1);
      if (!last) return;
      const often = moments.reduce((periods, moment) => tick(tick(periods, moment), moment), calendar);
      expect(often).toEqual(tick(calendar, last));
    }),
  );
});
