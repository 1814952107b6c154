/**
 * The periods of the pay calendar as they are made: the months and quarters of fiscal years, one year
 * ahead of the company's days, or the windows between its boundaries.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { type CalendarShape, PayKind, payKindsOf } from '../../shared/kernel/calendar-shape.ts';
import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  startOfDay,
  type TimeZone,
} from '../../shared/kernel/time.ts';
import { windowOf, windowsOf } from './boundaries.ts';
import { fiscalYearOf, momentsOf, yearDays } from './calendar.ts';
import { inOrder, type Period } from './period.ts';
import { type Stretch, stretchesOf } from './year.ts';

/** What a company agreed to: in which shape its days are paid, where it is, and how long things may change. */
export type Terms = {
  readonly shape: CalendarShape;
  readonly zone: TimeZone;
  readonly closeAfterDays: number;
};

/** The twelve months and four quarters of the fiscal year of that name, each open. */
export function fiscalYear(
  year: number,
  shape: Exclude<CalendarShape, { kind: 'boundaries' }>,
  zone: TimeZone,
  closeAfterDays: number,
): Period[] {
  return opened(stretchesOf(yearDays(shape, year)), { shape, zone, closeAfterDays });
}

/** How long a company that joins in the middle of a year may bring what happened before. */
const HISTORY_DAYS = 30;

/**
 * The first periods of a company: from the fiscal year, or the window, of the day it joins or wants history
 * from, to the year after the one it joins in, or the last window. Nothing of it closes at once.
 */
export function firstCalendar(joinedAt: Instant, terms: Terms, historyFrom?: Day): Period[] {
  const { zone } = terms;
  const today = dayOf(joinedAt, zone);
  const earliest = startOfDay(addDays(today, HISTORY_DAYS), zone);
  const isOver = ({ endsAt }: Period) => endsAt !== null && endsAt <= joinedAt;
  const closesEarly = ({ closesAt }: Period) => closesAt !== null && closesAt < earliest;
  return periodsFrom(historyFrom ?? today, today, terms).map((period) =>
    isOver(period) && closesEarly(period) ? { ...period, closesAt: earliest } : period,
  );
}

/** What is to be added, without a gap, so that the fiscal year after the one of a day is there. */
export function periodsMissing(periods: readonly Period[], today: Day, terms: Terms): Period[] {
  const { shape, zone, closeAfterDays } = terms;
  if (shape.kind === 'boundaries') return [];
  const wanted = fiscalYearOf(today, shape) + 1;
  const last = Math.max(...periods.map((period) => period.fiscalYear ?? 0));
  const first = periods.length > 0 ? last + 1 : wanted - 1;
  return span(first, wanted).flatMap((year) => fiscalYear(year, shape, zone, closeAfterDays));
}

/**
 * What one more boundary makes of the last window: where that had no end, it ends there and the next one
 * has none; where it had one, there is a window more.
 */
export function periodsAppended(
  periods: readonly Period[],
  day: Day,
  terms: Terms,
): { readonly split?: Period; readonly added: Period } {
  const last = periods.toSorted(inOrder).at(-1);
  assert(last, 'a pay calendar has windows');
  if (last.to !== null) return { added: withMoments(windowOf(last.to, day), terms) };
  const split = { ...last, to: day, ...momentsOfPay({ ...last, to: day }, terms), version: last.version + 1 };
  return { split, added: withMoments(windowOf(day, null), terms) };
}

function periodsFrom(since: Day, today: Day, terms: Terms): Period[] {
  const { shape, zone, closeAfterDays } = terms;
  if (shape.kind === 'boundaries') {
    const windows = windowsOf(shape);
    const wanted = windows.filter(({ to }) => to === null || since < to);
    return opened(wanted.length > 0 ? wanted : windows.slice(-1), terms);
  }
  const years = span(fiscalYearOf(since, shape), fiscalYearOf(today, shape) + 1);
  return years.flatMap((year) => fiscalYear(year, shape, zone, closeAfterDays));
}

function opened(stretches: readonly Stretch[], terms: Terms): Period[] {
  const kinds: readonly string[] = payKindsOf(terms.shape);
  return stretches
    .filter(({ kind }) => kinds.includes(kind))
    .map((stretch) => withMoments(stretch, terms))
    .sort(inOrder);
}

function withMoments(stretch: Stretch, terms: Terms): Period {
  return {
    ...stretch,
    kind: PayKind.parse(stretch.kind),
    ...momentsOfPay(stretch, terms),
    status: 'open',
    version: 1,
  };
}

function momentsOfPay(stretch: Pick<Stretch, 'from' | 'to'>, { zone, closeAfterDays }: Terms) {
  const { endsAt } = momentsOf(stretch, zone);
  return { endsAt, closesAt: stretch.to && startOfDay(addDays(stretch.to, closeAfterDays), zone) };
}

function span(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}
