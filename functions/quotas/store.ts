/** Quotas in the table: those of a period lie together. */
import type { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { type Measure, Quota } from './quota.ts';

/** All quotas of a period. */
export function quotasIn(table: Table, period: PeriodId): Promise<Quota[]> {
  return table.all(places.quotas(period), Quota);
}

export function listQuotas(table: Table, period: PeriodId, page: ListOptions): Promise<Listed<Quota>> {
  return table.list(places.quotas(period), Quota, page);
}

/** The quotas of one person in a period, by measure. */
export function quotasOf(table: Table, period: PeriodId, person: PersonId): Promise<Quota[]> {
  return table.all(places.quotas(period), Quota, { prefix: `${person}#` });
}

export function quotaOf(
  table: Table,
  period: PeriodId,
  person: PersonId,
  measure: Measure,
): Promise<Quota | undefined> {
  return table.find(keys.quota(period, person, measure), Quota);
}

/** Saves a new version, if the period that lies at `openPeriod` is still open at that very moment. */
export function saveQuota(table: Table, quota: Quota, openPeriod: Key): Promise<void> {
  const { period, person, measure, version } = quota;
  const options = version === 1 ? { ifAbsent: true as const } : { ifVersion: version - 1 };
  return table.transact([
    { put: keys.quota(period, person, measure), value: quota, options },
    { check: openPeriod, where: { status: 'open' } },
  ]);
}
