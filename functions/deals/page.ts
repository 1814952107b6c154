/**
 * Credits of a month, or window, lie in pages, written by batches of changes and never rewritten. A page holds, for
 * some deals, all credits that each of them has in it, as of a revision of the deal; of several
 * pages, the highest revision says what is so, and an empty entry says that there is nothing any more.
 */
import * as z from 'zod';
import { DealId } from '../../shared/kernel/ids.ts';
import { Credit } from './crediting.ts';

export const Entry = z.object({
  deal: DealId,
  /** The revision of the deal. */
  version: z.int(),
  /** The changes that were counted. */
  changes: z.array(z.string()),
  credits: z.array(Credit),
});
export type Entry = z.output<typeof Entry>;

export type Page = {
  readonly period: string;
  readonly page: string;
  /** Of the page's content and period: two pages with one hash are the same. */
  readonly hash: string;
  readonly entries: readonly Entry[];
};

/** The credits that pages come to, by day: pages may be there twice, overlap, and be in any order. */
export function foldPages(pages: readonly Page[]): Credit[] {
  return [...new Set(pages.map(({ period }) => period))]
    .flatMap((period) => [...latestEntries(pages.filter((page) => page.period === period)).values()])
    .flatMap(({ credits }) => credits)
    .map((credit) => ({ credit, at: sortKey(credit) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ credit }) => credit);
}

/** What pages of one period say last about each deal. */
export function latestEntries(pages: readonly Page[]): Map<DealId, Entry> {
  const latest = new Map<DealId, Entry>();
  for (const entry of pages.flatMap(({ entries }) => entries)) {
    const known = latest.get(entry.deal);
    if (!known || known.version < entry.version) latest.set(entry.deal, entry);
  }
  return latest;
}

function sortKey({ day, deal, id }: Credit): string {
  return `${day} ${deal} ${id}`;
}
