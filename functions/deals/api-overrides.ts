/** Lambda: the HTTP routes by which a company says itself whose a deal is. */
import * as z from 'zod';
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import { DealId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Table } from '../../shared/table/operations.ts';
import { isIn } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import { periodsOf } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import type { Deal, DealChange } from './deal.ts';
import { deals } from './module.ts';
import { OverrideDraft } from './override.ts';
import { CreditOverride, overrideOf, overriding } from './overriding.ts';
import { admit, WORDS } from './posting.ts';
import { saveOverride } from './store.ts';
import { knownDeal } from './store-imported.ts';
import { settledPages } from './store-pages.ts';

const OneDeal = z.object({ deal: DealId });
const ifMatch = 'the etag of GET /v1/deals/{deal}/credit-override';

export const routes = {
  'PUT /v1/deals/{deal}/credit-override': route({
    summary: 'Say whose a deal is, whatever the CRM says of it, until that is released',
    description:
      'It is one more change of the deal: what was credited is taken back today and given anew. Where no ' +
      'override stands, it needs no If-Match.',
    path: OneDeal,
    body: OverrideDraft,
    reply: CreditOverride,
    ifMatch,
    async run({ caller, table, path, body, match, now }) {
      const [deal, org] = await Promise.all([dealNamed(table, path.deal), orgOf(table)]);
      const stranger = body.splits.findIndex(({ person }) => !isIn(org, person));
      if (stranger >= 0) {
        refuse('rule', 'person.unknown', 'There is no such person.', `/splits/${stranger}/person`);
      }
      const change = overriding(deal, body, { by: caller.principal, now });
      const before = overrideOf(deal);
      if (!change) return before ?? noOverride();
      match(before?.version);
      return (await changed(table, deal, change)) ?? noOverride();
    },
  }),

  'GET /v1/deals/{deal}/credit-override': route({
    summary: 'Whose a deal is by the word of the company',
    path: OneDeal,
    reply: CreditOverride,
    async run({ table, path }) {
      return overrideOf(await dealNamed(table, path.deal)) ?? noOverride();
    },
  }),

  'DELETE /v1/deals/{deal}/credit-override': route({
    summary: 'Release an override: what the CRM said last counts again',
    path: OneDeal,
    reply: z.object({ deal: DealId, released: z.literal(true) }),
    ifMatch,
    async run({ caller, table, path, match, now }) {
      const deal = await dealNamed(table, path.deal);
      const change = overriding(deal, null, { by: caller.principal, now });
      if (change) {
        match(overrideOf(deal)?.version);
        await changed(table, deal, change);
      }
      return { deal: deal.id, released: true as const };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(deals, 'api-overrides', routes);

/** Saves a change, unless it would be credited where nothing can be any more; answers what stands now. */
async function changed(table: Table, deal: Deal, change: DealChange): Promise<CreditOverride | undefined> {
  const [periods, { timeZone: zone, currency }] = await Promise.all([periodsOf(table), settingsOf(table)]);
  const after: Deal = { ...deal, changes: [...deal.changes, change] };
  const books = { periods, zone, currency };
  const { late } = admit(after, books, await settledPages(table, [after], books));
  const tooLate = late.find((one) => one.change.id === change.id);
  if (tooLate) refuse('conflict', tooLate.code, WORDS[tooLate.code]);
  await saveOverride(table, deal, change);
  return overrideOf(after);
}

async function dealNamed(table: Table, id: DealId): Promise<Deal> {
  return (await knownDeal(table, id)) ?? refuse('missing', 'not-found', 'There is no such deal.');
}

function noOverride(): never {
  return refuse('missing', 'not-found', 'No override stands.');
}
