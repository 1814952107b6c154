/** Every deal of a CRM as it is now, in the table: those of files and those that webhooks have told of. */
import type { ConnectorId, DealId } from '../../shared/kernel/ids.ts';
import type { TimeZone } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { isPostedTo } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import { dealIdOf } from './deal.ts';
import type { ImportedRow, Said } from './imported.ts';
import { UNSOLD } from './imported-batch.ts';
import { presentOf } from './present.ts';
import { dealsOf } from './store.ts';
import { importedPages } from './store-pages.ts';

/** By record id. */
export async function presentDeals(
  table: Table,
  connector: ConnectorId,
  zone: TimeZone,
): Promise<ImportedRow[]> {
  const [said, told] = await Promise.all([saidOf(table, connector), dealsOf(table, connector)]);
  const present = new Map<DealId, ImportedRow>();
  for (const [id, { row }] of said) present.set(id, row);
  for (const deal of told) {
    const row = presentOf(deal, said.get(deal.id), zone);
    if (row) present.set(deal.id, row);
    else present.delete(deal.id);
  }
  return [...present.values()].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
}

async function saidOf(table: Table, connector: ConnectorId): Promise<Map<DealId, Said>> {
  const posted = (await periodsOf(table)).filter(isPostedTo).map(({ id }) => id);
  const said = new Map<DealId, Said>();
  for (const place of [...posted, UNSOLD]) {
    for (const { from, rows } of await importedPages(table, place)) {
      if (from.connector !== connector) continue;
      for (const row of rows) said.set(dealIdOf(connector, row.recordId), { row, from });
    }
  }
  return said;
}
