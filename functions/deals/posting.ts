/**
 * Which credits go into which months, and what comes too late. A month that is no longer open keeps what
 * its pages say; a change that would make a difference there is held back, and nothing of it counts.
 */
import type { DealId } from '../../shared/kernel/ids.ts';
import { type Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import { monthOf, type Period } from '../periods/period.ts';
import { type Credit, creditsOf } from './crediting.ts';
import { countedChanges, type Deal, type DealChange, inOrder } from './deal.ts';
import type { Entry } from './page.ts';

export type Calendar = { readonly periods: readonly Period[]; readonly zone: TimeZone };
/** What the pages of months that are not open say about a deal, by month. */
export type Settled = ReadonlyMap<string, ReadonlyMap<DealId, Entry>>;
export type Late = { readonly change: DealChange; readonly code: 'period.locked' | 'period.missing' };

/** The months that credits of a deal can be in, whichever of its changes are known. */
export function possibleMonths(deal: Deal, { periods, zone }: Calendar): Period[] {
  const months = possibleDays(deal.changes, zone).flatMap((day) => monthOf(periods, day) ?? []);
  return [...new Map(months.map((month) => [month.id, month])).values()];
}

/** The counted changes of a deal that can be posted, and those that cannot. */
export function admit(
  deal: Deal,
  calendar: Calendar,
  settled: Settled,
): { readonly kept: DealChange[]; readonly late: Late[] } {
  const changes = countedChanges(deal);
  const judge = (some: readonly DealChange[]) => conflictOf(deal.id, some, calendar, settled);
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

/** What to write about a deal into each open month, an empty entry where credits may have been before. */
export function entriesOf(
  deal: Deal,
  kept: readonly DealChange[],
  calendar: Calendar,
): { readonly month: Period; readonly entry: Entry }[] {
  const credits = creditsOf(deal.id, kept, calendar.zone);
  return possibleMonths(deal, calendar)
    .filter(({ status }) => status === 'open')
    .map((month) => ({
      month,
      entry: {
        deal: deal.id,
        version: deal.revision,
        changes: kept.map(({ id }) => id).sort(),
        credits: credits.filter(({ day }) => monthOf([month], day)),
      },
    }));
}

/**
 * A credit is dated on a close date, on the day of a win or on that of a later change. Without a win
 * there is none, so deals that are still in the pipeline touch no month.
 */
function possibleDays(changes: readonly DealChange[], zone: TimeZone): Day[] {
  const ordered = inOrder(changes);
  const firstWin = ordered.findIndex(({ status }) => status === 'won');
  if (firstWin < 0) return [];
  const closeDates = ordered.flatMap(({ closeDate }) => closeDate ?? []);
  return [...closeDates, ...ordered.slice(firstWin).map(({ occurredAt }) => dayOf(occurredAt, zone))];
}

/** Whether these changes say anything that the months which are not open do not say already. */
function conflictOf(
  deal: DealId,
  changes: readonly DealChange[],
  { periods, zone }: Calendar,
  settled: Settled,
): Late['code'] | undefined {
  const credits = creditsOf(deal, changes, zone);
  if (credits.some(({ day }) => !monthOf(periods, day))) return 'period.missing';
  for (const [id, entries] of settled) {
    const month = periods.filter((period) => period.id === id);
    const now = credits.filter(({ day }) => monthOf(month, day));
    if (textOf(now) !== textOf(entries.get(deal)?.credits ?? [])) return 'period.locked';
  }
  return undefined;
}

/** The changes counted when a month that is not open was last written. */
function settledChanges(deal: DealId, settled: Settled): ReadonlySet<string> {
  const entries = [...settled.values()].flatMap((entries) => entries.get(deal) ?? []);
  const latest = entries.reduce<Entry | undefined>(
    (newest, entry) => (newest && newest.version >= entry.version ? newest : entry),
    undefined,
  );
  return new Set(latest?.changes);
}

function byArrival(changes: readonly DealChange[]): DealChange[] {
  const at = ({ inbox, id }: DealChange) => `${inbox.receivedAt} ${id}`;
  return [...changes].sort((a, b) => (at(a) < at(b) ? -1 : 1));
}

/** An id says deal, change, person and part; day and amount follow from the changes before. */
function textOf(credits: readonly Pick<Credit, 'id' | 'day' | 'amountMinor'>[]): string {
  return credits
    .map(({ id, day, amountMinor }) => `${id} ${day} ${amountMinor}`)
    .sort()
    .join();
}
