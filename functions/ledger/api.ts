/** Lambda: the HTTP routes of manual adjustments. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { knownDeal } from '../deals/store-imported.ts';
import { isIn } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf } from '../people/store.ts';
import { periodNamed } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { Adjustment, AdjustmentDraft, AdjustmentId, type By, decide, propose } from './adjustment.ts';
import { ledger } from './module.ts';
import { adjustmentById, adjustmentsIn, adjustmentsOf, saveDecision, saveProposal } from './store.ts';

const OfPerson = z.object({ person: PersonId });
const One = z.object({ adjustment: AdjustmentId });

/** What was proposed never changes, so nobody decides on what they have not seen. */
const deciding = { path: One, reply: Adjustment } as const;

type Deciding = {
  readonly caller: Caller;
  readonly table: Table;
  readonly path: z.output<typeof One>;
  readonly now: Instant;
};

export const routes = {
  'POST /v1/people/{person}/adjustments': route({
    summary: 'Propose to adjust the pay of a person by hand, in a period that is open',
    description: 'It counts once somebody else has approved it: not who proposed it, and not who is paid.',
    path: OfPerson,
    body: AdjustmentDraft,
    reply: Adjustment,
    status: 201,
    idempotent: true,
    async run({ caller, table, path, body, now, newId }) {
      const [org, period, by] = await Promise.all([
        orgOf(table),
        periodNamed(table, body.period),
        byWhom(table, caller, now),
        refuseUnknownDeal(table, body),
      ]);
      if (!isIn(org, path.person)) noSuchPerson();
      const proposed = propose(body, { ...path, period }, newId(`adj_${period.id}`), by);
      return saveProposal(table, proposed, period);
    },
  }),

  'GET /v1/people/{person}/adjustments': listRoute({
    summary: 'The manual adjustments of a person, by period',
    path: OfPerson,
    reply: Adjustment,
    async run({ table, path, page }) {
      if (!isIn(await orgOf(table), path.person)) noSuchPerson();
      return adjustmentsOf(table, path.person, page);
    },
  }),

  'GET /v1/periods/{period}/adjustments': listRoute({
    summary: 'The manual adjustments of a period',
    path: z.object({ period: PeriodId }),
    reply: Adjustment,
    async run({ table, path, page }) {
      await periodNamed(table, path.period);
      return adjustmentsIn(table, path.period, page);
    },
  }),

  'GET /v1/adjustments/{adjustment}': route({
    summary: 'One manual adjustment',
    path: One,
    reply: Adjustment,
    run: ({ table, path }) => adjustmentById(table, path.adjustment),
  }),

  'POST /v1/adjustments/{adjustment}/approve': route({
    summary: 'Approve an adjustment: it counts in the run of its period',
    ...deciding,
    run: (call) => decided(call, 'approved'),
  }),

  'POST /v1/adjustments/{adjustment}/reject': route({
    summary: 'Reject an adjustment: it never counts',
    ...deciding,
    run: (call) => decided(call, 'rejected'),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(ledger, 'api', routes);

async function decided(
  { caller, table, path, now }: Deciding,
  status: 'approved' | 'rejected',
): Promise<Adjustment> {
  const before = await adjustmentById(table, path.adjustment);
  const [period, by] = await Promise.all([periodNamed(table, before.period), byWhom(table, caller, now)]);
  const after = decide(before, status, period, by);
  if (after === before) return before;
  await saveDecision(table, after, period);
  return after;
}

async function refuseUnknownDeal(table: Table, { release }: AdjustmentDraft): Promise<void> {
  if (release === undefined || release === 'all' || (await knownDeal(table, release))) return;
  refuse('rule', 'deal.unknown', 'There is no such deal.', '/release');
}

async function byWhom(table: Table, { principal }: Caller, now: Instant): Promise<By> {
  const { timeZone } = await settingsOf(table);
  return { principal, now, today: dayOf(now, timeZone) };
}
