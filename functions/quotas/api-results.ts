/** Lambda: the HTTP routes of recorded results, such as scores of objectives. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { canSee, isIn } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf, orgToday } from '../people/store.ts';
import { periodKey, periodNamed } from '../periods/store.ts';
import { quotas } from './module.ts';
import { AskedResult, RecordedResult, recorded } from './result.ts';
import { listResults, resultOf, resultsOf, saveResult } from './store-results.ts';

const OnePlace = z.object({ person: PersonId, period: PeriodId });

export const routes = {
  'PUT /v1/people/{person}/results/{period}': route({
    summary: 'Record a result of a person in an open period that no deal says',
    description: 'What is not recorded yet needs no If-Match.',
    path: OnePlace,
    body: AskedResult,
    reply: RecordedResult,
    ifMatch: 'the version, in quotes, that GET /v1/people/{person}/results/{period} shows for the name',
    async run({ table, path, body, match }) {
      const [org, period, before] = await Promise.all([
        orgOf(table),
        periodNamed(table, path.period),
        resultOf(table, path.period, path.person, body.name),
      ]);
      if (!isIn(org, path.person)) noSuchPerson();
      const result = recorded(body, { person: path.person, period }, before);
      if (result === before) return before;
      match(before?.version);
      await saveResult(table, result, periodKey(period), period.status);
      return result;
    },
  }),

  'GET /v1/people/{person}/results/{period}': route({
    summary: 'What is recorded of a person in a period, by name',
    path: OnePlace,
    reply: OnePlace.extend({ results: z.array(RecordedResult) }),
    async run({ caller, table, path: { person, period }, now }) {
      const { org, today } = await orgToday(table, now);
      if (!isIn(org, person) || !canSee(org, caller, person, today)) noSuchPerson();
      await periodNamed(table, period);
      return { person, period, results: await resultsOf(table, period, person) };
    },
  }),

  'GET /v1/periods/{period}/results': listRoute({
    summary: 'The recorded results of a period that the caller may see, by person',
    description: 'A page may hold fewer results than its limit, and still have a next one.',
    path: OnePlace.pick({ period: true }),
    reply: RecordedResult,
    async run({ caller, table, path, page, now }) {
      const { org, today } = await orgToday(table, now);
      await periodNamed(table, path.period);
      const { items, next } = await listResults(table, path.period, page);
      return { items: items.filter(({ person }) => canSee(org, caller, person, today)), next };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(quotas, 'api-results', routes);
