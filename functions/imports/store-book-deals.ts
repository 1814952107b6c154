/** Deals of a file: judged by what the company has, and written in batches. */
import { assert } from '../../shared/kernel/assert.ts';
import { dealIdOf } from '../deals/deal.ts';
import type { ImportedFrom } from '../deals/imported.ts';
import { batchesOf } from '../deals/imported-batch.ts';
import { importedById, saveBatch } from '../deals/store-imported.ts';
import { orgOf } from '../people/store.ts';
import { periodsOf } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { judgeDeal } from './judge-deals.ts';
import type { Desk } from './store.ts';
import type { ImportedDeal } from './targets/deal.ts';
import { type Entry, judgeAll, type Verdicts } from './verdict.ts';

const MOVED = {
  code: 'row.late',
  message: 'The company changed while this was applied: bring the row again.',
};

export async function bookDeals(desk: Desk, entries: readonly Entry<ImportedDeal>[]): Promise<Verdicts> {
  const { table, one, now, books } = desk;
  const [org, periods, settings] = await Promise.all([orgOf(table), periodsOf(table), settingsOf(table)]);
  const { connector } = one;
  assert(connector, 'deals are of a CRM');
  const { currency, timeZone: zone } = settings;
  const from: ImportedFrom = { import: one.id, connector, currency, zone, at: one.startedAt };
  const ids = entries.map(({ record }) => dealIdOf(connector, record.recordId));
  const context = { org, periods, currency, known: await importedById(table, ids), from };
  const { taken, verdicts } = judgeAll(entries, (record, line) => judgeDeal(record, line, context));
  if (!books) return verdicts;
  const booked = new Set<number>();
  for (const batch of batchesOf(`${one.id}.${one.step}`, taken, periods)) {
    for (const { line } of await saveBatch(table, batch, from, now)) booked.add(line);
  }
  // What a step that died had booked stands, whatever has changed since.
  for (const line of booked) verdicts.delete(line);
  for (const { line } of taken) if (!booked.has(line)) verdicts.set(line, MOVED);
  return verdicts;
}
