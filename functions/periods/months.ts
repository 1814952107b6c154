/**
 * A year of calendar months, named after the calendar year in which it ends.
 *
 *   starts in April:  2026-m01 = 2025-04-01 … 2025-05-01      2026-q4 = 2026-01-01 … 2026-04-01
 */
import type { MonthsShape } from '../../shared/kernel/calendar-shape.ts';
import { addMonths, Day } from '../../shared/kernel/time.ts';
import type { YearDays } from './year.ts';

export function yearOfMonths(shape: MonthsShape, year: number): YearDays {
  const first = firstDayByMonths(shape, year);
  return { year, months: Array.from({ length: 13 }, (_, n) => addMonths(first, n)), weeks: [] };
}

export function firstDayByMonths({ startsIn }: MonthsShape, year: number): Day {
  return firstOf(startsIn === 1 ? year : year - 1, startsIn);
}

/** The first day of a month of the calendar. */
export function firstOf(year: number, month: number): Day {
  return Day.parse(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`);
}
