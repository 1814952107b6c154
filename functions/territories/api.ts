/** Lambda: the HTTP routes of territories and of who covers them. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { pageOf } from '../../shared/http/page.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { canSee, isIn } from '../people/org.ts';
import { noSuchPerson } from '../people/person.ts';
import { orgOf } from '../people/store.ts';
import { settingsOf } from '../settings/store.ts';
import {
  assignTerritory,
  CoveredTerritory,
  CoveringPerson,
  coveredBy,
  coveringOf,
  territoriesIn,
  territoryIn,
  withTerritory,
} from './coverage.ts';
import { territories } from './module.ts';
import { changeCoverage, coverageOf } from './store.ts';
import { noSuchTerritory, Territory, TerritoryDraft, TerritoryId } from './territory.ts';

const OneTerritory = z.object({ territory: TerritoryId });
const OnePerson = z.object({ person: PersonId });
const CoveredByPerson = OnePerson.extend({ territories: z.array(CoveredTerritory) });
type CoveredByPerson = z.output<typeof CoveredByPerson>;

/** Of this person alone: what others cover does not disturb. Who covers nothing has no tag. */
const tagOfCovered = ({ territories: all }: Pick<CoveredByPerson, 'territories'>) =>
  all.length > 0 ? tagOf(all) : undefined;

export const routes = {
  'PUT /v1/territories/{territory}': route({
    summary: 'Add a territory, or say something else of it',
    description: 'Its id is the key that the company has for it. What is not there yet needs no If-Match.',
    path: OneTerritory,
    body: TerritoryDraft,
    reply: Territory,
    ifMatch: 'the etag of GET /v1/territories/{territory}',
    async run({ table, path: { territory }, body, match }) {
      const coverage = await changeCoverage(table, (before) => {
        const after = withTerritory(before, territory, body);
        if (after !== before) match(territoryIn(before, territory)?.version);
        return after;
      });
      return territoryIn(coverage, territory) ?? noSuchTerritory();
    },
  }),

  'GET /v1/territories': listRoute({
    summary: 'The territories of the company, by id',
    reply: Territory,
    async run({ table, page }) {
      return pageOf(territoriesIn(await coverageOf(table)), page, ({ id }) => id);
    },
  }),

  'GET /v1/territories/{territory}': route({
    summary: 'One territory',
    path: OneTerritory,
    reply: Territory,
    async run({ table, path }) {
      return territoryIn(await coverageOf(table), path.territory) ?? noSuchTerritory();
    },
  }),

  'GET /v1/territories/{territory}/coverage': listRoute({
    summary: 'Who covers a territory, on a day or ever; of the people whom the caller may see',
    path: OneTerritory,
    query: z.strictObject({ on: Day.optional() }),
    reply: CoveringPerson,
    async run({ caller, table, path, query, page, now }) {
      const [coverage, sees] = await Promise.all([coverageOf(table), sightOf(table, caller, now)]);
      if (!territoryIn(coverage, path.territory)) noSuchTerritory();
      const all = coveringOf(coverage, path.territory, query.on).filter(({ person }) => sees(person));
      return pageOf(all, page, ({ person, from }) => `${person} ${from}`);
    },
  }),

  'PUT /v1/people/{person}/territories/{territory}': route({
    summary: 'Say that a person covers a territory, from a day on or up to another, or that they do not',
    description:
      'What was said about those days before is replaced. `to` is the first day it no longer holds. ' +
      'With `covers` false they do not cover it on those days. Who covers nothing yet needs no If-Match.',
    path: z.object({ ...OnePerson.shape, ...OneTerritory.shape }),
    body: z.strictObject({
      from: Day,
      to: Day.nullable().default(null),
      covers: z.boolean().default(true),
    }),
    reply: CoveredByPerson,
    tag: tagOfCovered,
    ifMatch: 'the etag of GET /v1/people/{person}/territories',
    async run({ table, path: { person, territory }, body: { from, to, covers }, match }) {
      if (!isIn(await orgOf(table), person)) {
        refuse('missing', 'person.unknown', 'There is no such person.', '/person');
      }
      const coverage = await changeCoverage(table, (before) => {
        const after = assignTerritory(before, person, territory, from, to, covers);
        if (after !== before) match(tagOfCovered({ territories: coveredBy(before, person) }));
        return after;
      });
      return { person, territories: coveredBy(coverage, person) };
    },
  }),

  'GET /v1/people/{person}/territories': route({
    summary: 'The territories that a person covered, covers and will cover',
    path: OnePerson,
    reply: CoveredByPerson,
    tag: tagOfCovered,
    async run({ caller, table, path: { person }, now }) {
      const [coverage, sees] = await Promise.all([coverageOf(table), sightOf(table, caller, now)]);
      if (!sees(person)) noSuchPerson();
      return { person, territories: coveredBy(coverage, person) };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(territories, 'api', routes);

/** Whose territories a caller may see today. */
async function sightOf(table: Table, caller: Caller, now: Instant): Promise<(person: PersonId) => boolean> {
  const [org, { timeZone }] = await Promise.all([orgOf(table), settingsOf(table)]);
  const today = dayOf(now, timeZone);
  return (person) => isIn(org, person) && canSee(org, caller, person, today);
}
