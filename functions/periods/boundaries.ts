/**
 * Windows between days that a company names. The last one may be without end: it never closes, until
 * another boundary says where it ends.
 *
 *   2011-05-31, 2011-08-31, 2011-12-01, …   →   [05-31, 08-31)   [08-31, 12-01)   [12-01, …
 */
import {
  type BoundariesShape,
  type CalendarShape,
  MOST_BOUNDARIES,
} from '../../shared/kernel/calendar-shape.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Stretch } from './year.ts';

/** A window is called by its first day. */
export function windowsOf({ days, end }: BoundariesShape): Stretch[] {
  return days.map((from, n) => windowOf(from, days[n + 1] ?? end));
}

export function windowOf(from: Day, to: Day | null): Stretch {
  return { id: PeriodId.parse(from), kind: 'window', from, to };
}

/**
 * A calendar with one boundary more: the end of a last window that had none, or a further window after the
 * end. One whose last boundary this is already stays as it is.
 */
export function withBoundary(shape: CalendarShape, day: Day): BoundariesShape {
  if (shape.kind !== 'boundaries') {
    refuse('rule', 'calendar.no-boundaries', 'This calendar follows a rule: it has no boundaries to add.');
  }
  const { days, end } = shape;
  const last = end ?? days.at(-1);
  if (day === last) return shape;
  if (last && day < last) {
    refuse('rule', 'boundary.not-later', `A new boundary comes after ${last}, the last one.`, '/day');
  }
  if (days.length >= MOST_BOUNDARIES) {
    refuse('rule', 'boundary.too-many', `A calendar has at most ${MOST_BOUNDARIES} boundaries.`, '/day');
  }
  return end === null ? { ...shape, days: [...days, day] } : { ...shape, days: [...days, end], end: day };
}
