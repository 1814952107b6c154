/**
 * The fiscal calendar. A fiscal year is named after the calendar year in which it ends, its months and
 * quarters are numbered from its start, and every period includes its first day and excludes `to`.
 *
 *   starts in April:  2026-m01 = 2025-04-01 … 2025-05-01      2026-q4 = 2026-01-01 … 2026-04-01
 *   open → calculating (closed to new credits) → locked (its commissions are published)
 */
import * as z from 'zod';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import {
  addDays,
  addMonths,
  covers,
  Day,
  dayOf,
  Instant,
  startOfDay,
  type TimeZone,
} from '../../shared/kernel/time.ts';

export const Period = z.object({
  id: PeriodId,
  kind: z.enum(['month', 'quarter']),
  fiscalYear: z.int(),
  from: Day,
  /** The first day that is no longer part of it. */
  to: Day,
  /** When its last day is over where the tenant is. */
  endsAt: Instant,
  /** When the schedule closes it. */
  closesAt: Instant,
  status: z.enum(['open', 'calculating', 'locked']),
  version: z.int(),
});
export type Period = z.output<typeof Period>;

const MONTHS = { month: 1, quarter: 3 } as const;

/** The twelve months and four quarters of the fiscal year of that name, each open. */
export function fiscalYear(year: number, startsIn: number, zone: TimeZone, closeAfterDays: number): Period[] {
  const start = firstDay(year, startsIn);
  const periodsOfKind = (kind: Period['kind']) =>
    Array.from({ length: 12 / MONTHS[kind] }, (_, n): Period => {
      const from = addMonths(start, n * MONTHS[kind]);
      const to = addMonths(from, MONTHS[kind]);
      return {
        id: idOf(year, kind, n + 1),
        kind,
        fiscalYear: year,
        from,
        to,
        endsAt: startOfDay(to, zone),
        closesAt: startOfDay(addDays(to, closeAfterDays), zone),
        status: 'open',
        version: 1,
      };
    });
  return [...periodsOfKind('month'), ...periodsOfKind('quarter')].sort(inOrder);
}

/** How long a company that joins in the middle of a year may bring what happened before. */
const HISTORY_DAYS = 30;

/** The first calendar of a company: the fiscal year it joins in and the next; nothing of it closes at once. */
export function firstCalendar(
  joinedAt: Instant,
  startsIn: number,
  zone: TimeZone,
  closeAfterDays: number,
): Period[] {
  const today = dayOf(joinedAt, zone);
  const year = fiscalYearOf(today, startsIn);
  const earliest = startOfDay(addDays(today, HISTORY_DAYS), zone);
  return [year, year + 1]
    .flatMap((each) => fiscalYear(each, startsIn, zone, closeAfterDays))
    .map((period) =>
      period.closesAt < earliest && period.endsAt <= joinedAt ? { ...period, closesAt: earliest } : period,
    );
}

/** The fiscal year that a day belongs to: with a start in April, 2025-04-01 is the first day of 2026. */
export function fiscalYearOf(day: Day, startsIn: number): number {
  const year = Number(day.slice(0, 4));
  return day >= firstDay(year + 1, startsIn) ? year + 1 : year;
}

/** The month of the calendar that holds a day. */
export function monthOf(periods: readonly Period[], day: Day): Period | undefined {
  return periods.find((period) => period.kind === 'month' && covers(period, day));
}

/** The months inside a quarter; a month is its own. */
export function monthsOf(periods: readonly Period[], whole: Period): Period[] {
  return periods
    .filter(({ kind, from, to }) => kind === 'month' && whole.from <= from && to <= whole.to)
    .sort(inOrder);
}

/** What the schedule closes now, in order, up to the first that is open and not yet due. */
export function closeDue(periods: readonly Period[], now: Instant): Period[] {
  const open = periods.filter(({ status }) => status === 'open').sort(inOrder);
  const blocked = open.findIndex(({ closesAt }) => closesAt > now);
  return blocked < 0 ? open : open.slice(0, blocked);
}

/** Closes an open period whose days are over and before which none is open. */
export function close(periods: readonly Period[], period: Period, now: Instant): Period {
  if (period.status !== 'open') {
    refuse('conflict', 'period.not-open', `${period.id} is ${period.status}, so it cannot be closed.`);
  }
  if (now < period.endsAt) {
    refuse('conflict', 'period.not-ended', `${period.id} goes on until ${period.endsAt}.`);
  }
  const earlier = periods.find((other) => other.status === 'open' && inOrder(other, period) < 0);
  if (earlier) refuse('conflict', 'period.earlier-open', `${earlier.id} is still open: close it first.`);
  return { ...period, status: 'calculating', version: period.version + 1 };
}

/** Seals a period whose commissions are published; undefined where there is nothing to seal. */
export function lock(period: Period): Period | undefined {
  if (period.status !== 'calculating') return undefined;
  return { ...period, status: 'locked', version: period.version + 1 };
}

/** The fiscal years to add, without a gap, so that the one after the year of a day is there. */
export function yearsMissing(periods: readonly Period[], day: Day, startsIn: number): number[] {
  const wanted = fiscalYearOf(day, startsIn) + 1;
  const first = periods.length > 0 ? Math.max(...periods.map((period) => period.fiscalYear)) + 1 : wanted - 1;
  return Array.from({ length: Math.max(0, wanted - first + 1) }, (_, n) => first + n);
}

/** By end; a quarter after its months, since it is paid on top of them. */
function inOrder(a: Period, b: Period): number {
  if (a.to !== b.to) return a.to < b.to ? -1 : 1;
  return MONTHS[a.kind] - MONTHS[b.kind];
}

function firstDay(year: number, startsIn: number): Day {
  const calendarYear = startsIn === 1 ? year : year - 1;
  return Day.parse(`${String(calendarYear).padStart(4, '0')}-${String(startsIn).padStart(2, '0')}-01`);
}

function idOf(year: number, kind: Period['kind'], n: number): PeriodId {
  return PeriodId.parse(kind === 'month' ? `${year}-m${String(n).padStart(2, '0')}` : `${year}-q${n}`);
}
