/**
 * A year of whole weeks, as retailers count: it ends on a weekday, the last of a month or the one nearest
 * to the month's last day, and so it has 52 or 53 weeks. The 53rd belongs to the last month.
 *
 *   4-5-4 to the Saturday nearest 31 January:
 *   2023 = 2023-01-29 … 2024-02-04     53 weeks, since 31 January is a Tuesday in 2023, a Wednesday in 2024
 *   m01 = 4 weeks, m02 = 5, m03 = 4, …, m12 = 4 + 1
 */
import { Weekday, type WeeksShape } from '../../shared/kernel/calendar-shape.ts';
import { addDays, addMonths, type Day, daysBetween, weekdayOf } from '../../shared/kernel/time.ts';
import { firstOf } from './months.ts';
import type { YearDays } from './year.ts';

const DAYS = 7;

export function yearOfWeeks(shape: WeeksShape, year: number): YearDays {
  const first = firstDayByWeeks(shape, year);
  const next = firstDayByWeeks(shape, year + 1);
  const count = daysBetween(first, next) / DAYS;
  const dayAfter = (weeks: number) => addDays(first, weeks * DAYS);
  const weeks = Array.from({ length: count + 1 }, (_, n) => dayAfter(n));
  return { year, months: [...firstWeeks(shape).map(dayAfter), next], weeks };
}

export function firstDayByWeeks(shape: WeeksShape, year: number): Day {
  return addDays(lastDayIn(shape, year + namedBefore(shape) - 1), 1);
}

/** How many weeks of the year come before each of its months: 0, 4, 8, 13, … */
function firstWeeks({ pattern }: WeeksShape): number[] {
  const lengths = Array.from({ length: 4 }, () => pattern.split('-').map(Number)).flat();
  return lengths.map((_, n) => lengths.slice(0, n).reduce((sum, weeks) => sum + weeks, 0));
}

/** The last day of the year that ends in, or next to, the month in this calendar year. */
function lastDayIn({ yearEnds: { weekday, month, which } }: WeeksShape, calendarYear: number): Day {
  const lastOfMonth = addDays(addMonths(firstOf(calendarYear, month), 1), -1);
  const wanted = Weekday.options.indexOf(weekday) + 1;
  const since = (weekdayOf(lastOfMonth) - wanted + DAYS) % DAYS;
  const isLater = which === 'nearest' && since > DAYS / 2;
  return addDays(lastOfMonth, isLater ? DAYS - since : -since);
}

/** How many calendar years the name of a year is before the one in which it ends. */
function namedBefore({ named, yearEnds: { month } }: WeeksShape): number {
  if (named === 'end') return 0;
  return month <= (named === 'start' ? 11 : 6) ? 1 : 0;
}
