/** Settings in the table: one item of the tenant. */
import type { CalendarShape } from '../../shared/kernel/calendar-shape.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { type Day, dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { keys } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Table, Write } from '../../shared/table/operations.ts';
import { Settings } from './settings.ts';

export async function settingsOf(table: Table): Promise<Settings> {
  const found = await table.find(keys.settings(), Settings);
  return found ?? refuse('missing', 'settings.missing', 'This company is not set up in this cell.');
}

/** The calendar day where the company is. */
export async function todayOf(table: Table, now: Instant): Promise<Day> {
  return dayOf(now, (await settingsOf(table)).timeZone);
}

/** The first settings of a new tenant; those that are there already stay. */
export async function beginSettings(table: Table, settings: Settings, facts: readonly Fact[]): Promise<void> {
  await putOnce(table, keys.settings(), settings, facts);
}

/** For the transaction that changes the pay calendar and its periods together. */
export function withCalendar(calendar: CalendarShape): Write {
  return { update: keys.settings(), change: { set: { calendar } } };
}
