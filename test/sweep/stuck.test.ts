import { describe, expect, it } from 'vitest';
import { daysToSweep, stuckPeriods, stuckRuns } from '../../functions/sweep/stuck.ts';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import type { Period } from '../../functions/periods/period.ts';
import type { Run } from '../../functions/runs/run.ts';
import { isNight } from '../../shared/events/night.ts';
import { Instant, TimeZone } from '../../shared/kernel/time.ts';

const at = (text: string) => Instant.parse(text);
const UTC = TimeZone.parse('UTC');
const year = fiscalYear(2026, { kind: 'months', startsIn: 1 }, TimeZone.parse('Europe/Berlin'), 3);
const closed = (...ids: string[]): Period[] =>
  year.map((period) => (ids.includes(period.id) ? { ...period, status: 'calculating' } : period));

describe('the sweep', () => {
  it('comes once a day, in the quarter of an hour after two', () => {
    expect(isNight(at('2026-03-10T02:00:00.000Z'))).toBe(true);
    expect(isNight(at('2026-03-10T02:15:00.000Z'))).toBe(false);
    expect(isNight(at('2026-03-10T12:00:00.000Z'))).toBe(false);
  });

  it('looks at all days that still count, and one around them', () => {
    // January is closed and the quarter is open, so all of it counts.
    const days = daysToSweep(closed('2026-m01'), at('2026-02-03T02:00:00.000Z'), UTC);
    expect([days[0], days.at(-1), days.length]).toEqual(['2025-12-31', '2026-02-04', 36]);
    const later = closed('2026-m01', '2026-m02', '2026-m03', '2026-q1');
    expect(daysToSweep(later, at('2026-04-02T02:00:00.000Z'), UTC)).toEqual([
      '2026-03-31',
      '2026-04-01',
      '2026-04-02',
      '2026-04-03',
    ]);
  });

  it('takes a period for stuck as long as it is calculating, and a run after an hour', () => {
    expect(stuckPeriods(closed('2026-m01')).map(({ id }) => id)).toEqual(['2026-m01']);
    const run = (status: Run['status'], startedAt: string) =>
      ({ id: status, status, startedAt: at(startedAt) }) as unknown as Run;
    const runs = [
      run('preparing', '2026-02-03T01:00:00.000Z'),
      run('calculating', '2026-02-03T01:30:00.000Z'),
      run('published', '2026-02-01T00:00:00.000Z'),
      run('failed', '2026-02-01T00:00:00.000Z'),
    ];
    const stuck = stuckRuns(runs, at('2026-02-03T02:00:00.000Z'));
    expect(stuck.map(({ id }) => id)).toEqual(['preparing', 'failed']);
  });
});
