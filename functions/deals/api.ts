/** One deal down to the webhooks it comes from, and the proof that none of them was lost. */
import * as z from 'zod';
import { api, route } from '../../shared/http/api.ts';
import { ConnectorId, DealId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { addDays, Day, dayOf, daysBetween, Instant, TimeZone } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { itemIdOf, type Received, UNDATED } from '../crm/inbox.ts';
import { connectorById, inboxOf } from '../crm/store.ts';
import type { Settings } from '../settings/settings.ts';
import { settingsOf } from '../settings/store.ts';
import { Credit, creditsOf } from './crediting.ts';
import { arrivalOf, countedChanges, type Deal, DealChange, DealState, fold, inOrder } from './deal.ts';
import { deals } from './module.ts';
import { Reconciliation, reconcile } from './reconciliation.ts';
import { dealsNamedIn } from './store.ts';
import { knownDeal } from './store-imported.ts';

const MOST_DAYS = 100;
const SIDE_BY_SIDE = 10;
const UTC = TimeZone.parse('UTC');

const Change = DealChange.omit({ inbox: true }).extend({
  /** The webhook that said it; a row of a file says so itself. */
  item: z.string().optional(),
  receivedAt: Instant,
  /** Why it does not count. */
  held: z.string().optional(),
});
const DealShown = z.object({
  id: DealId,
  connector: ConnectorId,
  recordId: z.string(),
  state: DealState,
  changes: z.array(Change),
  credits: z.array(Credit),
  /** Periods whose credits changed after they were closed, and those in which that is made good. */
  late: z.record(z.string(), z.string()).optional(),
});

export const routes = {
  'GET /v1/deals/{deal}': route({
    summary: 'A deal: its state, everything that was said about it, and what is credited',
    path: z.object({ deal: DealId }),
    reply: DealShown,
    run: async ({ table, path }) => {
      const [deal, settings] = await Promise.all([knownDeal(table, path.deal), settingsOf(table)]);
      return deal ? shown(deal, settings) : refuse('missing', 'not-found', 'There is no such deal.');
    },
  }),
  'GET /v1/connectors/{connector}/reconciliation': route({
    summary: 'Whether everything a CRM delivered is applied, ignored, in quarantine or pending',
    description:
      'Over the days that the events happened on, in UTC; those without a time count where they came.',
    path: z.object({ connector: ConnectorId }),
    query: z.strictObject({ from: Day, to: Day }),
    reply: Reconciliation,
    run: async ({ caller, table, path: { connector }, query }) => {
      await connectorById(table, connector);
      const items = await arrivals(table, connector, query.from, query.to);
      return reconcile(items, await dealsNamedIn(table, caller.tenant, items));
    },
  }),
};

export const handler = api(deals, 'api', routes);

type Company = Pick<Settings, 'timeZone' | 'currency'>;

function shown(deal: Deal, { timeZone, currency }: Company): z.output<typeof DealShown> {
  const { id, connector, recordId, held, late = {}, worths = {} } = deal;
  const counted = countedChanges(deal);
  const changes = inOrder(deal.changes).map(({ inbox, ...change }) => ({
    ...change,
    ...(inbox && { item: itemIdOf(inbox) }),
    receivedAt: arrivalOf({ inbox, ...change }),
    ...(held[change.id] && { held: held[change.id] }),
  }));
  const credits = creditsOf(id, counted, timeZone, { currency, worths });
  const isLate = Object.keys(late).length > 0;
  return { id, connector, recordId, state: fold(counted), changes, credits, ...(isLate && { late }) };
}

async function arrivals(table: Table, connector: ConnectorId, from: Day, to: Day): Promise<Received[]> {
  const count = daysBetween(from, to);
  if (count < 1) refuse('rule', 'span.empty', 'The span ends after it begins.', '/query/to');
  if (count > MOST_DAYS) refuse('rule', 'span.too-long', `At most ${MOST_DAYS} days at once.`, '/query/to');
  const days = Array.from({ length: count }, (_, n) => addDays(from, n));
  const dated = await sideBySide(days, (day) => inboxOf(table, connector, day));
  const undated = (await inboxOf(table, connector, UNDATED)).filter(({ receivedAt }) => {
    const day = dayOf(receivedAt, UTC);
    return from <= day && day < to;
  });
  return [...dated.flat(), ...undated];
}

async function sideBySide<A, B>(all: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let start = 0; start < all.length; start += SIDE_BY_SIDE) {
    done.push(...(await Promise.all(all.slice(start, start + SIDE_BY_SIDE).map(work))));
  }
  return done;
}
