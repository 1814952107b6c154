/** Pages of the trail: entries that were sealed together, each chained to the one before it. */
import * as z from 'zod';
import { canonical, chained, type Place, START } from '../kernel/chain.ts';
import { Instant } from '../kernel/time.ts';
import { pack, Piece, unpack } from '../table/packed.ts';
import { type Entry, type Recorded, SealedEntry } from './entry.ts';

/** As text; compressed it is a fraction of it, and it never is more than fits an item. */
const PAGE_BYTES = 290_000;
/** What sealing adds to an entry: its number, hash, page and time. */
const SEAL_BYTES = 200;

/** The end of a chain: where the next page goes on. */
export type End = Place & {
  readonly page: number;
  /** No entry up to here was recorded later, by the table's clock. */
  readonly upTo: string;
};

export const BEGINNING: End = { ...START, page: 0, upTo: '' };

/** As it lies in the table. */
export const PageItem = Piece.extend({
  page: z.int(),
  sealedAt: Instant,
  upTo: z.string(),
  n: z.int(),
  hash: z.string(),
  /** Of the last entry of the page before. */
  previous: z.string(),
});
export type PageItem = z.output<typeof PageItem>;

/** The next page, with as many of the entries as fit; the others wait for the one after. */
export function nextPage(end: End, waiting: readonly Recorded[], sealedAt: Instant): PageItem {
  const fitting = waiting.slice(0, countThatFits(waiting));
  const page = end.page + 1;
  const entries = chained(
    end,
    fitting.map(({ entry }) => ({ ...entry, page, sealedAt })),
  );
  const [piece] = pack(entries) as [Piece];
  const upTo = [end.upTo, ...fitting.map(({ recordedAt }) => recordedAt)].sort().at(-1) ?? '';
  const { n, hash } = entries.at(-1) ?? end;
  return { ...piece, page, sealedAt, upTo, n, hash, previous: end.hash };
}

export function entriesOf(page: PageItem): SealedEntry[] {
  return unpack([page], z.array(SealedEntry));
}

/** One entry a line, as it was hashed. */
export function asLines(entries: readonly Entry[]): string {
  return entries.map((entry) => `${canonical(entry)}\n`).join('');
}

function countThatFits(waiting: readonly Recorded[]): number {
  let bytes = 0;
  const tooMany = waiting.findIndex(({ entry }, n) => {
    bytes += Buffer.byteLength(canonical(entry)) + SEAL_BYTES;
    return n > 0 && bytes > PAGE_BYTES;
  });
  return tooMany < 0 ? waiting.length : tooMany;
}
