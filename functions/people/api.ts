/** Lambda: the HTTP routes of people and of their reporting lines. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Email, Name } from '../../shared/kernel/text.ts';
import { Day, dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { settingsOf } from '../settings/store.ts';
import { personIdOf } from '../tenants/login.ts';
import { people } from './module.ts';
import { assignManager, canSee, isIn, Line, linesOf, type Org, withPerson } from './org.ts';
import { changed, noSuchPerson, OwnerRefs, Person, PersonListed } from './person.ts';
import { changeOrg, listPeople, orgOf, personById, savePerson } from './store.ts';

const OnePerson = z.object({ person: PersonId });
const LineOfPerson = z.object({ person: PersonId, lines: z.array(Line) });
/** Of this person's lines alone: moves of other people do not disturb. Who has none yet has no tag. */
const tagOfLines = ({ lines }: { readonly lines: readonly Line[] }) =>
  lines.length > 0 ? tagOf(lines) : undefined;

export const routes = {
  'POST /v1/people': route({
    summary: 'Add a person',
    body: z.strictObject({ name: Name, email: Email, ownerRefs: OwnerRefs.default([]) }),
    reply: Person,
    status: 201,
    async run({ caller, table, body }) {
      const person: Person = { id: personIdOf(caller.tenant, body.email), ...body, version: 1 };
      await savePerson(table, person, (org) => {
        if (isIn(org, person.id)) {
          refuse('conflict', 'person.exists', 'Somebody has this e-mail address.', '/email');
        }
        return withPerson(org, person.id, person.name, person.ownerRefs);
      });
      return person;
    },
  }),

  'GET /v1/people': listRoute({
    summary: 'The people that the caller may see, by name',
    description: 'A page may hold fewer people than its limit, and still have a next one.',
    reply: PersonListed,
    async run({ caller, table, page, now }) {
      const sees = await sightOf(table, caller, now);
      const { items, next } = await listPeople(table, page);
      return { items: items.filter(({ id }) => sees(id)), next };
    },
  }),

  'GET /v1/people/{person}': route({
    summary: 'One person',
    path: OnePerson,
    reply: Person,
    async run({ caller, table, path, now }) {
      const sees = await sightOf(table, caller, now);
      return sees(path.person) ? personById(table, path.person) : noSuchPerson();
    },
  }),

  'PATCH /v1/people/{person}': route({
    summary: 'Change the name or the owner references of a person',
    path: OnePerson,
    body: z.strictObject({ name: Name.optional(), ownerRefs: OwnerRefs.optional() }),
    reply: Person,
    ifMatch: 'the etag of GET /v1/people/{person}',
    async run({ table, path, body, match }) {
      const before = await personById(table, path.person);
      const person = changed(before, body);
      if (person === before) return before;
      match(before.version);
      await savePerson(table, person, (org) => withPerson(org, person.id, person.name, person.ownerRefs));
      return person;
    },
  }),

  'PUT /v1/people/{person}/manager': route({
    summary: 'Say to whom a person reports, from a day on or up to another',
    description:
      'What was said about those days before is replaced. `to` is the first day it no longer holds. ' +
      'Somebody of whom nothing was said yet needs no If-Match.',
    path: OnePerson,
    body: z.strictObject({ manager: PersonId.nullable(), from: Day, to: Day.nullable().default(null) }),
    reply: LineOfPerson,
    tag: tagOfLines,
    ifMatch: 'the etag of GET /v1/people/{person}/line',
    async run({ table, path: { person }, body: { manager, from, to }, match }) {
      const org = await changeOrg(table, (before) => {
        const after = assignManager(before, person, manager, from, to);
        if (after !== before) match(tagOfLines({ lines: linesOf(before, person) }));
        return after;
      });
      return { person, lines: linesOf(org, person) };
    },
  }),

  'GET /v1/people/{person}/line': route({
    summary: 'To whom a person reported, reports and will report',
    path: OnePerson,
    reply: LineOfPerson,
    tag: tagOfLines,
    async run({ caller, table, path: { person }, now }) {
      const [org, today] = await Promise.all([orgOf(table), todayOf(table, now)]);
      if (!isIn(org, person) || !canSee(org, caller, person, today)) noSuchPerson();
      return { person, lines: linesOf(org, person) };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(people, 'api', routes);

async function sightOf(table: Table, caller: Caller, now: Instant): Promise<(person: PersonId) => boolean> {
  const [org, today]: [Org, Day] = await Promise.all([orgOf(table), todayOf(table, now)]);
  return (person) => canSee(org, caller, person, today);
}

async function todayOf(table: Table, now: Instant): Promise<Day> {
  return dayOf(now, (await settingsOf(table)).timeZone);
}
