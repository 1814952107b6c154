/** Lambda: the HTTP routes of reopenings. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { named, periodNamed, periodsOf } from '../periods/store.ts';
import { runs } from './module.ts';
import { PayeeDifference } from './reopened.ts';
import { ask, AskedReopening, decide, nextToPay, Reopening, ReopeningId, shown } from './reopening.ts';
import {
  changesOf,
  reopeningById,
  reopeningsFor,
  reopeningsOf,
  saveAsked,
  saveDecided,
} from './store-reopenings.ts';

const OnePeriod = z.object({ period: PeriodId });
const One = z.object({ reopening: ReopeningId });

/** What was proposed never changes, so nobody decides on what they have not seen. */
const deciding = { path: One, reply: Reopening } as const;

type Deciding = {
  readonly caller: Caller;
  readonly table: Table;
  readonly path: z.output<typeof One>;
  readonly now: Instant;
};

export const routes = {
  'POST /v1/periods/{period}/reopenings': route({
    summary: 'Ask for a published period to be worked out anew, by what is said of it now',
    description:
      'Its statements stand. The differences are worked out, and once somebody else has approved them they are ' +
      'posted in the next period of its kind: not who asked, and not who is paid otherwise.',
    path: OnePeriod,
    body: AskedReopening,
    reply: Reopening,
    status: 201,
    idempotent: true,
    async run({ caller, table, path, body, now }) {
      const periods = await periodsOf(table);
      const period = named(periods, path.period);
      const posts = nextToPay(periods, period);
      const others = await reopeningsFor(table, posts.id);
      const by = { tenant: caller.tenant, principal: caller.principal, now };
      const asked = ask(period, posts, body.reason, others, by);
      return shown(others.includes(asked) ? asked : await saveAsked(table, asked, posts), posts);
    },
  }),

  'GET /v1/periods/{period}/reopenings': listRoute({
    summary: 'The reopenings of a period, by the period that they are posted in',
    path: OnePeriod,
    reply: Reopening,
    async run({ table, path, page }) {
      const periods = await periodsOf(table);
      const { id } = named(periods, path.period);
      const { items, next } = await reopeningsOf(table, id, page);
      return { items: items.map((one) => shown(one, named(periods, one.postsIn))), next };
    },
  }),

  'GET /v1/reopenings/{reopening}': route({
    summary: 'One reopening, how far it is, and what it changes in all',
    path: One,
    reply: Reopening,
    async run({ table, path }) {
      const reopening = await reopeningById(table, path.reopening);
      return shown(reopening, await periodNamed(table, reopening.postsIn));
    },
  }),

  'GET /v1/reopenings/{reopening}/differences': listRoute({
    summary: 'What a reopening changes, payee by payee: what each component paid, and what it would pay',
    description: 'Who would be held now is listed, too, and why: what they were paid stays.',
    path: One,
    reply: PayeeDifference,
    async run({ table, path, page }) {
      await reopeningById(table, path.reopening);
      const { differences } = await changesOf(table, path.reopening);
      const from = differences.filter(({ person }) => page.after === undefined || person > page.after);
      const items = from.slice(0, page.limit);
      return { items, next: from.length > items.length ? items.at(-1)?.person : undefined };
    },
  }),

  'POST /v1/reopenings/{reopening}/approve': route({
    summary: 'Approve a reopening: its differences are posted in the run of the next period',
    ...deciding,
    run: (call) => decided(call, 'approved'),
  }),

  'POST /v1/reopenings/{reopening}/reject': route({
    summary: 'Reject a reopening: nothing is posted of it',
    ...deciding,
    run: (call) => decided(call, 'rejected'),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(runs, 'api-reopenings', routes);

async function decided(
  { caller: { principal }, table, path, now }: Deciding,
  status: 'approved' | 'rejected',
): Promise<Reopening> {
  const before = await reopeningById(table, path.reopening);
  const [posts, all, { differences }] = await Promise.all([
    periodNamed(table, before.postsIn),
    reopeningsFor(table, before.postsIn),
    changesOf(table, before.id),
  ]);
  const others = all.filter(({ id }) => id !== before.id);
  const changed = differences.map(({ person }) => person);
  const after = decide(before, status, { posts, others, changed, principal, now });
  if (after !== before) await saveDecided(table, after, posts, others);
  return shown(after, posts);
}
