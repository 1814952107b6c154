/** Calendars in the table, and one item for each period of the one that pays, all in one place. */
import { fact } from '../../shared/events/fact.ts';
import type { CalendarShape } from '../../shared/kernel/calendar-shape.ts';
import { type CalendarId, PAY, type TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { settingsOf, withCalendar } from '../settings/store.ts';
import { type Calendar, payCalendar, ReportCalendar, shown } from './calendar.ts';
import { Period } from './period.ts';

/** The whole pay calendar, by start: sixteen periods a year, or its windows. */
export function periodsOf(table: Table): Promise<Period[]> {
  return table.all(places.periods(), Period);
}

export function listPeriods(table: Table, page: ListOptions): Promise<Listed<Period>> {
  return table.list(places.periods(), Period, page);
}

export async function periodNamed(table: Table, id: string): Promise<Period> {
  return named(await periodsOf(table), id);
}

export function named(periods: readonly Period[], id: string): Period {
  const found = periods.find((period) => period.id === id);
  return found ?? refuse('missing', 'not-found', 'There is no such period.');
}

/** Where a period lies: for conditions such as { status: 'open' } in the transactions of others. */
export function periodKey({ from, kind, id }: Period): Key {
  return keys.period(from, kind, id);
}

/** For transactions of others: the period is open, and as it was read. */
export function openPeriod(period: Period) {
  return { check: periodKey(period), where: { status: 'open', version: period.version } };
}

/** Saves the next version of a period, unless somebody else did. */
export async function savePeriod(table: Table, period: Period, facts: readonly Fact[]): Promise<void> {
  await table.put(periodKey(period), period, { ifVersion: period.version - 1, facts });
}

/** Announces once more that a period is being closed, as long as it is. */
export async function tellAgainOfPeriod(table: Table, tenant: TenantId, period: Period, now: Instant) {
  const { id, status } = period;
  const again = fact('period.calculating', now, { period: id }, tenant, 'again', now);
  await table.update(periodKey(period), Period, { where: { status }, facts: [again] });
}

/** Adds what the calendar lacks, side by side; the facts go out with the last one, when all are there. */
export async function addPeriods(
  table: Table,
  periods: readonly Period[],
  facts: readonly Fact[] = [],
): Promise<void> {
  const last = periods.at(-1);
  await Promise.all(periods.slice(0, -1).map((period) => putOnce(table, periodKey(period), period)));
  if (last) await putOnce(table, periodKey(last), last, facts);
}

/** All calendars of a company, by id. */
export async function calendarsOf(table: Table): Promise<Calendar[]> {
  const [{ calendar }, reports] = await Promise.all([
    settingsOf(table),
    table.all(places.calendars(), ReportCalendar),
  ]);
  return [...reports.map(shown), payCalendar(calendar)];
}

export async function calendarById(table: Table, id: CalendarId): Promise<Calendar> {
  if (id === PAY) return payCalendar((await settingsOf(table)).calendar);
  return shown(await reportCalendar(table, id));
}

export async function reportCalendar(table: Table, id: CalendarId): Promise<ReportCalendar> {
  const found = await table.find(keys.calendar(id), ReportCalendar);
  return found ?? refuse('missing', 'not-found', 'There is no such calendar.');
}

/** Adds a calendar for reports; one that is there already stays. */
export async function addCalendar(table: Table, calendar: ReportCalendar): Promise<void> {
  await putOnce(table, keys.calendar(calendar.id), calendar);
}

/** Saves the next version of a calendar for reports, unless somebody else did. */
export async function saveCalendar(table: Table, calendar: ReportCalendar): Promise<void> {
  await table.put(keys.calendar(calendar.id), calendar, { ifVersion: calendar.version - 1 });
}

/** Gives the pay calendar another shape and the windows that this makes, all or nothing. */
export async function savePayCalendar(
  table: Table,
  shape: CalendarShape,
  { split, added }: { readonly split?: Period; readonly added: Period },
  facts: readonly Fact[],
): Promise<void> {
  const ended = split && {
    put: periodKey(split),
    value: split,
    options: { ifVersion: split.version - 1, facts },
  };
  const next = { put: periodKey(added), value: added, options: { ifAbsent: true } as const };
  await table.transact([withCalendar(shape), ...(ended ? [ended] : []), next]);
}
