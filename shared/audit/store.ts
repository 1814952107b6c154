/** The audit trail of a tenant in the table: entries that wait, and the pages they are sealed in. */
import * as z from 'zod';
import { canonical } from '../kernel/chain.ts';
import { Instant } from '../kernel/time.ts';
import { keys, places } from '../table/keys.ts';
import { putOnce } from '../table/once.ts';
import type { Listed, Table } from '../table/operations.ts';
import { Entry, type Recorded, type SealedEntry } from './entry.ts';
import { BEGINNING, type End, entriesOf, PageItem } from './page.ts';

/** The entry lies as text, so that it is hashed as it was written. */
const Waiting = z.object({ recordedAt: Instant, sequence: z.string(), entry: z.string() });
const AT_ONCE = 500;
const SIDE_BY_SIDE = 25;
/** So many of the largest pages fit into one answer of a function. */
const PAGES_AT_ONCE = 15;

/** Keeps an entry until it is sealed. */
export async function keep(table: Table, recorded: Recorded): Promise<void> {
  const { entry, ...place } = recorded;
  await putOnce(table, keyOf(recorded), { ...place, entry: canonical(entry) });
}

/** The next entries that wait, in order. */
export async function waitingEntries(table: Table): Promise<Recorded[]> {
  const { items } = await table.list(places.unsealed(), Waiting, { limit: AT_ONCE });
  return items.map(({ entry, ...rest }) => ({ ...rest, entry: Entry.loose().parse(JSON.parse(entry)) }));
}

/**
 * The end of the chain, and what of these entries is sealed up to there: somebody died before removing
 * them, or the stream came again. An entry can only be in a page that reaches up to its time, so that there
 * is seldom more to read than the last one.
 */
export async function chainBehind(
  table: Table,
  entries: readonly Recorded[],
): Promise<{ readonly end: End; readonly sealed: ReadonlySet<string> }> {
  const earliest = entries.map(({ recordedAt }) => recordedAt as string).sort()[0];
  const sealed = new Set<string>();
  let end: End | undefined;
  let after: string | undefined;
  do {
    const { items, next } = await table.list(places.chain(), PageItem, { limit: 1, descending: true, after });
    const [page] = items;
    for (const { id } of page ? entriesOf(page) : []) sealed.add(id);
    end ??= page ?? BEGINNING;
    const reachesThem = page && earliest !== undefined && page.upTo >= earliest;
    after = reachesThem ? next : undefined;
  } while (after !== undefined);
  return { end, sealed };
}

export async function endOfTrail(table: Table): Promise<End> {
  return (await chainBehind(table, [])).end;
}

/** Whether the page is the next one of the chain: of two that are written at once, one is. */
export function addPage(table: Table, page: PageItem): Promise<boolean> {
  return putOnce(table, keys.chainPage(page.page), page);
}

export async function forget(table: Table, entries: readonly Recorded[]): Promise<void> {
  for (let start = 0; start < entries.length; start += SIDE_BY_SIDE) {
    const some = entries.slice(start, start + SIDE_BY_SIDE);
    await Promise.all(some.map((recorded) => table.remove(keyOf(recorded))));
  }
}

/** Sealed pages after one, in order, as many as fit an answer. */
export async function pagesAfter(table: Table, page: number): Promise<Listed<PageItem>> {
  const after = keys.chainPage(page).sk;
  return table.list(places.chain(), PageItem, { limit: PAGES_AT_ONCE, after });
}

/** One page of a list: the cursor says after which entry of which page of the chain it goes on. */
export async function listEntries(
  table: Table,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
  isWanted: (entry: SealedEntry) => boolean,
): Promise<Listed<SealedEntry>> {
  const [page = 1, n = 0] = (after ?? '').split('.').filter(Boolean).map(Number);
  const read = await pagesAfter(table, page - 1);
  const rest = read.items.flatMap(entriesOf).filter((entry) => entry.n > n);
  const wanted = rest.filter(isWanted);
  const items = wanted.slice(0, limit);
  const last = wanted.length > limit ? items.at(-1) : read.next === undefined ? undefined : rest.at(-1);
  return { items, next: last && `${last.page}.${last.n}` };
}

function keyOf({ entry, recordedAt, sequence }: Recorded) {
  return keys.unsealed(recordedAt, sequence, entry.id);
}
