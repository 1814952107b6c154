/**
 * A calendar: a name and a shape, from which all its periods follow. A company pays by one calendar, whose
 * months and quarters, or windows, are kept and closed; those of other calendars are only worked out.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import {
  CalendarDay,
  CalendarShape,
  type MonthsShape,
  type WeeksShape,
} from '../../shared/kernel/calendar-shape.ts';
import { CalendarId, PAY, PeriodId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import {
  addDays,
  Day,
  daysBetween,
  Instant,
  overlaps,
  type Span,
  startOfDay,
  type TimeZone,
} from '../../shared/kernel/time.ts';
import { windowsOf } from './boundaries.ts';
import { firstDayByMonths, yearOfMonths } from './months.ts';
import { firstDayByWeeks, yearOfWeeks } from './weeks.ts';
import { type Stretch, StretchKind, stretchesOf, type YearDays } from './year.ts';

export const CalendarDraft = z.strictObject({ name: Name, shape: CalendarShape });
export type CalendarDraft = z.output<typeof CalendarDraft>;

/** A calendar for reports, as it is kept. The pay calendar's shape stands in the settings. */
export const ReportCalendar = CalendarDraft.extend({ id: CalendarId, version: z.int() });
export type ReportCalendar = z.output<typeof ReportCalendar>;

export const Calendar = CalendarDraft.extend({
  id: CalendarId,
  role: z.enum(['pay', 'report']),
  /** The kinds of its periods, shortest first. */
  kinds: z.array(StretchKind),
});
export type Calendar = z.output<typeof Calendar>;

export const CalendarPeriod = z.object({
  calendar: CalendarId,
  id: PeriodId,
  kind: StretchKind,
  fiscalYear: z.int().optional(),
  from: Day,
  /** The first day that is no longer part of it; null is without end. */
  to: Day.nullable(),
  startsAt: Instant,
  endsAt: Instant.nullable(),
});
export type CalendarPeriod = z.output<typeof CalendarPeriod>;

type YearsShape = MonthsShape | WeeksShape;
/** Of which periods of a calendar are asked. */
export const Range = z.strictObject({
  kind: StretchKind.optional(),
  from: CalendarDay.optional(),
  to: CalendarDay.optional(),
});
export type Range = z.output<typeof Range>;

const KINDS = {
  months: ['month', 'quarter', 'half', 'year'],
  weeks: ['week', 'month', 'quarter', 'half', 'year'],
  boundaries: ['window'],
} as const satisfies Record<CalendarShape['kind'], readonly StretchKind[]>;
const MOST_YEARS = 20;
const DAYS_OF_YEAR = 366;

export function payCalendar(shape: CalendarShape): Calendar {
  return { id: PAY, name: 'Pay calendar', role: 'pay', shape, kinds: [...KINDS[shape.kind]] };
}

export function shown({ id, name, shape }: ReportCalendar): Calendar {
  return { id, name, role: 'report', shape, kinds: [...KINDS[shape.kind]] };
}

export function yearDays(shape: YearsShape, year: number): YearDays {
  return shape.kind === 'months' ? yearOfMonths(shape, year) : yearOfWeeks(shape, year);
}

function firstDay(shape: YearsShape, year: number): Day {
  return shape.kind === 'months' ? firstDayByMonths(shape, year) : firstDayByWeeks(shape, year);
}

/** The fiscal year that a day belongs to: with a start in April, 2025-04-01 is the first day of 2026. */
export function fiscalYearOf(day: Day, shape: YearsShape): number {
  const near = Number(day.slice(0, 4));
  const begun = [near + 1, near, near - 1].find((year) => firstDay(shape, year) <= day);
  assert(begun !== undefined, 'every day belongs to a year that is named after one next to it');
  return begun;
}

/** Everything of a calendar that lies, in part at least, in a span of days. */
export function stretchesIn(shape: CalendarShape, span: { readonly from: Day; readonly to: Day }): Stretch[] {
  if (shape.kind === 'boundaries') return windowsOf(shape).filter((window) => overlaps(window, span));
  const [first, last] = [fiscalYearOf(span.from, shape), fiscalYearOf(span.to, shape)];
  const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  return years
    .flatMap((year) => stretchesOf(yearDays(shape, year)))
    .filter((stretch) => overlaps(stretch, span));
}

/** The periods of one kind in a range; where nothing is said, months or windows, of this year and the next. */
export function periodsIn(
  { id, shape }: Calendar,
  range: Range,
  today: Day,
  zone: TimeZone,
): CalendarPeriod[] {
  const wanted = range.kind ?? (shape.kind === 'boundaries' ? 'window' : 'month');
  const kinds: readonly StretchKind[] = KINDS[shape.kind];
  if (!kinds.includes(wanted)) {
    refuse('rule', 'calendar.no-such-kind', `This calendar has ${kinds.join(', ')}.`, '/query/kind');
  }
  return stretchesIn(shape, spanOf(shape, range, today))
    .filter(({ kind }) => kind === wanted)
    .map((stretch) => ({ calendar: id, ...stretch, ...momentsOf(stretch, zone) }));
}

export function momentsOf({ from, to }: Span, zone: TimeZone) {
  return { startsAt: startOfDay(from, zone), endsAt: to && startOfDay(to, zone) };
}

function spanOf(shape: CalendarShape, { from, to }: Range, today: Day): { from: Day; to: Day } {
  const usual = usualSpan(shape, from ?? (to ? addDays(to, -1) : today));
  const span = { from: from ?? usual.from, to: to ?? usual.to };
  if (span.from >= span.to) refuse('rule', 'span.empty', 'The span ends after it begins.', '/query/to');
  if (shape.kind !== 'boundaries' && daysBetween(span.from, span.to) > MOST_YEARS * DAYS_OF_YEAR) {
    refuse('rule', 'span.too-long', `At most ${MOST_YEARS} years at once.`, '/query/to');
  }
  return span;
}

/** All windows, or the year of a day and the next one. */
function usualSpan(shape: CalendarShape, day: Day): { from: Day; to: Day } {
  if (shape.kind === 'boundaries') {
    return { from: shape.days[0] ?? day, to: Day.parse('9999-12-31') };
  }
  const year = fiscalYearOf(day, shape);
  return { from: firstDay(shape, year), to: firstDay(shape, year + 2) };
}
