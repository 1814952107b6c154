/** Lambda: the HTTP routes of quotas. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { canSee, isIn } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf } from '../people/store.ts';
import { periodKey, periodNamed } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { quotas } from './module.ts';
import { Asked, assignQuota, Quota } from './quota.ts';
import { listQuotas, quotaOf, quotasOf, saveQuota } from './store.ts';

const OnePlace = z.object({ person: PersonId, period: PeriodId });

export const routes = {
  'PUT /v1/people/{person}/quotas/{period}': route({
    summary: 'Ask something of a person in an open period',
    description: 'What is not asked of them yet needs no If-Match.',
    path: OnePlace,
    body: Asked,
    reply: Quota,
    ifMatch: 'the version, in quotes, that GET /v1/people/{person}/quotas/{period} shows for the measure',
    async run({ table, path, body, match }) {
      const [org, settings, period, before] = await Promise.all([
        orgOf(table),
        settingsOf(table),
        periodNamed(table, path.period),
        quotaOf(table, path.period, path.person, body.measure),
      ]);
      if (!isIn(org, path.person)) noSuchPerson();
      const place = { person: path.person, period, currency: settings.currency };
      const quota = assignQuota(body, place, before);
      if (quota === before) return before;
      match(before?.version);
      await saveQuota(table, quota, periodKey(period));
      return quota;
    },
  }),

  'GET /v1/people/{person}/quotas/{period}': route({
    summary: 'What is asked of a person in a period, by measure',
    path: OnePlace,
    reply: OnePlace.extend({ quotas: z.array(Quota) }),
    async run({ caller, table, path: { person, period }, now }) {
      const [org, { timeZone }] = await Promise.all([orgOf(table), settingsOf(table)]);
      if (!isIn(org, person) || !canSee(org, caller, person, dayOf(now, timeZone))) noSuchPerson();
      await periodNamed(table, period);
      return { person, period, quotas: await quotasOf(table, period, person) };
    },
  }),

  'GET /v1/periods/{period}/quotas': listRoute({
    summary: 'The quotas of a period that the caller may see, by person',
    description: 'A page may hold fewer quotas than its limit, and still have a next one.',
    path: OnePlace.pick({ period: true }),
    reply: Quota,
    async run({ caller, table, path, page, now }) {
      const [org, { timeZone }] = await Promise.all([orgOf(table), settingsOf(table)]);
      await periodNamed(table, path.period);
      const { items, next } = await listQuotas(table, path.period, page);
      const today = dayOf(now, timeZone);
      return { items: items.filter(({ person }) => canSee(org, caller, person, today)), next };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(quotas, 'api', routes);
