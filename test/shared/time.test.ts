import { describe, expect, it } from 'vitest';
import type { Day, Instant } from '../../shared/kernel/time.ts';
import {
  addMonths,
  covers,
  dayOf,
  overlaps,
  readInstant,
  startOfDay,
  TimeZone,
} from '../../shared/kernel/time.ts';

const day = (text: string) => text as Day;
const instant = (text: string) => text as Instant;

describe('days where the tenant is', () => {
  it('begin when its midnight comes: 1 April in Kolkata begins at 18:30 UTC of the day before', () => {
    expect(startOfDay(day('2026-04-01'), 'Asia/Kolkata')).toBe('2026-03-31T18:30:00.000Z');
  });

  it('begin at the first moment that exists where midnight is skipped: Sao Paulo, 4 November 2018', () => {
    expect(startOfDay(day('2018-11-04'), 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('hold the moments up to, not including, the next midnight', () => {
    expect(dayOf(instant('2026-03-31T18:29:59.999Z'), 'Asia/Kolkata')).toBe('2026-03-31');
    expect(dayOf(instant('2026-03-31T18:30:00.000Z'), 'Asia/Kolkata')).toBe('2026-04-01');
  });
});

describe('spans', () => {
  const march = { from: day('2026-03-01'), to: day('2026-04-01') };

  it('include their first day and not their end', () => {
    expect([covers(march, day('2026-03-01')), covers(march, day('2026-03-31'))]).toEqual([true, true]);
    expect([covers(march, day('2026-02-28')), covers(march, day('2026-04-01'))]).toEqual([false, false]);
  });

  it('that touch do not overlap', () => {
    expect(overlaps(march, { from: day('2026-04-01'), to: null })).toBe(false);
    expect(overlaps(march, { from: day('2026-03-31'), to: null })).toBe(true);
  });
});

describe('what comes over the wire', () => {
  it('is brought to UTC with milliseconds', () => {
    expect(readInstant('2026-03-31T23:30:00+02:00')).toBe('2026-03-31T21:30:00.000Z');
    expect(readInstant('31.03.2026')).toBeUndefined();
  });

  it('names a zone that exists', () => {
    expect(TimeZone.safeParse('Europe/Berlin').success).toBe(true);
    expect(TimeZone.safeParse('Europe/Atlantis').success).toBe(false);
    expect(TimeZone.safeParse('+02:00').success).toBe(false);
  });

  it('clips a month that is too short: a month after 31 January ends in February', () => {
    expect(addMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
  });
});
