/**
 * Which credits go into which periods, the months or windows of the pay calendar. A period that is no longer
 * open keeps what its pages say. What a later change makes of it is said late: in the open period of the day.
 *
 *   won on 28 March, heard of on 20 April      April's page: in March, late, +20,000
 *
 * Credit on a day of no period cannot be posted: such a change is held back, and nothing of it counts.
 */
import { canonical } from '../../shared/kernel/chain.ts';
import type { DealId } from '../../shared/kernel/ids.ts';
import { covers, type Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import { inOrder as byEnd, isPostedTo, type Period, postingPeriodOf } from '../periods/period.ts';
import { type Credit, creditsOf } from './crediting.ts';
import { type Counting, uncountable, worthName, type Worths } from './worth.ts';
import { arrivalOf, countedChanges, type Deal, type DealChange, inOrder } from './deal.ts';
import type { Entry, LateEntry } from './page.ts';

export type Calendar = { readonly periods: readonly Period[]; readonly zone: TimeZone };
/** What deals are credited into, and the currency that the company counts in. */
export type Books = Calendar & Pick<Counting, 'currency'>;
/** What the pages of periods that are not open say about a deal, by period. */
export type Settled = ReadonlyMap<string, ReadonlyMap<DealId, Entry>>;
export type Late = {
  readonly change: DealChange;
  readonly code: 'period.locked' | 'period.missing' | 'rate.missing' | 'currency.unsaid';
};

export const WORDS: Readonly<Record<Late['code'], string>> = {
  'period.locked': 'This would change the credits of a period, and none is open any more.',
  'period.missing': 'This would be credited on a day for which the calendar has no period.',
  'rate.missing':
    'Nobody has said what its currency was worth on the day it was booked: do, then replay this.',
  'currency.unsaid':
    'It is in a currency with other parts than the company counts in: amounts have to name it.',
};

/** The periods that credits of a deal can be in, whichever of its changes are known. */
export function possiblePeriods(deal: Deal, { periods, zone }: Calendar): Period[] {
  const found = possibleDays(deal.changes, zone).flatMap((day) => postingPeriodOf(periods, day) ?? []);
  return [...new Map(found.map((period) => [period.id, period])).values()];
}

/** The counted changes of a deal that can be posted, and those that cannot. */
export function admit(
  deal: Deal,
  books: Books,
  settled: Settled,
): { readonly kept: DealChange[]; readonly late: Late[] } {
  const changes = countedChanges(deal);
  const judge = (some: readonly DealChange[]) => conflictOf(deal, some, books, settled);
  if (!judge(changes)) return { kept: changes, late: [] };
  const before = settledChanges(deal.id, settled);
  const kept = changes.filter(({ id }) => before.has(id));
  const late: Late[] = [];
  for (const change of byArrival(changes.filter(({ id }) => !before.has(id)))) {
    const code = judge([...kept, change]);
    if (code) late.push({ change, code });
    else kept.push(change);
  }
  return { kept, late };
}

export type Posted = { readonly period: Period; readonly entry: Entry };
/** When a change is judged, and what is settled by then. */
export type Judged = { readonly today: Day; readonly settled: Settled };

/** What to write about a deal into each open period, an empty entry where credits may have been before. */
export function entriesOf(deal: Deal, kept: readonly DealChange[], books: Books, judged?: Judged): Posted[] {
  const credits = creditsOf(deal.id, kept, books.zone, countingOf(deal, books));
  const said = { deal: deal.id, version: deal.revision, changes: kept.map(({ id }) => id).sort() };
  const late = judged ? lateOf(deal, credits, books, judged.settled) : [];
  const arrival = judged && late.length > 0 ? arrivalPeriod(books, judged.today) : undefined;
  const open = possiblePeriods(deal, books).filter(({ status }) => status === 'open');
  const places = new Map([...open, ...(arrival ? [arrival] : [])].map((period) => [period.id, period]));
  return [...places.values()].map((period) => ({
    period,
    entry: {
      ...said,
      credits: credits.filter(({ day }) => covers(period, day)),
      ...(period.id === arrival?.id && { late }),
    },
  }));
}

/**
 * What the deal has by now in periods that are not open, where that is not what their pages say, or was not
 * once: what was said late is taken back by saying so.
 */
function lateOf(
  { id, late: before = {} }: Deal,
  credits: readonly Credit[],
  calendar: Calendar,
  settled: Settled,
): LateEntry[] {
  return [...settled].flatMap(([period, entries]) => {
    const within = withinPeriod(calendar, period);
    const now = credits.filter(within);
    const known = entries.get(id)?.credits.filter(within) ?? [];
    const isNew = Object.hasOwn(before, period) || textOf(now) !== textOf(known);
    return isNew ? [{ period: period as LateEntry['period'], credits: now }] : [];
  });
}

/** The open period of a day; where that is closed already, the next one that is open. */
function arrivalPeriod({ periods }: Calendar, day: Day): Period | undefined {
  const open = periods.filter((period) => isPostedTo(period) && period.status === 'open').sort(byEnd);
  return open.find(({ to }) => to === null || day < to) ?? open.at(-1);
}

const countingOf = ({ worths = {} }: Deal, { currency }: Books): Counting => ({ currency, worths });

/** The rates that credits of these changes follow from, and that are to stay with the deal. */
export function worthsUsed(deal: Deal, kept: readonly DealChange[], books: Books): Worths {
  const credits = creditsOf(deal.id, kept, books.zone, countingOf(deal, books));
  return Object.fromEntries(
    credits.flatMap(({ converted }) => (converted ? [[worthName(converted), converted.rate]] : [])),
  );
}

/** Of a deal that touches no period: only that it is there. */
export function unsoldEntry({ id: deal }: Deal): Entry {
  return { deal, version: 0, changes: [], credits: [] };
}

/**
 * A credit is dated on a close date, on the day of a win or on that of a later change. Without a win
 * there is none, so deals that are still in the pipeline touch no period.
 */
function possibleDays(changes: readonly DealChange[], zone: TimeZone): Day[] {
  const ordered = inOrder(changes);
  const firstWin = ordered.findIndex(({ status }) => status === 'won');
  if (firstWin < 0) return [];
  const closeDates = ordered.flatMap(({ closeDate }) => closeDate ?? []);
  return [...closeDates, ...ordered.slice(firstWin).map(({ occurredAt }) => dayOf(occurredAt, zone))];
}

/** Whether these changes say anything that can be posted nowhere. */
function conflictOf(
  deal: Deal,
  changes: readonly DealChange[],
  books: Books,
  settled: Settled,
): Late['code'] | undefined {
  const { periods, zone } = books;
  const counting = countingOf(deal, books);
  const why = uncountable(changes, zone, counting);
  if (why) return why;
  const credits = creditsOf(deal.id, changes, zone, counting);
  if (credits.some(({ day }) => !postingPeriodOf(periods, day))) return 'period.missing';
  const isAnyOpen = periods.some((period) => isPostedTo(period) && period.status === 'open');
  return !isAnyOpen && lateOf(deal, credits, books, settled).length > 0 ? 'period.locked' : undefined;
}

/**
 * Whether a credit's day lies in a period. Pages from before a window was split may also hold credits of the
 * days that it lost: those count there no more.
 */
function withinPeriod({ periods }: Calendar, id: string): (credit: Credit) => boolean {
  const period = periods.find((one) => one.id === id);
  return ({ day }) => period !== undefined && covers(period, day);
}

/** The changes counted when a period that is not open was last written. */
function settledChanges(deal: DealId, settled: Settled): ReadonlySet<string> {
  const entries = [...settled.values()].flatMap((entries) => entries.get(deal) ?? []);
  const latest = entries.reduce<Entry | undefined>(
    (newest, entry) => (newest && newest.version >= entry.version ? newest : entry),
    undefined,
  );
  return new Set(latest?.changes);
}

function byArrival(changes: readonly DealChange[]): DealChange[] {
  const at = (change: DealChange) => `${arrivalOf(change)} ${change.id}`;
  return [...changes].sort((a, b) => (at(a) < at(b) ? -1 : 1));
}

/** An id says deal, change, person and part; the rest follows from the changes before. */
function textOf(credits: readonly Credit[]): string {
  return credits.map(canonicalCredit).sort().join();
}

function canonicalCredit(credit: Credit): string {
  const all = Object.entries(credit).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? `${value}` : value,
  ]);
  return canonical(Object.fromEntries(all));
}
