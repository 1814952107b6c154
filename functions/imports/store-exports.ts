/** Exports in the table, and what goes into them: a row of `gathering` for each kind. */
import { writeFile } from '../../shared/files.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { ExportId, PersonId, TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { keys } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Table } from '../../shared/table/operations.ts';
import { presentDeals } from '../deals/store-present.ts';
import { Person } from '../people/person.ts';
import { hierarchiesOf, hierarchyOf, orgOf } from '../people/store.ts';
import { periodsOf } from '../periods/store.ts';
import { enrolmentsOf, listPlans } from '../plans/store.ts';
import { quotasIn } from '../quotas/store.ts';
import { resultsIn } from '../quotas/store-results.ts';
import { ratesFrom, yearOf } from '../rates/rates.ts';
import { ratesIn } from '../rates/store.ts';
import { settingsOf } from '../settings/store.ts';
import { coverageOf } from '../territories/store.ts';
import { Export, type ExportKind, fileNameOf } from './exported.ts';
import {
  dealRecord,
  enrolmentRecord,
  lineRecords,
  personRecord,
  quotaRecord,
  resultRecord,
  territoryRecords,
} from './records.ts';
import type { Records } from './targets/index.ts';

export async function exportById(table: Table, id: ExportId): Promise<Export> {
  const found = await table.find(keys.export(id), Export);
  return found ?? refuse('missing', 'not-found', 'There is no such export.');
}

/** Adds an export; the one that is there where the request came before. */
export async function addExport(table: Table, added: Export): Promise<Export> {
  const isNew = await putOnce(table, keys.export(added.id), added);
  return isNew ? added : exportById(table, added.id);
}

/** Saves what became of an export, unless somebody else did. */
export async function saveExport(table: Table, next: Export): Promise<void> {
  await table.put(keys.export(next.id), next, { ifVersion: next.version - 1 });
}

export function keepExport(tenant: TenantId, one: Export, bytes: Uint8Array): Promise<void> {
  return writeFile(tenant, fileNameOf(one), bytes);
}

type Gathering = {
  readonly [K in ExportKind]: (table: Table, one: Export) => Promise<Records[K][]>;
};

const gathering: Gathering = {
  people: peopleIn,
  lines: allLines,
  quotas: allQuotas,
  deals: dealsIn,
  enrolments: allEnrolments,
  territories: allTerritories,
  'fx-rates': allRates,
  results: allResults,
};

/** All records of the kind that is asked for, in an order that stays. */
export function recordsFor<K extends ExportKind>(
  table: Table,
  one: Export & { kind: K },
): Promise<Records[K][]> {
  return gathering[one.kind](table, one);
}

async function peopleIn(table: Table): Promise<Records['people'][]> {
  const ids = Object.keys((await orgOf(table)).people) as PersonId[];
  const people = await table.findAll(
    ids.map((id) => keys.personById(id)),
    Person,
  );
  return people.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(personRecord);
}

async function allLines(table: Table): Promise<Records['lines'][]> {
  const records: Records['lines'][] = [];
  for (const name of await hierarchiesOf(table)) {
    records.push(...lineRecords(await hierarchyOf(table, name), name));
  }
  return records;
}

async function allTerritories(table: Table): Promise<Records['territories'][]> {
  const [org, coverage] = await Promise.all([orgOf(table), coverageOf(table)]);
  return territoryRecords(org, coverage);
}

/** Of the years that the pay calendar has, from the company's currency. */
async function allRates(table: Table): Promise<Records['fx-rates'][]> {
  const [periods, { currency }] = await Promise.all([periodsOf(table), settingsOf(table)]);
  const years = new Set(periods.flatMap(({ from, to }) => [from, to ?? from].map(yearOf)));
  const found = await Promise.all([...years].sort().map((year) => ratesIn(table, year, currency)));
  return found.flatMap((year) => ratesFrom(currency, year));
}

async function allQuotas(table: Table): Promise<Records['quotas'][]> {
  const [org, periods] = await Promise.all([orgOf(table), periodsOf(table)]);
  const records: Records['quotas'][] = [];
  for (const { id } of periods) {
    for (const quota of await quotasIn(table, id)) records.push(...quotaRecord(org, quota));
  }
  return records;
}

async function allResults(table: Table): Promise<Records['results'][]> {
  const [org, periods] = await Promise.all([orgOf(table), periodsOf(table)]);
  const records: Records['results'][] = [];
  for (const { id } of periods) {
    for (const result of await resultsIn(table, id)) records.push(resultRecord(org, result));
  }
  return records;
}

async function allEnrolments(table: Table): Promise<Records['enrolments'][]> {
  const [org, { items: plans }, enrolments] = await Promise.all([
    orgOf(table),
    listPlans(table, {}),
    enrolmentsOf(table),
  ]);
  return enrolments.map((enrolment) => enrolmentRecord(org, plans, enrolment));
}

async function dealsIn(table: Table, { connector }: Export): Promise<Records['deals'][]> {
  assert(connector, 'deals are of a CRM');
  const settings = await settingsOf(table);
  const deals = await presentDeals(table, connector, settings);
  return deals.map((deal) => dealRecord(deal, settings.currency));
}
