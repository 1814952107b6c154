/** Lambda: the HTTP routes of quotas. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Table } from '../../shared/table/operations.ts';
import { canSee, isIn, type Org, presenceOf } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf, orgToday } from '../people/store.ts';
import type { Period } from '../periods/period.ts';
import { named, periodKey, periodNamed, periodsOf } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { monthsIn } from './annual.ts';
import { Asked, wanted } from './asked.ts';
import { effectiveQuotas } from './effective.ts';
import { quotas } from './module.ts';
import { assignQuota, Quota } from './quota.ts';
import { AskedRelief, relieved } from './relief.ts';
import { listQuotas, quotaOf, quotasIn, quotasOf, saveQuota } from './store.ts';
import { refuseCircle } from './team.ts';

const OnePlace = z.object({ person: PersonId, period: PeriodId });
const VERSION = 'the version, in quotes, that GET /v1/people/{person}/quotas/{period} shows for the measure';

export const routes = {
  'PUT /v1/people/{person}/quotas/{period}': route({
    summary: 'Ask something of a person in an open period, or in one that is to be reopened',
    description:
      'One amount for the whole period, or `rows` by days; `change` says whether another amount in the middle ' +
      'of the period is one for all of it (`restate`) or from a day on, weighted by days (`byDays`). `ramp` and ' +
      '`prorate` go by what is known now of the days on which the person is there, and stay when those change. ' +
      '`team` sums what is asked of those who report to them. Reliefs stay as they are. What is not asked of ' +
      'them yet needs no If-Match.',
    path: OnePlace,
    body: Asked,
    reply: Quota,
    ifMatch: VERSION,
    async run({ table, path, body, match }) {
      const { org, currency, periods, period } = await groundOf(table, path);
      const before = await quotaOf(table, path.period, path.person, body.measure);
      const where = { period, months: monthsIn(periods, period), presence: presenceOf(org, path.person) };
      const place = { person: path.person, period, currency, forReopening: body.forReopening };
      const quota = assignQuota(wanted(body, where, before), place, before);
      if (quota !== before) {
        match(before?.version);
        if (quota.team) refuseCircle(quota, { quotas: await quotasIn(table, period.id), org, period });
        await saveQuota(table, quota, periodKey(period), period.status);
      }
      return (await counting(table, [quota], org, period))[0] ?? quota;
    },
  }),

  'GET /v1/people/{person}/quotas/{period}': route({
    summary: 'What is asked of a person in a period, by measure',
    path: OnePlace,
    reply: OnePlace.extend({ quotas: z.array(Quota) }),
    async run({ caller, table, path: { person, period: id }, now }) {
      const { org, today } = await orgToday(table, now);
      if (!isIn(org, person) || !canSee(org, caller, person, today)) noSuchPerson();
      const period = await periodNamed(table, id);
      const own = await quotasOf(table, period.id, person);
      return { person, period: period.id, quotas: await counting(table, own, org, period) };
    },
  }),

  'POST /v1/people/{person}/quotas/{period}/reliefs': route({
    summary: 'Relieve a person, on some days of an open period, of a quota or a part of it',
    description:
      'What was said about those days before is replaced; a share of 0 takes a relief back. `to` is the first ' +
      'day on which all is asked again.',
    path: OnePlace,
    body: AskedRelief,
    reply: Quota,
    ifMatch: VERSION,
    async run({ table, path, body, match }) {
      const { currency, period } = await groundOf(table, path);
      const before = await quotaOf(table, path.period, path.person, body.measure);
      if (!before) refuse('rule', 'quota.missing', `No ${body.measure} are asked of them then.`, '/measure');
      const place = { person: path.person, period, currency, forReopening: body.forReopening };
      const quota = assignQuota(relieved(before, body, { period }), place, before);
      if (quota === before) return before;
      match(before.version);
      await saveQuota(table, quota, periodKey(period), period.status);
      return quota;
    },
  }),

  'GET /v1/periods/{period}/quotas': listRoute({
    summary: 'The quotas of a period that the caller may see, by person',
    description: 'A page may hold fewer quotas than its limit, and still have a next one.',
    path: OnePlace.pick({ period: true }),
    reply: Quota,
    async run({ caller, table, path, page, now }) {
      const { org, today } = await orgToday(table, now);
      const period = await periodNamed(table, path.period);
      const { items, next } = await listQuotas(table, period.id, page);
      const seen = items.filter(({ person }) => canSee(org, caller, person, today));
      return { items: await counting(table, seen, org, period), next };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(quotas, 'api', routes);

/** What every change of a person's quotas in a period looks at. */
async function groundOf(table: Table, place: z.output<typeof OnePlace>) {
  const [org, { currency }, periods] = await Promise.all([orgOf(table), settingsOf(table), periodsOf(table)]);
  const period = named(periods, place.period);
  return isIn(org, place.person) ? { org, currency, periods, period } : noSuchPerson();
}

/** Sums those of teams; that which cannot be said asks nothing. */
async function counting(table: Table, some: readonly Quota[], org: Org, period: Period): Promise<Quota[]> {
  if (!some.some(({ team }) => team)) return [...some];
  const effective = effectiveQuotas({ quotas: await quotasIn(table, period.id), org, period });
  const isOf = (quota: Quota) => (one: Quota) => one.person === quota.person && one.measure === quota.measure;
  return some.map((quota) => (quota.team && effective.find(isOf(quota))) || quota);
}
