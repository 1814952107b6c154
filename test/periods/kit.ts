/** What the tests of periods share: short ways to say a day, a moment and a calendar. */
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import type { Period } from '../../functions/periods/period.ts';
import type { MonthsShape, WeeksShape } from '../../shared/kernel/calendar-shape.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';

export const day = (text: string) => Day.parse(text);
export const at = (text: string) => Instant.parse(text);

/** Months, the first one of each year being this. */
export const startsIn = (month: number): MonthsShape => ({ kind: 'months', startsIn: month });

/** Berlin, calendar year 2026, closing after three days. */
export const year2026 = fiscalYear(2026, startsIn(1), 'Europe/Berlin', 3);

/** As retailers in America count. */
export const NRF: WeeksShape = {
  kind: 'weeks',
  pattern: '4-5-4',
  yearEnds: { weekday: 'saturday', month: 1, which: 'nearest' },
  named: 'most',
};
export const SEPTEMBER: WeeksShape = {
  kind: 'weeks',
  pattern: '4-4-5',
  yearEnds: { weekday: 'saturday', month: 9, which: 'last' },
  named: 'most',
};

/** One that has an end. */
export type Ended = Period & Record<'to', Day> & Record<'endsAt' | 'closesAt', Instant>;

export function named(periods: readonly Period[], id: string): Ended {
  const found = periods.find((period) => period.id === id);
  if (!found) throw new Error(`no period ${id} among ${periods.map((period) => period.id).join()}`);
  return found as Ended;
}

export const ids = (periods: readonly Period[]) => periods.map(({ id }) => id as string);
