/**
 * The periods that a company pays by: kept one by one, posted to, closed in order and then locked. Every
 * period includes its first day and excludes `to`.
 *
 *   open → calculating (closed to new credits) → locked (its commissions are published)
 */
import * as z from 'zod';
import { PayKind } from '../../shared/kernel/calendar-shape.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day, Instant, type Span } from '../../shared/kernel/time.ts';

export const Period = z.object({
  id: PeriodId,
  kind: PayKind,
  /** Windows between boundaries belong to none. */
  fiscalYear: z.int().optional(),
  from: Day,
  /** The first day that is no longer part of it. A window without end has none of these three, as yet. */
  to: Day.nullable(),
  /** When its last day is over where the tenant is. */
  endsAt: Instant.nullable(),
  /** When the schedule closes it. */
  closesAt: Instant.nullable(),
  status: z.enum(['open', 'calculating', 'locked']),
  version: z.int(),
});
export type Period = z.output<typeof Period>;

/** Of those that end on one day, the shorter first: a quarter is paid on top of its months. */
const ORDER = { month: 1, window: 1, quarter: 3 } as const satisfies Record<PayKind, number>;

/** Whether credits are posted to it, and not only to what it consists of. */
export function isPostedTo({ kind }: Period): boolean {
  return kind !== 'quarter';
}

/** The month or window that credits of a day are posted to. */
export function postingPeriodOf(periods: readonly Period[], day: Day): Period | undefined {
  return periods.find((period) => isPostedTo(period) && covers(period, day));
}

/** The months of a quarter; a month, and a window, is its own. */
export function postingPeriodsIn(periods: readonly Period[], whole: Span): Period[] {
  return periods
    .filter((period) => isPostedTo(period) && whole.from <= period.from && endOf(period) <= endOf(whole))
    .sort(inOrder);
}

/** What the schedule closes now, in order, up to the first that is open and not yet due. */
export function closeDue(periods: readonly Period[], now: Instant): Period[] {
  const open = periods.filter(({ status }) => status === 'open').sort(inOrder);
  const blocked = open.findIndex(({ closesAt }) => closesAt === null || closesAt > now);
  return blocked < 0 ? open : open.slice(0, blocked);
}

/** Closes an open period whose days are over and before which none is open. */
export function close(periods: readonly Period[], period: Period, now: Instant): Period {
  if (period.status !== 'open') {
    refuse('conflict', 'period.not-open', `${period.id} is ${period.status}, so it cannot be closed.`);
  }
  if (period.endsAt === null || now < period.endsAt) {
    const until = period.endsAt === null ? 'without end' : `until ${period.endsAt}`;
    refuse('conflict', 'period.not-ended', `${period.id} goes on ${until}.`);
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

/** By end; a quarter after its months, since it is paid on top of them. */
export function inOrder(a: Period, b: Period): number {
  if (endOf(a) !== endOf(b)) return endOf(a) < endOf(b) ? -1 : 1;
  return ORDER[a.kind] - ORDER[b.kind];
}

/** What has no end comes after all days. */
function endOf({ to }: Pick<Span, 'to'>): string {
  return to ?? '~';
}
