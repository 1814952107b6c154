/** Lambda: tells again what is stuck of one tenant. All who hear it know what they have done before. */
import { consume } from '../../shared/events/consume.ts';
import type { TenantId } from '../../shared/kernel/ids.ts';
import { type Instant, TimeZone } from '../../shared/kernel/time.ts';
import { log } from '../../shared/log.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import type { Connector } from '../crm/connector.ts';
import { UNDATED } from '../crm/inbox.ts';
import { inboxOf, listConnectors, tellAgainOfWebhook } from '../crm/store.ts';
import { latestEntries } from '../deals/page.ts';
import { dealsNamedIn, tellAgainOfDeal } from '../deals/store.ts';
import { creditPages } from '../deals/store-pages.ts';
import type { Calendar } from '../deals/posting.ts';
import { isPostedTo, type Period } from '../periods/period.ts';
import { periodsOf, tellAgainOfPeriod } from '../periods/store.ts';
import { reopeningsFor, tellAgainOfReopening } from '../runs/store-reopenings.ts';
import { listPublished, listRuns, tellAgainOfPublication, tellAgainOfRun } from '../runs/store.ts';
import { settingsOf } from '../settings/store.ts';
import {
  daysToSweep,
  firstOpen,
  type Posted,
  stuckDeals,
  stuckPeriods,
  stuckReopenings,
  stuckRuns,
  stuckWebhooks,
} from './stuck.ts';

const UTC = TimeZone.parse('UTC');
/** Runs that somebody may still wait for are among the latest. */
const LATEST_RUNS = 100;
/** A company with history has thousands of days that count. */
const SIDE_BY_SIDE = 10;

type Sweep = { readonly table: Table; readonly tenant: TenantId; readonly now: Instant };

export const handler = consume('sweep.due', async ({ tenant, at: now }) => {
  const sweep = { table: tenantTable(tenant), tenant, now };
  const [periods, { timeZone }] = await Promise.all([periodsOf(sweep.table), settingsOf(sweep.table)]);
  await sweepDeals(sweep, { periods, zone: timeZone });
  await sweepRuns(sweep, periods);
  await sweepReopenings(sweep, periods);
});

async function sweepDeals(sweep: Sweep, calendar: Calendar): Promise<void> {
  const { table, now } = sweep;
  const { items: connectors } = await listConnectors(table, {});
  const posted = connectors.length > 0 ? await postedIn(table, calendar.periods) : new Map();
  for (const connector of connectors) {
    const days = [...daysToSweep(calendar.periods, now, UTC), UNDATED];
    for (let start = 0; start < days.length; start += SIDE_BY_SIDE) {
      const some = days.slice(start, start + SIDE_BY_SIDE);
      await Promise.all(some.map((day) => sweepDay(sweep, connector, day, { calendar, posted })));
    }
  }
}

type Known = { readonly calendar: Calendar; readonly posted: Posted };

async function sweepDay({ table, tenant, now }: Sweep, { id }: Connector, day: string, known: Known) {
  const items = await inboxOf(table, id, day);
  if (items.length === 0) return;
  const deals = await dealsNamedIn(table, tenant, items);
  const webhooks = stuckWebhooks(items, deals, now);
  const unposted = stuckDeals(deals, known.calendar, known.posted);
  for (const item of webhooks) await tellAgainOfWebhook(table, item, now);
  for (const deal of unposted) await tellAgainOfDeal(table, deal.id, now);
  const found = { webhooks: webhooks.length, deals: unposted.length };
  if (found.webhooks + found.deals > 0)
    log.warn('something was stuck', { tenant, connector: id, day, ...found });
}

/** What the pages of open periods say. */
async function postedIn(table: Table, periods: readonly Period[]): Promise<Posted> {
  const open = periods.filter((period) => isPostedTo(period) && period.status === 'open');
  return new Map(
    await Promise.all(open.map(async ({ id }) => [id, latestEntries(await creditPages(table, id))] as const)),
  );
}

async function sweepRuns({ table, tenant, now }: Sweep, periods: readonly Period[]): Promise<void> {
  const { items: runs } = await listRuns(table, { descending: true, limit: LATEST_RUNS });
  for (const run of stuckRuns(runs, now)) await tellAgainOfRun(table, run, now);
  const closing = stuckPeriods(periods);
  if (closing.length === 0) return;
  const published = new Map((await listPublished(table, {})).items.map((each) => [each.period, each]));
  for (const period of closing) {
    const pointer = published.get(period.id);
    if (pointer) await tellAgainOfPublication(table, pointer, now);
    else await tellAgainOfPeriod(table, tenant, period, now);
  }
}

async function sweepReopenings({ table, now }: Sweep, periods: readonly Period[]): Promise<void> {
  for (const { id } of firstOpen(periods)) {
    const asked = stuckReopenings(await reopeningsFor(table, id), now);
    for (const reopening of asked) await tellAgainOfReopening(table, reopening, now);
  }
}
