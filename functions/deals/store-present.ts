/** Every deal of a CRM as it is now, in the table: those of files and those that webhooks have told of. */
import type { ConnectorId, DealId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { isPostedTo } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import type { Settings } from '../settings/settings.ts';
import { dealIdOf } from './deal.ts';
import type { Said } from './imported.ts';
import { UNSOLD } from './imported-batch.ts';
import { type Present, presentOf } from './present.ts';
import { dealsById } from './store.ts';
import { dealsToldOf, importedPages } from './store-pages.ts';

/** By record id. */
export async function presentDeals(
  table: Table,
  connector: ConnectorId,
  company: Pick<Settings, 'timeZone' | 'currency'>,
): Promise<Present[]> {
  const posted = (await periodsOf(table)).filter(isPostedTo).map(({ id }) => id);
  const places = [...posted, UNSOLD];
  const said = await saidOf(table, connector, places);
  const named = await Promise.all(places.map((place) => dealsToldOf(table, place)));
  const told = (await dealsById(table, named.flat())).filter((deal) => deal.connector === connector);
  const present = new Map<DealId, Present>();
  for (const [id, { row }] of said) present.set(id, row);
  for (const deal of told) {
    const row = presentOf(deal, said.get(deal.id), company);
    if (row) present.set(deal.id, row);
    else present.delete(deal.id);
  }
  return [...present.values()].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
}

async function saidOf(
  table: Table,
  connector: ConnectorId,
  places: readonly string[],
): Promise<Map<DealId, Said>> {
  const said = new Map<DealId, Said>();
  for (const place of places) {
    for (const { from, rows } of await importedPages(table, place)) {
      if (from.connector !== connector) continue;
      for (const row of rows) said.set(dealIdOf(connector, row.recordId), { row, from });
    }
  }
  return said;
}
