/**
 * Deals that came in files, in the table. A batch is one transaction: pages in their periods, and the index
 * that leads to them. Then the batch is named in one head, which also knows whose webhooks speak of deals:
 *
 *   import    batch written → named in the head → webhooks have spoken? → those deals are told of again
 *   webhook   deal written  → connector named in the head → a batch has it? → folded on top of the row
 *
 * Both write the head before they look at what the other has written, so one of them sees both.
 */
import * as z from 'zod';
import { fact } from '../../shared/events/fact.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { ConnectorId, DealId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Table, Write } from '../../shared/table/operations.ts';
import { openPeriod } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { type Deal, dealIdOf } from './deal.ts';
import {
  type ImportedFrom,
  type ImportedRow,
  importedDeal,
  merged,
  type Said,
  type SaidById,
} from './imported.ts';
import { batchPages, type ImportedBatch, indexOfPages, periodsIn } from './imported-batch.ts';
import { locate } from './imported-index.ts';
import { type ById, type Known, presentOf } from './present.ts';
import { dealById, DealItem, dealsById } from './store.ts';
import { findImportedPage, importedPiece } from './store-pages.ts';

const Head = z.object({
  batches: z.set(z.string()).default(new Set()),
  /** Connectors that have told of deals by webhooks. */
  told: z.set(z.string()).default(new Set()),
});
type Head = z.output<typeof Head>;
const Index = z.object({
  index: z.instanceof(Uint8Array),
  pages: z.array(z.tuple([z.string(), z.string()])),
});
type Index = z.output<typeof Index>;

/** Batches never change, so each is read once while an instance lives. */
const indexes = new WeakMap<object, Map<string, Index>>();

/** What is known of the deals that a file brings: what is so now, and what another file said before. */
export async function importedById(table: Table, ids: readonly DealId[]): Promise<ById> {
  const [rows, { told }, settings] = await Promise.all([
    rowsById(table, ids),
    headOf(table, []),
    settingsOf(table),
  ]);
  const known = new Map<DealId, Known>();
  for (const [id, before] of rows) known.set(id, { present: before.row, before });
  for (const deal of told.size > 0 ? await dealsById(table, ids) : []) {
    const present = presentOf(deal, rows.get(deal.id), settings);
    if (present) known.set(deal.id, { ...known.get(deal.id), present });
  }
  return known;
}

/** What files said of these deals; `heardOf` names the connectors whose webhooks have spoken now. */
export async function rowsById(
  table: Table,
  ids: readonly DealId[],
  heardOf: readonly ConnectorId[] = [],
): Promise<SaidById> {
  const { batches } = await headOf(table, heardOf);
  const found = new Map<DealId, Said>();
  if (batches.size === 0) return found;
  const pages = new Map<string, Set<DealId>>();
  for (const name of [...batches].sort()) {
    const { index, pages: all } = await indexNamed(table, name);
    for (const id of ids) {
      for (const page of locate(index, id)) {
        const at = (all[page] ?? []).join(' ');
        pages.set(at, (pages.get(at) ?? new Set()).add(id));
      }
    }
  }
  for (const [at, wanted] of pages) {
    const [place = '', page = ''] = at.split(' ');
    const { from, rows } = await findImportedPage(table, place, page);
    for (const row of rows) {
      const id = dealIdOf(from.connector, row.recordId);
      if (wanted.has(id)) found.set(id, { row, from });
    }
  }
  return found;
}

/** A deal with all that is known of it, from webhooks and from files. */
export async function knownDeal(table: Table, id: DealId): Promise<Deal | undefined> {
  const [told, imported] = await Promise.all([dealById(table, id), rowsById(table, [id])]);
  if (told) return merged([told], imported)[0];
  const known = imported.get(id);
  return known && importedDeal(known.row, known.from);
}

/** A connector is named once, when its first deal is heard of. */
async function headOf(table: Table, heardOf: readonly ConnectorId[]): Promise<Head> {
  const head = (await table.find(keys.importedHead(), Head)) ?? Head.parse({});
  const news = heardOf.filter((connector) => !head.told.has(connector));
  if (news.length === 0) return head;
  return table.update(keys.importedHead(), Head, { add: { told: new Set(news) } });
}

async function indexNamed(table: Table, name: string): Promise<Index> {
  const kept = indexes.get(table.memory) ?? new Map<string, Index>();
  indexes.set(table.memory, kept);
  const known = kept.get(name) ?? (await table.find(keys.importedBatch(name), Index));
  assert(known, 'a batch that is named is there');
  kept.set(name, known);
  return known;
}

/**
 * Writes a batch, if each of its periods is open and as it was read; answers the rows that it holds, which are
 * those of the first time where it is there already. Refuses with 'version.stale' where a period has moved.
 */
export async function saveBatch(
  table: Table,
  batch: ImportedBatch,
  from: ImportedFrom,
  now: Instant,
): Promise<readonly ImportedRow[]> {
  const pages = batchPages(batch);
  const checks = periodsIn(batch).map(openPeriod);
  const index = {
    put: keys.importedBatch(batch.name),
    value: { index: indexOfPages(pages, from), pages: pages.map(({ place, page }) => [place, page]) },
    options: { ifAbsent: true as const },
  };
  const writes: Write[] = pages.map(({ place, page, rows }) => ({
    put: keys.creditPage(place, page),
    value: importedPiece(page, rows, from),
  }));
  const rows = await writtenOnce(
    table,
    [index, ...checks, ...writes],
    batch,
    pages.flatMap(({ rows }) => rows),
  );
  const added = { add: { batches: new Set([batch.name]) } };
  const { told } = await table.update(keys.importedHead(), Head, added);
  if (told.has(from.connector)) await tellAgainOfKnown(table, rows, from, now);
  return rows;
}

async function writtenOnce(
  table: Table,
  writes: readonly Write[],
  { name }: ImportedBatch,
  rows: readonly ImportedRow[],
): Promise<readonly ImportedRow[]> {
  try {
    await table.transact(writes);
    return rows;
  } catch (error) {
    const there = isRefused(error, 'version.stale') && (await table.find(keys.importedBatch(name), Index));
    if (!there) throw error;
    const pages = await Promise.all(there.pages.map(([place, page]) => findImportedPage(table, place, page)));
    return pages.flatMap(({ rows }) => rows);
  }
}

/** Deals that webhooks spoke of before: from now on they are folded on top of their rows. */
async function tellAgainOfKnown(
  table: Table,
  rows: readonly ImportedRow[],
  { connector }: ImportedFrom,
  now: Instant,
): Promise<void> {
  const ids = rows.map(({ recordId }) => dealIdOf(connector, recordId));
  for (const deal of await dealsById(table, ids)) await tellOfImported(table, deal, now);
}

/** Has a deal credited anew from all that is known of it, rows of files included. */
export async function tellOfImported(
  table: Table,
  { id, connector, recordId }: Pick<Deal, 'id' | 'connector' | 'recordId'>,
  now: Instant,
): Promise<void> {
  await table.update(keys.deal(id), DealItem, {
    setOnce: { id, connector, recordId },
    add: { revision: 1 },
    facts: [fact('deal.changed', now, { deal: id }, 'imported', now)],
  });
}
