/** Quotas in the table: those of a period lie together. */
import type { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table, Write } from '../../shared/table/operations.ts';
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

/** The quotas of a person in several periods, those that there are, in order of the periods. */
export async function quotasOver(
  table: Table,
  periods: readonly PeriodId[],
  person: PersonId,
  measure: Measure,
): Promise<Quota[]> {
  const wanted = periods.map((period) => keys.quota(period, person, measure));
  const found = await table.findAll(wanted, Quota);
  return found.sort((one, other) => periods.indexOf(one.period) - periods.indexOf(other.period));
}

/** Saves a new version, if the period that lies at `at` is still as it was judged at that very moment. */
export function saveQuota(table: Table, quota: Quota, at: Key, status: Status): Promise<void> {
  return table.transact([quotaWrite(quota), { check: at, where: { status } }]);
}

type Status = 'open' | 'calculating' | 'locked';

/** The same of several of open periods, all or none; those that share a period ask once whether it is open. */
export function saveQuotas(
  table: Table,
  saved: readonly { readonly quota: Quota; readonly openPeriod: Key }[],
): Promise<void> {
  const periods = new Map(saved.map(({ openPeriod }) => [`${openPeriod.pk} ${openPeriod.sk}`, openPeriod]));
  const checks = [...periods.values()].map((check): Write => ({ check, where: { status: 'open' } }));
  return table.transact([...saved.map(({ quota }) => quotaWrite(quota)), ...checks]);
}

function quotaWrite(quota: Quota): Write {
  const { period, person, measure, version } = quota;
  const options = version === 1 ? { ifAbsent: true as const } : { ifVersion: version - 1 };
  return { put: keys.quota(period, person, measure), value: quota, options };
}
