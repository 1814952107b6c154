/**
 * Deals changed: what each comes to now is credited, one page per period for all of them together. Closing
 * a period and posting to it may meet: the table's condition on it decides, and who lost looks again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { consumeTogether } from '../../shared/events/consume.ts';
import type { DealId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table, Write } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { quarantining } from '../crm/store.ts';
import { periodsOf } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import type { Deal } from './deal.ts';
import { merged } from './imported.ts';
import { admit, entriesOf, type Late, type Posted, possiblePeriods, unsoldEntry, WORDS } from './posting.ts';
import { dealsById, holdBack, notingLate } from './store.ts';
import { rowsById } from './store-imported.ts';
import { pinWorths, withWorths } from './store-worths.ts';
import { nameUnsold, postCredits, settledPages } from './store-pages.ts';

const ATTEMPTS = 8;
const PAUSE_MS = 25;
/** A transaction takes 100 writes, one of them for the deal. */
const HELD_AT_ONCE = 90;

export const handler = consumeTogether('deal.changed', async (tenant, events) => {
  const now = events
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const ids = [...new Set(events.map(({ data }) => data.deal))].sort();
  if (now) await creditAll(tenantTable(tenant), ids, now);
});

/** One deal that cannot be credited keeps no other from it: halves are tried until it stands alone. */
async function creditAll(table: Table, ids: readonly DealId[], now: Instant): Promise<void> {
  try {
    await creditTogether(table, ids, now);
  } catch (error) {
    if (ids.length < 2) throw error;
    const half = Math.ceil(ids.length / 2);
    const halves = [ids.slice(0, half), ids.slice(half)].map((some) => creditAll(table, some, now));
    const failed = (await Promise.allSettled(halves)).find(({ status }) => status === 'rejected');
    if (failed) throw error;
  }
}

async function creditTogether(table: Table, ids: readonly DealId[], now: Instant): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      if (await credit(table, ids, now)) return;
    } catch (error) {
      if (!isRefused(error, 'version.stale', 'write.contended')) throw error;
      await pause(PAUSE_MS * attempt);
    }
  }
  throw new Error('deals or periods changed each time their credits were to be posted');
}

/** Whether all is credited; where something had to be held back first, the deals are to be read anew. */
async function credit(table: Table, ids: readonly DealId[], now: Instant): Promise<boolean> {
  const [told, periods, { timeZone, currency }] = await Promise.all([
    dealsById(table, ids),
    periodsOf(table),
    settingsOf(table),
  ]);
  const connectors = new Set(told.map(({ connector }) => connector));
  const known = merged(told, await rowsById(table, ids, [...connectors]));
  const books = { periods, zone: timeZone, currency };
  const deals = await withWorths(table, known, books);
  const settled = await settledPages(table, deals, books);
  const judged = deals.map((deal) => ({ deal, ...admit(deal, books, settled) }));
  const tooLate = judged.filter(({ late }) => late.length > 0);
  for (const { deal, late } of tooLate) await hold(table, deal, late, now);
  if (tooLate.length > 0 || (await pinWorths(table, known, judged, books))) return false;
  const ground = { today: dayOf(now, timeZone), settled };
  const entries = judged.flatMap(({ deal, kept }) => entriesOf(deal, kept, books, ground));
  await postCredits(table, byPeriod(entries), lateNotes(deals, entries));
  await nameUnsold(table, deals.filter((deal) => possiblePeriods(deal, books).length === 0).map(unsoldEntry));
  return true;
}

function lateNotes(deals: readonly Deal[], entries: readonly Posted[]): Write[] {
  return deals.flatMap((deal) => {
    const late = entries
      .filter(({ entry }) => entry.deal === deal.id)
      .flatMap(({ period, entry }) => (entry.late ?? []).map((of) => [of.period, period.id]));
    return late.length > 0 ? [notingLate(deal, Object.fromEntries(late))] : [];
  });
}

async function hold(table: Table, deal: Deal, late: readonly Late[], now: Instant): Promise<void> {
  const some = late.slice(0, HELD_AT_ONCE);
  const held = Object.fromEntries(some.map(({ change, code }) => [change.id, code]));
  // A row of a file has no webhook to set aside: the deal's own page shows that it is held.
  const aside = some.flatMap(({ change: { inbox }, code }) =>
    inbox ? [quarantining(inbox, { code, message: WORDS[code] }, now)] : [],
  );
  await holdBack(table, deal, held, aside);
}

function byPeriod(entries: readonly Posted[]) {
  const periods = new Map(entries.map(({ period }) => [period.id, period]));
  return [...periods.values()].map((period) => ({
    period,
    entries: entries.filter((other) => other.period.id === period.id).map(({ entry }) => entry),
  }));
}
