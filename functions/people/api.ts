/** Lambda: the HTTP routes of people and of their reporting lines. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { PersonId, type TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { personIdOf } from '../tenants/login.ts';
import { todayOf } from '../settings/store.ts';
import { HierarchyName, MAIN } from './hierarchy.ts';
import { people } from './module.ts';
import { canSee, isIn, Line, linesOf, type Org, personByAddress, presenceOf, withPerson } from './org.ts';
import { changed, NewPerson, noSuchPerson, Person, PersonChange, PersonListed, withDays } from './person.ts';
import { assignManager } from './reporting.ts';
import { seatIdOf } from './seat.ts';
import {
  changeHierarchy,
  hierarchiesOf,
  hierarchyOf,
  listPeople,
  orgOf,
  orgToday,
  personById,
  savePerson,
} from './store.ts';

const OnePerson = z.object({ person: PersonId });
const LineOfPerson = z.object({ person: PersonId, hierarchy: HierarchyName, lines: z.array(Line) });
/** Of this person's lines alone: moves of other people do not disturb. Who has none yet has no tag. */
const tagOfLines = ({ lines }: { readonly lines: readonly Line[] }) =>
  lines.length > 0 ? tagOf(lines) : undefined;

export const routes = {
  'POST /v1/people': route({
    summary: 'Add a person, or a seat that nobody holds yet',
    description:
      'A vacant seat has no address. It stands in the hierarchy and may have quotas; what is sold below it ' +
      'rolls up to whoever is above it.',
    body: NewPerson,
    reply: Person,
    status: 201,
    async run({ caller: { tenant }, table, body }) {
      const id = body.email
        ? personIdOf(tenant, body.email)
        : seatIdOf(tenant, await orgOf(table), body.name);
      const person: Person = withDays({ id, ...body, version: 1 });
      await savePerson(table, person, (org) => {
        if (personByAddress(org, id)) taken(person);
        return standing(org, person);
      });
      return person;
    },
  }),

  'GET /v1/people': listRoute({
    summary: 'The people that the caller may see, by name',
    description: 'A page may hold fewer people than its limit, and still have a next one.',
    reply: PersonListed,
    async run({ caller, table, page, now }) {
      const { org, sees } = await sightOf(table, caller, now);
      const { items, next } = await listPeople(table, page);
      const seen = items.filter(({ id }) => sees(id));
      return { items: seen.map((person) => ({ ...person, ...presenceOf(org, person.id) })), next };
    },
  }),

  'GET /v1/people/{person}': route({
    summary: 'One person',
    path: OnePerson,
    reply: Person,
    async run({ caller, table, path, now }) {
      const { sees } = await sightOf(table, caller, now);
      return sees(path.person) ? personById(table, path.person) : noSuchPerson();
    },
  }),

  'PATCH /v1/people/{person}': route({
    summary: 'Change what is said of a person, or fill a vacant seat',
    description:
      'An `email` and a `name` fill a vacant seat, from `startsOn` on or from today. `endsOn` is the first day ' +
      'on which somebody is not there any more: from then on those below them roll up to whoever is above. ' +
      'Their own line and their enrolments stay as they are. null takes away what was said.',
    path: OnePerson,
    body: PersonChange,
    reply: Person,
    ifMatch: 'the etag of GET /v1/people/{person}',
    async run({ caller: { tenant }, table, path, body, match, now }) {
      const before = await personById(table, path.person);
      const person = changed(before, body, body.email ? await todayOf(table, now) : undefined);
      if (person === before) return before;
      match(before.version);
      await savePerson(table, person, (org) => standing(org, person, addressOf(tenant, before, person)));
      return person;
    },
  }),

  'PUT /v1/people/{person}/manager': route({
    summary: 'Say to whom a person reports, from a day on or up to another',
    description:
      'What was said about those days before is replaced. `to` is the first day it no longer holds. ' +
      'Somebody of whom nothing was said yet needs no If-Match. Pay follows the hierarchy `main`; any other ' +
      'one begins with its first line.',
    path: OnePerson,
    body: z.strictObject({
      manager: PersonId.nullable(),
      from: Day,
      to: Day.nullable().default(null),
      hierarchy: HierarchyName.default(MAIN),
    }),
    reply: LineOfPerson,
    tag: tagOfLines,
    ifMatch: 'the etag of GET /v1/people/{person}/line, with its `hierarchy`',
    async run({ table, path: { person }, body: { manager, from, to, hierarchy }, match }) {
      const org = await changeHierarchy(table, hierarchy, (before) => {
        const after = assignManager(before, person, manager, from, to);
        if (after !== before) match(tagOfLines({ lines: linesOf(before, person) }));
        return after;
      });
      return { person, hierarchy, lines: linesOf(org, person) };
    },
  }),

  'GET /v1/people/{person}/line': route({
    summary: 'To whom a person reported, reports and will report',
    path: OnePerson,
    query: z.strictObject({ hierarchy: HierarchyName.default(MAIN) }),
    reply: LineOfPerson,
    tag: tagOfLines,
    async run({ caller, table, path: { person }, query: { hierarchy }, now }) {
      const { org, sees } = await sightOf(table, caller, now);
      if (!isIn(org, person) || !sees(person)) noSuchPerson();
      const lined = hierarchy === MAIN ? org : await hierarchyOf(table, hierarchy);
      return { person, hierarchy, lines: linesOf(lined, person) };
    },
  }),

  'GET /v1/hierarchies': listRoute({
    summary: 'The hierarchies that people stand in, by name',
    reply: z.object({
      name: HierarchyName,
      pays: z.boolean().meta({ description: 'Runs roll up along it, and who sees whom follows from it.' }),
    }),
    async run({ table, page: { limit, after } }) {
      const names = (await hierarchiesOf(table)).filter((name) => after === undefined || name > after);
      const items = names.slice(0, limit).map((name) => ({ name, pays: name === MAIN }));
      return { items, next: names.length > items.length ? items.at(-1)?.name : undefined };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(people, 'api', routes);

async function sightOf(table: Table, caller: Caller, now: Instant) {
  const { org, today } = await orgToday(table, now);
  return { org, sees: (person: PersonId) => canSee(org, caller, person, today) };
}

/** Who takes a seat brings an address that nobody else has. */
function addressOf(tenant: TenantId, seat: Person, { email }: Person): PersonId | undefined {
  return seat.vacant && email ? personIdOf(tenant, email) : undefined;
}

function standing(org: Org, person: Person, address?: PersonId): Org {
  if (address && personByAddress(org, address)) taken(person);
  return withPerson(org, person.id, person.name, person.ownerRefs, { ...presenceIn(person), address });
}

function presenceIn({ startsOn, endsOn, vacant }: Person) {
  return { startsOn, endsOn, vacant };
}

function taken({ email }: Person): never {
  if (email) refuse('conflict', 'person.exists', 'Somebody has this e-mail address.', '/email');
  return refuse('conflict', 'person.exists', 'There is a vacant seat of this name.', '/name');
}
