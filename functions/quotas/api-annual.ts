/** Lambda: the HTTP routes of quotas of a year, divided among its months or quarters. */
import * as z from 'zod';
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { type PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { canSee, isIn, presenceOf } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf, orgToday } from '../people/store.ts';
import type { Period } from '../periods/period.ts';
import { periodKey, periodsOf } from '../periods/store.ts';
import { settingsOf } from '../settings/store.ts';
import { AskedOfYear, annualQuotas, periodsOfYear, Seasonality } from './annual.ts';
import { quotas } from './module.ts';
import { Measure, Quota } from './quota.ts';
import { quotasOver, saveQuotas } from './store.ts';

const OnePerson = z.object({ person: PersonId });
const ByYear = OnePerson.extend({ year: z.coerce.number().int() });
const OfYear = OnePerson.extend({
  year: z.int(),
  measure: Measure,
  /** Of all its periods together. */
  amountMinor: Minor,
  quotas: z.array(Quota),
});
type OfYear = z.output<typeof OfYear>;

const tagOfYear = ({ quotas: all }: Pick<OfYear, 'quotas'>) =>
  all.length > 0 ? tagOf(all.map(({ period, version }) => [period, version])) : undefined;

export const routes = {
  'POST /v1/people/{person}/annual-quotas': route({
    summary: 'Ask something of a person in a fiscal year, divided among its months or quarters',
    description:
      'The parts add up to the year. Reliefs of the periods stay as they are. A year of which nothing is asked ' +
      'yet needs no If-Match.',
    path: OnePerson,
    body: AskedOfYear,
    reply: OfYear,
    tag: tagOfYear,
    ifMatch: 'the etag of GET /v1/people/{person}/annual-quotas/{year}, with its `measure` and `by`',
    async run({ table, path: { person }, body, match }) {
      const [org, { currency }, periods] = await Promise.all([
        orgOf(table),
        settingsOf(table),
        periodsOf(table),
      ]);
      if (!isIn(org, person)) noSuchPerson();
      const ofYear = periodsOfYear(periods, body.year, body.seasonality.by);
      const before = await quotasOver(table, idsOf(ofYear), person, body.measure);
      const whose = { person, currency, presence: presenceOf(org, person) };
      const all = annualQuotas(body, whose, periods, before);
      const changed = all.filter(({ quota }) => !before.includes(quota));
      if (changed.length > 0) {
        match(tagOfYear({ quotas: before }));
        const saved = changed.map(({ quota, period }) => ({ quota, openPeriod: periodKey(period) }));
        await saveQuotas(table, saved);
      }
      return summed({ person, year: body.year, measure: body.measure }, replaced(before, all));
    },
  }),

  'GET /v1/people/{person}/annual-quotas/{year}': route({
    summary: 'What is asked of a person in the months or quarters of a fiscal year',
    path: ByYear,
    query: z.strictObject({ measure: Measure.default('bookings'), by: Seasonality.shape.by }),
    reply: OfYear,
    tag: tagOfYear,
    async run({ caller, table, path: { person, year }, query: { measure, by }, now }) {
      const [{ org, today }, periods] = await Promise.all([orgToday(table, now), periodsOf(table)]);
      if (!isIn(org, person) || !canSee(org, caller, person, today)) noSuchPerson();
      const ids = idsOf(periodsOfYear(periods, year, by));
      return summed({ person, year, measure }, await quotasOver(table, ids, person, measure));
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(quotas, 'api-annual', routes);

const idsOf = (periods: readonly Period[]): PeriodId[] => periods.map(({ id }) => id);

/** Those of periods that take no more changes stay. */
function replaced(before: readonly Quota[], now: readonly { readonly quota: Quota }[]): Quota[] {
  const next = new Map([...before, ...now.map(({ quota }) => quota)].map((quota) => [quota.period, quota]));
  return [...next.values()].sort((one, other) => (one.period < other.period ? -1 : 1));
}

function summed(whose: Pick<OfYear, 'person' | 'year' | 'measure'>, of: Quota[]): OfYear {
  return { ...whose, amountMinor: of.reduce((sum, { amountMinor }) => sum + amountMinor, 0n), quotas: of };
}
