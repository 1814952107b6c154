/** How each kind of record is judged by what the company has, and booked. Booking twice is booking once. */
import { assert } from '../../shared/kernel/assert.ts';
import type { TenantId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { dealIdOf } from '../deals/deal.ts';
import type { ImportedFrom, ImportedRow } from '../deals/imported.ts';
import { batchesOf } from '../deals/imported-batch.ts';
import { importedById, saveBatch } from '../deals/store-imported.ts';
import { orgOf } from '../people/store.ts';
import { periodKey, periodsOf } from '../periods/store.ts';
import { quotasIn, saveQuota } from '../quotas/store.ts';
import { settingsOf } from '../settings/store.ts';
import type { Import } from './import.ts';
import { judgeDeal } from './judge-deals.ts';
import { type Assigned, judgeQuota, periodFor } from './judge-quotas.ts';
import type { ImportedDeal } from './targets/deal.ts';
import type { ImportedQuota } from './targets/quota.ts';
import type { Outcome } from './rows.ts';
import { entriesIn, type Entry, type Verdict, type Verdicts } from './verdict.ts';

/** At whose desk rows are judged, and whether they are booked as well. */
export type Desk = {
  readonly table: Table;
  readonly tenant: TenantId;
  readonly one: Import;
  readonly now: Instant;
  readonly books: boolean;
};

const SIDE_BY_SIDE = 10;

const bookings = {
  deals: bookDeals,
  quotas: bookQuotas,
};

export function book(desk: Desk, outcomes: readonly Outcome[]): Promise<Verdicts> {
  const { kind } = desk.one.mapping;
  const booking = (bookings as Record<string, unknown>)[kind] as (
    desk: Desk,
    entries: readonly Entry[],
  ) => Promise<Verdicts>;
  return booking(desk, entriesIn(outcomes));
}

export async function bookDeals(desk: Desk, entries: readonly Entry<ImportedDeal>[]): Promise<Verdicts> {
  const { table, one, now, books } = desk;
  const [org, periods, settings] = await Promise.all([orgOf(table), periodsOf(table), settingsOf(table)]);
  const { connector } = one;
  assert(connector, 'deals are of a CRM');
  const { currency, timeZone: zone } = settings;
  const from: ImportedFrom = { import: one.id, connector, currency, zone, at: one.startedAt };
  const ids = entries.map(({ record }) => dealIdOf(connector, record.recordId));
  const context = { org, periods, currency, known: await importedById(table, ids), from };
  const verdicts = new Map<number, Verdict>();
  const rows: ImportedRow[] = [];
  for (const { line, record } of entries) {
    const judged = judgeDeal(record, line, context);
    if (typeof judged === 'object' && 'row' in judged) rows.push(judged.row);
    else verdicts.set(line, judged);
  }
  if (!books) return verdicts;
  const booked = new Set<number>();
  for (const batch of batchesOf(`${one.id}.${one.step}`, rows, periods)) {
    for (const { line } of await saveBatch(table, batch, from, now)) booked.add(line);
  }
  return settled(verdicts, rows, booked);
}

/** What a step that died had booked stands, whatever has changed since. */
function settled(
  verdicts: ReadonlyMap<number, Verdict>,
  rows: readonly ImportedRow[],
  booked: ReadonlySet<number>,
): Verdicts {
  const missed = rows.filter(({ line }) => !booked.has(line));
  const message = 'The company changed while this was applied: bring the row again.';
  const final = new Map([...verdicts].filter(([line]) => !booked.has(line)));
  for (const { line } of missed) final.set(line, { code: 'row.late', message });
  return final;
}

export async function bookQuotas(desk: Desk, entries: readonly Entry<ImportedQuota>[]): Promise<Verdicts> {
  const { table, books } = desk;
  const [org, periods, { currency }] = await Promise.all([orgOf(table), periodsOf(table), settingsOf(table)]);
  const named = entries.flatMap(({ record }) => {
    const period = periodFor(record, periods);
    return 'id' in period ? [period.id] : [];
  });
  const quotas = (await Promise.all([...new Set(named)].map((period) => quotasIn(table, period)))).flat();
  const verdicts = new Map<number, Verdict>();
  const assigned: Assigned[] = [];
  for (const { line, record } of entries) {
    const judged = judgeQuota(record, { org, periods, currency, quotas });
    if (typeof judged === 'object' && 'quota' in judged) assigned.push(judged);
    else verdicts.set(line, judged);
  }
  if (books) {
    await sideBySide(assigned, ({ quota, period }) => saveQuota(table, quota, periodKey(period)));
  }
  return verdicts;
}

export async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < all.length; start += SIDE_BY_SIDE) {
    await Promise.all(all.slice(start, start + SIDE_BY_SIDE).map(work));
  }
}
