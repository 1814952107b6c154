/** Lambda: the HTTP routes of runs. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { type Day, dayOf } from '../../shared/kernel/time.ts';
import { canSee, isIn, type Org } from '../people/org.ts';
import { periodNamed } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { Estimate, estimate } from './estimate.ts';
import { runs } from './module.ts';
import { PayoutCurves, payoutCurves } from './payout-curve.ts';
import { beginRun, PayeeTotal, Run, RunListed } from './run.ts';
import { listRuns, runById, saveNewRun, totalsOf } from './store.ts';
import { gatherInputs } from './store-inputs.ts';
import { inItsTurn } from './store-turns.ts';
import { peopleIn, Supposed } from './supposed.ts';

const OneRun = z.object({ run: RunId });
const OnePerson = z.object({ person: PersonId });

export const routes = {
  'POST /v1/runs': route({
    summary: 'Start a run: the final one of a period that is being closed, or a preview of an open one',
    idempotent: true,
    body: z.strictObject({ period: PeriodId }),
    reply: Run,
    status: 201,
    async run({ caller, table, body, now, newId }) {
      const period = await periodNamed(table, body.period);
      const begun = beginRun(caller.tenant, period, { id: newId('run'), startedBy: caller.principal, now });
      return saveNewRun(table, await inItsTurn(table, begun, period));
    },
  }),

  'GET /v1/runs': listRoute({
    summary: 'Runs, the latest first',
    reply: RunListed,
    run: ({ table, page }) => listRuns(table, { ...page, descending: true }),
  }),

  'GET /v1/runs/{run}': route({
    summary: 'One run, how far it is, and its digest',
    path: OneRun,
    reply: Run,
    run: ({ table, path }) => runById(table, path.run),
  }),

  'GET /v1/runs/{run}/payees': listRoute({
    summary: 'What a run found for each payee',
    path: OneRun,
    reply: PayeeTotal,
    async run({ table, path, page }) {
      await runById(table, path.run);
      const totals = await totalsOf(table, path.run);
      const from = totals.filter(({ payee }) => page.after === undefined || payee > page.after);
      const items = from.slice(0, page.limit);
      return { items, next: from.length > items.length ? items.at(-1)?.payee : undefined };
    },
  }),

  'POST /v1/people/{person}/estimate': route({
    summary: 'What one more deal would earn a payee, by each component of their plans, and why',
    path: OnePerson,
    body: Supposed.extend({ period: PeriodId }),
    reply: Estimate,
    async run({ caller, table, path: { person }, body: { period, ...deal }, now }) {
      const { timeZone } = await settingsOf(table);
      const { inputs, credits } = await gatherInputs(table, period);
      const today = dayOf(now, timeZone);
      refuseUnseen(inputs.org, caller, person, today);
      const stranger = peopleIn(deal).find((named) => !isIn(inputs.org, named.person));
      if (stranger) refuse('rule', 'person.unknown', 'There is no such person.', stranger.pointer);
      return estimate(inputs, credits, { day: today, ...deal, person });
    },
  }),

  'GET /v1/people/{person}/payout-curve': route({
    summary: 'What each component of a payee pays, by how much is credited: the corners of its curve',
    path: OnePerson,
    query: z.strictObject({ period: PeriodId }),
    reply: PayoutCurves,
    async run({ caller, table, path: { person }, query: { period }, now }) {
      const { timeZone } = await settingsOf(table);
      const { inputs, credits } = await gatherInputs(table, period);
      refuseUnseen(inputs.org, caller, person, dayOf(now, timeZone));
      return payoutCurves(inputs, credits, person);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(runs, 'api', routes);

function refuseUnseen(org: Org, caller: Caller, person: PersonId, today: Day): void {
  if (isIn(org, person) && canSee(org, caller, person, today)) return;
  refuse('missing', 'not-found', 'There is no such person.');
}
