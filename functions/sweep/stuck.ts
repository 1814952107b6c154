/**
 * What is stuck: it lies in the table for an hour or more, and nothing shows that anybody was told of it.
 *
 *   webhook   neither in its deal nor in quarantine
 *   deal      a revision that the pages of an open period do not know
 *   period    calculating, so its run may never have been started
 *   run       neither calculated nor published; or it failed, and what was in its way may be over
 *   reopening asked for, and its differences are not known
 */
import { addDays, type Day, dayOf, epochMs, type Instant, type TimeZone } from '../../shared/kernel/time.ts';
import type { Received } from '../crm/inbox.ts';
import { changeIdOf, countedChanges, type Deal } from '../deals/deal.ts';
import type { Entry } from '../deals/page.ts';
import { type Calendar, possiblePeriods } from '../deals/posting.ts';
import { inOrder, type Period } from '../periods/period.ts';
import type { Reopening } from '../runs/reopening.ts';
import type { Run } from '../runs/run.ts';

const PATIENCE_MS = 3_600_000;

const isOld = (since: Instant, now: Instant): boolean => epochMs(now) - epochMs(since) >= PATIENCE_MS;

/** The days in UTC on which something may have happened that still counts: those of periods that are open. */
export function daysToSweep(periods: readonly Period[], now: Instant, utc: TimeZone): Day[] {
  const today = dayOf(now, utc);
  const begun = periods.filter(({ status, from }) => status === 'open' && from <= today);
  const [first = today] = begun.map(({ from }) => from).sort();
  const days: Day[] = [];
  // A day of the company may begin on the one before, and end on the one after, in UTC.
  for (let day = addDays(first, -1); day <= addDays(today, 1); day = addDays(day, 1)) days.push(day);
  return days;
}

export function stuckWebhooks(items: readonly Received[], deals: readonly Deal[], now: Instant): Received[] {
  const known = new Set(deals.flatMap((deal) => countedChanges(deal).map(({ id }) => id)));
  return items.filter(
    (item) => item.status !== 'quarantined' && isOld(item.receivedAt, now) && !known.has(changeIdOf(item)),
  );
}

/** By period, what the pages say last about each deal. */
export type Posted = ReadonlyMap<string, ReadonlyMap<string, Pick<Entry, 'version'>>>;

export function stuckDeals(deals: readonly Deal[], calendar: Calendar, posted: Posted): Deal[] {
  return deals.filter((deal) =>
    possiblePeriods(deal, calendar)
      .filter(({ status }) => status === 'open')
      .some(({ id }) => (posted.get(id)?.get(deal.id)?.version ?? 0) < deal.revision),
  );
}

export const stuckPeriods = (periods: readonly Period[]): Period[] =>
  periods.filter(({ status }) => status === 'calculating');

export const stuckReopenings = (reopenings: readonly Reopening[], now: Instant): Reopening[] =>
  reopenings.filter(({ status, askedAt }) => status === 'asked' && isOld(askedAt, now));

/** The periods that could post a reopening: the first open ones, of each kind. */
export function firstOpen(periods: readonly Period[]): Period[] {
  const open = periods.filter(({ status }) => status === 'open').sort(inOrder);
  return [...Map.groupBy(open, ({ kind }) => kind).values()].flatMap(([first]) => first ?? []);
}

type Begun = Pick<Run, 'id' | 'status' | 'startedAt'>;

export const stuckRuns = (runs: readonly Begun[], now: Instant): Begun[] =>
  runs.filter(
    ({ status, startedAt }) =>
      ['preparing', 'calculating', 'failed'].includes(status) && isOld(startedAt, now),
  );
