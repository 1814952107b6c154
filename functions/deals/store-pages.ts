/** The pages of credits in the table: what batches of changes made of deals, and deals that came in files. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { type DealId, derivedId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table, Write } from '../../shared/table/operations.ts';
import { pack, Piece, unpack } from '../../shared/table/packed.ts';
import { isPostedTo, type Period } from '../periods/period.ts';
import { openPeriod } from '../periods/store.ts';
import { blockOfEntries, blockOfImported, type Numbering } from './credit-block.ts';
import { type BlockOf, lateBlocks } from './late-block.ts';
import type { Credit } from './credit.ts';
import type { Deal } from './deal.ts';
import { entryOf, type ImportedFrom, type ImportedPage, type ImportedRow } from './imported.ts';
import { UNSOLD } from './imported-batch.ts';
import { Columns, columnsOf, rowsOf } from './imported-page.ts';
import { Entries, type Entry, latestEntries, only, packed, type Page } from './page.ts';
import { type Calendar, possiblePeriods, type Settled } from './posting.ts';
import { type Sale, salesOf } from './sale.ts';

export { foldPages } from './page.ts';

/** A page holds entries, or whole deals that came in a file. */
const CreditItem = Piece.extend({
  page: z.string(),
  holds: z.literal('imported').optional(),
  /** The periods of which it says something late, and the earlier days whose credits it takes back. */
  late: z.array(z.string()).optional(),
  reversed: z.array(Day).optional(),
});
type CreditItem = z.output<typeof CreditItem>;

/** How the names of pages begin that hold imported deals. */
export const IMPORTED_PAGE = 'imp_';
const WEBHOOK_PAGE = 'pag_';

type Reading = {
  /** Only of pages with these hashes. */
  readonly pinned?: ReadonlySet<string>;
  /** Of all credits only these: the others are read, and not kept. */
  readonly wanted?: (credit: Credit) => boolean;
};

export async function creditPages(
  table: Table,
  period: string,
  { pinned, wanted }: Reading = {},
): Promise<Page[]> {
  const items = await table.all(places.credits(period), CreditItem);
  const some = pinned ? items.filter((item) => pinned.has(hashOf(period, item))) : items;
  if (!wanted) return pagesOf(period, some);
  return some.flatMap((item) => pagesOf(period, [item]).map((page) => only(page, wanted)));
}

/** What the periods say that are not open and that these deals may touch. Nothing is added to them now. */
export async function settledPages(
  table: Table,
  deals: readonly Deal[],
  calendar: Calendar,
): Promise<Settled> {
  const possible = deals.flatMap((deal) => possiblePeriods(deal, calendar));
  const closed = new Set(possible.filter(({ status }) => status !== 'open').map(({ id }) => id));
  return new Map(
    await Promise.all(
      [...closed].map(async (id) => [id, latestEntries(await creditPages(table, id))] as const),
    ),
  );
}

/** What a run pins of a period's pages, and of which earlier ones they speak: all that is known unopened. */
export type PageName = Pick<Page, 'page' | 'hash'> & Pick<CreditItem, 'late' | 'reversed'>;

export async function creditPageNames(table: Table, period: string): Promise<PageName[]> {
  const items = await table.all(places.credits(period), CreditItem);
  return items.map(({ data: _, of: __, holds: ___, ...item }, n) => ({
    ...item,
    hash: hashOf(period, items[n] as CreditItem),
  }));
}

/**
 * The pages of a period with these hashes, in columns, with what they say of others; undefined where an amount is
 * too large for one. Pages never change, so the cheaper reading does, as long as it finds all of them.
 */
export async function creditBlocks(
  table: Table,
  period: string,
  pinned: ReadonlySet<string>,
  numbering: Numbering,
): Promise<BlockOf[] | undefined> {
  const isPinned = (item: CreditItem) => pinned.has(hashOf(period, item));
  const seen = await table.all(places.credits(period), CreditItem, { consistency: 'eventual' });
  const found = seen.filter(isPinned);
  const items =
    found.length === pinned.size
      ? found
      : (await table.all(places.credits(period), CreditItem)).filter(isPinned);
  const blocks: BlockOf[] = [];
  for (const item of items) {
    const some = blocksOf(period, item, numbering);
    if (!some) return undefined;
    blocks.push(...some);
  }
  return blocks;
}

/** That of the page itself, and what it says late of other periods. Beside it, the item is kept as it was read. */
function blocksOf(period: string, item: CreditItem, numbering: Numbering): BlockOf[] | undefined {
  const block = isImported(item)
    ? blockOfImported(() => unpack([item], Columns), numbering)
    : blockOfEntries(() => unpack([item], Entries), numbering);
  const late = item.late ? lateBlocks(unpack([item], Entries), numbering) : [];
  return block && late && [{ period, block }, ...late];
}

const isImported = ({ holds }: CreditItem): boolean => holds === 'imported';

function pagesOf(period: string, items: readonly CreditItem[]): Page[] {
  return items.map((item) => ({
    period,
    page: item.page,
    hash: hashOf(period, item),
    entries: isImported(item) ? importedEntries(item) : unpack([item], Entries),
  }));
}

function importedEntries(item: CreditItem): Entry[] {
  const columns = unpack([item], Columns);
  return rowsOf(columns).map((row) => entryOf(row, columns.from));
}

/** The deals of a period that came in files. */
export async function importedPages(table: Table, period: string): Promise<ImportedPage[]> {
  const items = await table.all(places.credits(period), CreditItem, { prefix: IMPORTED_PAGE });
  return items.map(importedPageOf);
}

export async function findImportedPage(table: Table, place: string, page: string): Promise<ImportedPage> {
  const item = await table.find(keys.creditPage(place, page), CreditItem);
  assert(item, 'a page that an index names is there');
  return importedPageOf(item);
}

function importedPageOf(item: CreditItem): ImportedPage {
  const { from, ...columns } = unpack([item], Columns);
  return { from, rows: rowsOf({ from, ...columns }) };
}

/** As it lies in its page. */
export function importedPiece(page: string, rows: readonly ImportedRow[], from: ImportedFrom): CreditItem {
  const [piece, ...more] = pack(columnsOf(rows, from));
  assert(piece && more.length === 0, 'a page of imported deals fits into an item');
  return { ...piece, page, holds: 'imported' };
}

/** The deals of which webhooks have told, as far as pages of a place name them. */
export async function dealsToldOf(table: Table, place: string): Promise<DealId[]> {
  const items = await table.all(places.credits(place), CreditItem, { prefix: WEBHOOK_PAGE });
  return [...new Set(items.flatMap((item) => unpack([item], Entries).map(({ deal }) => deal)))];
}

/** Names deals that touch no period, so that they are found without an item in a list for each. */
export async function nameUnsold(table: Table, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  for (const write of pages({ id: UNSOLD }, entries))
    if ('put' in write) await table.put(write.put, write.value);
}

/** What was sold in these periods: credits of the latest that is known, and what nobody is credited for. */
export async function salesIn(table: Table, periods: readonly Period[]): Promise<Sale[]> {
  const posted = periods.filter(isPostedTo);
  const found: Sale[] = [];
  for (const period of posted) {
    const items = await table.all(places.credits(period.id), CreditItem);
    const told = pagesOf(
      period.id,
      items.filter((item) => !isImported(item)),
    );
    const sold = salesOf(period, told, items.filter(isImported).map(importedPageOf));
    for (const sale of sold) found.push(sale);
  }
  return found;
}

type Posting = { readonly period: Period; readonly entries: readonly Entry[] };

/** Writes a page for each period, all or none, and only if each of them is open and as it was read. */
export async function postCredits(
  table: Table,
  postings: readonly Posting[],
  notes: readonly Write[] = [],
): Promise<void> {
  if (postings.length === 0) return;
  const checks = postings.map(({ period }) => openPeriod(period));
  const written = postings.flatMap(({ period, entries }) => pages(period, entries));
  await table.transact([...checks, ...written, ...notes]);
}

/** The same entries are the same page, so that posting them again adds nothing. */
function pages(place: Place, entries: readonly Entry[]): Write[] {
  const { id: period } = place;
  const [piece, ...more] = pack(entries.map(packed));
  assert(piece, 'something is packed into one piece at least');
  if (more.length > 0) {
    assert(entries.length > 1, 'the credits of one deal fit into an item');
    const half = Math.ceil(entries.length / 2);
    return [...pages(place, entries.slice(0, half)), ...pages(place, entries.slice(half))];
  }
  const page = derivedId('pag', period, hashOf(period, piece));
  return [{ put: keys.creditPage(period, page), value: { ...piece, page, ...earlierIn(place, entries) } }];
}

/** A period, or the place of what was never sold. */
type Place = { readonly id: string; readonly from?: Day };

/** Of which earlier periods and days entries speak, so that a run sees it without opening their page. */
function earlierIn({ from }: Place, entries: readonly Entry[]): Pick<CreditItem, 'late' | 'reversed'> {
  const said = entries.flatMap(({ late = [] }) => late);
  const credits = [...entries, ...said].flatMap((one) => one.credits);
  const days = credits.flatMap(({ reversedDay: day }) => (day && from && day < from ? day : []));
  const [late, reversed] = [new Set(said.map(({ period }) => period)), new Set(days)];
  return {
    ...(late.size > 0 && { late: [...late].sort() }),
    ...(reversed.size > 0 && { reversed: [...reversed].sort() }),
  };
}

function hashOf(period: string, { data }: Piece): string {
  return createHash('sha256').update(`${period}\n`).update(data).digest('hex');
}
