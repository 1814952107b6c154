/** Which days, or which whole pay periods, a report is over. */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { CalendarDay, type CalendarShape, PayKind, payKindsOf } from '../../shared/kernel/calendar-shape.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { addDays, type Day, overlaps, type Span } from '../../shared/kernel/time.ts';
import { HierarchyName, MAIN } from '../people/hierarchy.ts';
import { inOrder, isPostedTo, type Period } from '../periods/period.ts';
import { Measure } from '../quotas/quota.ts';

/** From a day up to, not including, another. */
export const Days = z.strictObject({ from: CalendarDay.optional(), to: CalendarDay.optional() });
type Days = z.output<typeof Days>;

export const PerformanceQuery = Days.extend({
  period: PeriodId.optional(),
  each: PayKind.optional(),
  measure: Measure.default('bookings'),
  hierarchy: HierarchyName.default(MAIN),
});
export type PerformanceQuery = z.output<typeof PerformanceQuery>;

export const CustomersQuery = Days.extend({
  /** How many days an account counts as active after it bought. */
  activeDays: z.coerce.number().int().min(1).max(3_660).default(365),
});
export const FIRST_DAY = CalendarDay.parse('1970-01-01');
const MOST_PERIODS = 120;

/** Where nothing is said, all days that the pay calendar has. */
export function spanOf({ from, to }: Days, periods: readonly Period[], today: Day): Span {
  const all = periods.length > 0 ? around(periods) : { from: today, to: null };
  const span = { from: from ?? all.from, to: to ?? all.to };
  if (span.to !== null && span.to <= span.from) emptySpan();
  return span;
}

/** Where nothing is said, the days up to and with today, as many as an account counts as active. */
export function recentSpan({ from, to }: Days, activeDays: number, today: Day): { from: Day; to: Day } {
  const until = to ?? addDays(today, 1);
  const span = { from: from ?? addDays(until, -activeDays), to: until };
  return span.to <= span.from ? emptySpan() : span;
}

/** The months, or windows, that hold the sales of these days. */
export function postedIn(periods: readonly Period[], span: Span): Period[] {
  return periods.filter((period) => isPostedTo(period) && overlaps(period, span)).sort(inOrder);
}

/** The named period; or those of a kind that lie whole in a span, and have begun; or the one of today. */
export function periodsAsked(
  { period, from, to, each }: PerformanceQuery,
  periods: readonly Period[],
  { calendar, today }: { readonly calendar: CalendarShape; readonly today: Day },
): Period[] {
  if (period !== undefined) return [periodNamed(periods, period, Boolean(from ?? to ?? each))];
  const [usual, ...others] = payKindsOf(calendar);
  const kind = each ?? usual;
  if (kind === undefined || ![usual, ...others].includes(kind)) {
    const words = `The company pays by ${[usual, ...others].join(', ')}.`;
    refuse('rule', 'calendar.no-such-kind', words, '/query/each');
  }
  if (from !== undefined && to !== undefined && to <= from) emptySpan();
  const begun = periods.filter((one) => one.kind === kind && one.from <= today).sort(inOrder);
  const isWithin = (one: Period) =>
    (from === undefined || from <= one.from) && (to === undefined || (one.to !== null && one.to <= to));
  const found = from === undefined && to === undefined ? begun.slice(-1) : begun.filter(isWithin);
  if (found.length === 0) {
    refuse('rule', 'report.no-period', `No whole ${kind} that has begun lies in these days.`, '/query/from');
  }
  if (found.length > MOST_PERIODS) {
    refuse('rule', 'report.too-many-periods', `At most ${MOST_PERIODS} periods at once.`, '/query/from');
  }
  return found;
}

/** From the beginning of the first of some periods to the end of the last. */
export function around(periods: readonly Period[]): Span {
  const [first, last] = [periods.toSorted(byStart)[0], periods.toSorted(inOrder).at(-1)];
  assert(first && last, 'a report is over one period at least');
  return { from: first.from, to: last.to };
}

function periodNamed(periods: readonly Period[], id: PeriodId, saysMore: boolean): Period {
  if (saysMore) {
    refuse('rule', 'report.period-or-span', 'Name one period, or the days of several.', '/query/period');
  }
  const found = periods.find((period) => period.id === id);
  return found ?? refuse('missing', 'not-found', 'There is no such period.');
}

function emptySpan(): never {
  return refuse('rule', 'span.empty', 'The span ends after it begins.', '/query/to');
}

function byStart(a: Period, b: Period): number {
  return a.from < b.from ? -1 : 1;
}
