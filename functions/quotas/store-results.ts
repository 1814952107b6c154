/** Recorded results in the table: those of a period lie together. */
import type { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { RecordedResult, type ResultName } from './result.ts';

/** All results of a period. */
export function resultsIn(table: Table, period: PeriodId): Promise<RecordedResult[]> {
  return table.all(places.results(period), RecordedResult);
}

export function listResults(
  table: Table,
  period: PeriodId,
  page: ListOptions,
): Promise<Listed<RecordedResult>> {
  return table.list(places.results(period), RecordedResult, page);
}

/** The results of one person in a period, by name. */
export function resultsOf(table: Table, period: PeriodId, person: PersonId): Promise<RecordedResult[]> {
  return table.all(places.results(period), RecordedResult, { prefix: `${person}#` });
}

export function resultOf(
  table: Table,
  period: PeriodId,
  person: PersonId,
  name: ResultName,
): Promise<RecordedResult | undefined> {
  return table.find(keys.result(period, person, name), RecordedResult);
}

/** Saves a new version, if the period that lies at `at` is still as it was judged at that very moment. */
export function saveResult(
  table: Table,
  result: RecordedResult,
  at: Key,
  status: 'open' | 'calculating' | 'locked' = 'open',
): Promise<void> {
  const { period, person, name, version } = result;
  const options = version === 1 ? { ifAbsent: true as const } : { ifVersion: version - 1 };
  return table.transact([
    { put: keys.result(period, person, name), value: result, options },
    { check: at, where: { status } },
  ]);
}
