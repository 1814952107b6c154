/** The calendar in the table: one item for each period, all in one place. */
import { fact } from '../../shared/events/fact.ts';
import type { TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { Period } from './period.ts';

/** The whole calendar, by start: sixteen periods a year. */
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
