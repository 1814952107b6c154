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
import { orgOf } from '../people/store.ts';
import { periodsOf } from '../periods/store.ts';
import { enrolmentsOf, listPlans } from '../plans/store.ts';
import { quotasIn } from '../quotas/store.ts';
import { settingsOf } from '../settings/store.ts';
import { Export, type ExportKind, fileNameOf } from './exported.ts';
import { dealRecord, enrolmentRecord, lineRecords, personRecord, quotaRecord } from './records.ts';
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
  lines: async (table) => lineRecords(await orgOf(table)),
  quotas: allQuotas,
  deals: dealsIn,
  enrolments: allEnrolments,
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
  return people.sort((a, b) => (a.id < b.id ? -1 : 1)).map(personRecord);
}

async function allQuotas(table: Table): Promise<Records['quotas'][]> {
  const [org, periods] = await Promise.all([orgOf(table), periodsOf(table)]);
  const records: Records['quotas'][] = [];
  for (const { id } of periods) {
    for (const quota of await quotasIn(table, id)) records.push(quotaRecord(org, quota));
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
  const { timeZone, currency } = await settingsOf(table);
  const deals = await presentDeals(table, connector, timeZone);
  return deals.map((deal) => dealRecord(deal, currency));
}
