/**
 * Credits of a month, or window, lie in pages, written by batches of changes and never rewritten. A page holds, for
 * some deals, all credits that each of them has in it, as of a revision of the deal; of several
 * pages, the highest revision says what is so, and an empty entry says that there is nothing any more.
 *
 * What the credits of a deal were about is said once in its entry, and each names it by its place:
 *
 *   about [{product: Seats}, {product: Boxes}]   +50,000 of 0, −50,000 of 0, +50,000 of 1
 *
 * Of a period that is no longer open, an entry of a later page may say what the deal has in it by now.
 */
import * as z from 'zod';
import { DealId, PeriodId } from '../../shared/kernel/ids.ts';
import { About } from './about.ts';
import { Credit } from './credit.ts';

/** What a deal has by now in a period that was no longer open: its pages do not say it. */
export const LateEntry = z.object({ period: PeriodId, credits: z.array(Credit) });
export type LateEntry = z.output<typeof LateEntry>;

export const Entry = z.object({
  deal: DealId,
  /** The revision of the deal. */
  version: z.int(),
  /** The changes that were counted. */
  changes: z.array(z.string()),
  credits: z.array(Credit),
  late: z.array(LateEntry).optional(),
});
export type Entry = z.output<typeof Entry>;

const PackedCredit = Credit.omit({ about: true }).extend({ about: z.int().optional() });

/** As it lies in its page. */
const PackedEntry = Entry.extend({ about: z.array(About).optional(), credits: z.array(PackedCredit) });
type PackedEntry = z.output<typeof PackedEntry>;

export const Entries = z.array(PackedEntry.transform(opened));

export function packed({ credits, ...entry }: Entry): PackedEntry {
  const places = new Map<string, number>();
  const all: About[] = [];
  const placeOf = (about: About): number => {
    const text = JSON.stringify(about);
    const place = places.get(text) ?? all.push(about) - 1;
    places.set(text, place);
    return place;
  };
  const placed = credits.map(({ about, ...credit }) => {
    return about ? { ...credit, about: placeOf(about) } : credit;
  });
  return { ...entry, ...(all.length > 0 && { about: all }), credits: placed };
}

function opened({ about: all = [], credits, ...entry }: PackedEntry): Entry {
  const read = credits.map(({ about: place, ...credit }): Credit => {
    const about = place === undefined ? undefined : all[place];
    return about ? { ...credit, about } : credit;
  });
  return { ...entry, credits: read };
}

export type Page = {
  readonly period: string;
  readonly page: string;
  /** Of the page's content and period: two pages with one hash are the same. */
  readonly hash: string;
  readonly entries: readonly Entry[];
};

/**
 * The credits that pages come to, by day: pages may be there twice, overlap, and be in any order. What is said
 * late of a period stands in place of what was said in time. Of these periods; of those that there are pages of,
 * where none are named.
 */
export function foldPages(pages: readonly Page[], periods?: readonly string[]): Credit[] {
  const late = lateEntries(pages);
  return [...new Set(periods ?? pages.map(({ period }) => period))]
    .flatMap((period) => {
      const inTime = latestEntries(pages.filter((page) => page.period === period));
      return [...new Map([...inTime, ...(late.get(period) ?? [])]).values()];
    })
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

type Late = { readonly version: number; readonly credits: readonly Credit[] };

/** What pages say last of periods that were no longer open, by period and deal. */
export function lateEntries(pages: readonly Page[]): Map<string, Map<DealId, Late>> {
  const latest = new Map<string, Map<DealId, Late>>();
  for (const { deal, version, late = [] } of pages.flatMap(({ entries }) => entries)) {
    for (const { period, credits } of late) {
      const deals = latest.get(period) ?? new Map<DealId, Late>();
      latest.set(period, deals);
      const known = deals.get(deal);
      if (!known || known.version < version) deals.set(deal, { version, credits });
    }
  }
  return latest;
}

function sortKey({ day, deal, id }: Credit): string {
  return `${day} ${deal} ${id}`;
}
