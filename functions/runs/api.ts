/** Lambda: the HTTP routes of runs. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { canSee, isIn } from '../people/org.ts';
import { periodNamed } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { estimate } from './estimate.ts';
import { runs } from './module.ts';
import { beginRun, PayeeTotal, Run, RunListed } from './run.ts';
import { listRuns, runById, saveNewRun, totalsOf } from './store.ts';
import { gatherInputs } from './store-inputs.ts';

const OneRun = z.object({ run: RunId });

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
      return saveNewRun(table, begun);
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
    summary: 'What one more deal, won today, would earn a payee',
    path: z.object({ person: PersonId }),
    body: z.strictObject({ period: PeriodId, amountMinor: Minor }),
    reply: z.object({
      period: PeriodId,
      currency: Currency,
      earnedSoFarMinor: Minor,
      wouldEarnMinor: Minor,
      sentence: z.string(),
    }),
    async run({ caller, table, path, body, now }) {
      const { timeZone } = await settingsOf(table);
      const { inputs, credits } = await gatherInputs(table, body.period);
      const today = dayOf(now, timeZone);
      if (!isIn(inputs.org, path.person) || !canSee(inputs.org, caller, path.person, today)) {
        refuse('missing', 'not-found', 'There is no such person.');
      }
      return estimate(inputs, credits, { person: path.person, amountMinor: body.amountMinor, day: today });
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(runs, 'api', routes);
