/**
 * How a calendar divides time, as a company says it.
 *
 *   months       twelve months from the first of one of them
 *   weeks        52 or 53 weeks a year, which ends on a weekday; the weeks of months repeat as 4-4-5
 *   boundaries   windows from each day to the next one; the last goes up to `end`, or on and on
 */
import * as z from 'zod';
import { assert } from './assert.ts';
import { Day } from './time.ts';

/** Keeps the windows of one company, and the days that lie in them, few enough to be read at once. */
export const MOST_BOUNDARIES = 500;
const [EARLIEST, LATEST] = ['1970-01-01', '2200-01-01'];

const Month = z.int().min(1).max(12);
/** Far enough in both directions, and near enough to count years to. */
export const CalendarDay = Day.refine(
  (day) => EARLIEST <= day && day < LATEST,
  `must lie between ${EARLIEST} and ${LATEST}`,
);

export const MonthsShape = z.strictObject({
  kind: z.literal('months'),
  /** 4 is a fiscal year from April to March. It is named after the calendar year in which it ends. */
  startsIn: Month,
});
export type MonthsShape = z.output<typeof MonthsShape>;

export const Weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
export type Weekday = z.output<typeof Weekday>;

export const WeeksShape = z.strictObject({
  kind: z.literal('weeks'),
  pattern: z.enum(['4-4-5', '4-5-4', '5-4-4']),
  /** The last such weekday of the month, or the one nearest to the last day of the month. */
  yearEnds: z.strictObject({ weekday: Weekday, month: Month, which: z.enum(['last', 'nearest']) }),
  /**
   * The calendar year that names a year: the one with most of its months, or that of its first or last.
   * A year to the end of January 2024 is 2023 by most and by start, and 2024 by end.
   */
  named: z.enum(['most', 'start', 'end']).default('most'),
});
export type WeeksShape = z.output<typeof WeeksShape>;

export const BoundariesShape = z
  .strictObject({
    kind: z.literal('boundaries'),
    days: z.array(CalendarDay).min(1).max(MOST_BOUNDARIES),
    /** The first day that is no longer part of the last window; null is without end. */
    end: CalendarDay.nullable(),
  })
  .refine(({ days, end }) => isAscending(end === null ? days : [...days, end]), {
    path: ['days'],
    message: 'must ascend, and end before `end`',
  });
export type BoundariesShape = z.output<typeof BoundariesShape>;

export const CalendarShape = z
  .discriminatedUnion('kind', [MonthsShape, WeeksShape, BoundariesShape])
  .meta({ id: 'CalendarShape' });
export type CalendarShape = z.output<typeof CalendarShape>;

/** What is said of a pay calendar at the start: a shape, or only the month in which fiscal years begin. */
export type Said = {
  readonly calendar?: CalendarShape | undefined;
  readonly fiscalYearStartsIn?: number | undefined;
};

export function shapeSaid({ calendar, fiscalYearStartsIn }: Said): CalendarShape | undefined {
  return calendar ?? (fiscalYearStartsIn ? { kind: 'months', startsIn: fiscalYearStartsIn } : undefined);
}

/** The same for a company that has joined, and so has said it. */
export function shapeOf(said: Said): CalendarShape {
  const shape = shapeSaid(said);
  assert(shape, 'a company says how its pay calendar divides time');
  return shape;
}

/** How often a company with this pay calendar pays. */
export const PayKind = z.enum(['month', 'quarter', 'window']);
export type PayKind = z.output<typeof PayKind>;

export function payKindsOf({ kind }: CalendarShape): readonly PayKind[] {
  return kind === 'boundaries' ? ['window'] : ['month', 'quarter'];
}

function isAscending(days: readonly Day[]): boolean {
  return days.every((day, n) => n === 0 || String(days[n - 1]) < day);
}
