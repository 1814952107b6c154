/** What the tests of periods share: short ways to say a day, a moment and a calendar. */
import { fiscalYear, type Period } from '../../functions/periods/period.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';

export const day = (text: string) => Day.parse(text);
export const at = (text: string) => Instant.parse(text);

/** Berlin, calendar year 2026, closing after three days. */
export const year2026 = fiscalYear(2026, 1, 'Europe/Berlin', 3);

export function named(periods: readonly Period[], id: string): Period {
  const found = periods.find((period) => period.id === id);
  if (!found) throw new Error(`no period ${id} among ${periods.map((period) => period.id).join()}`);
  return found;
}

export const ids = (periods: readonly Period[]) => periods.map(({ id }) => id as string);
