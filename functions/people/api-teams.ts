/** Lambda: the HTTP routes of teams, and of who is in them from when to when. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day } from '../../shared/kernel/time.ts';
import { people } from './module.ts';
import { canSee, isIn } from './org.ts';
import { noSuchPerson } from './person.ts';
import { changeTeams, orgOf, orgToday, teamsOf } from './store.ts';
import {
  membersOn,
  Stay,
  stayOn,
  staysOf,
  type Team,
  TeamName,
  teamNamed,
  Weight,
  withMembership,
} from './team.ts';

const OneTeam = z.object({ team: TeamName });
const OneMember = OneTeam.extend({ person: PersonId });
const StaysOfMember = OneMember.extend({ stays: z.array(Stay) });
/** Of this person's days alone: moves of other people do not disturb. */
const tagOfStays = ({ stays }: { readonly stays: readonly Stay[] }) =>
  stays.length > 0 ? tagOf(stays) : undefined;

export const routes = {
  'GET /v1/teams': listRoute({
    summary: 'The teams of the company, by name',
    reply: OneTeam,
    async run({ table, page: { limit, after } }) {
      const names = Object.keys((await teamsOf(table)).teams).sort();
      const from = names.filter((name) => after === undefined || name > after);
      const items = from.slice(0, limit).map((team) => ({ team }));
      return { items, next: from.length > items.length ? items.at(-1)?.team : undefined };
    },
  }),

  'GET /v1/teams/{team}': route({
    summary: 'Who is in a team on a day, as far as the caller may see them; today, where no day is named',
    path: OneTeam,
    query: z.strictObject({ on: Day.optional() }),
    reply: OneTeam.extend({
      on: Day,
      members: z.array(Stay.extend({ person: PersonId, name: z.string() })),
    }),
    async run({ caller, table, path, query, now }) {
      const [{ org, today }, teams] = await Promise.all([orgToday(table, now), teamsOf(table)]);
      const team = teamNamed(teams, path.team) ?? noSuchTeam();
      const on = query.on ?? today;
      const seen = membersOn(team, on).filter((person) => canSee(org, caller, person, today));
      const members = seen.flatMap((person) => {
        const stay = stayOn(team, person, on);
        return stay ? [{ ...stay, person, name: org.people[person]?.name ?? '' }] : [];
      });
      return { ...path, on, members };
    },
  }),

  'GET /v1/teams/{team}/members/{person}': route({
    summary: 'The days on which a person was, is and will be in a team',
    path: OneMember,
    reply: StaysOfMember,
    tag: tagOfStays,
    async run({ caller, table, path, now }) {
      const [{ org, today }, teams] = await Promise.all([orgToday(table, now), teamsOf(table)]);
      const team: Team = teamNamed(teams, path.team) ?? noSuchTeam();
      if (!isIn(org, path.person) || !canSee(org, caller, path.person, today)) noSuchPerson();
      return { ...path, stays: staysOf(team, path.person) };
    },
  }),

  'PUT /v1/teams/{team}/members/{person}': route({
    summary: 'Say that a person is in a team, from a day on or up to another, or that they are not',
    description:
      'What was said about those days before is replaced; `isIn: false` takes them out. A team begins with its ' +
      'first member. `weight` is how many shares they have of what a team pool pays, one where nothing is said. ' +
      'Somebody of whom nothing was said yet needs no If-Match.',
    path: OneMember,
    body: z.strictObject({
      from: Day,
      to: Day.nullable().default(null),
      isIn: z.boolean().default(true),
      weight: Weight.optional(),
    }),
    reply: StaysOfMember,
    tag: tagOfStays,
    ifMatch: 'the etag of GET /v1/teams/{team}/members/{person}',
    async run({ table, path, body, match }) {
      if (!isIn(await orgOf(table), path.person)) noSuchPerson();
      const staysIn = (teams: Awaited<ReturnType<typeof teamsOf>>) =>
        staysOf(teamNamed(teams, path.team) ?? {}, path.person);
      const teams = await changeTeams(table, (before) => {
        const after = withMembership(before, { ...path, ...body });
        if (after !== before) match(tagOfStays({ stays: staysIn(before) }));
        return after;
      });
      return { ...path, stays: staysIn(teams) };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(people, 'api-teams', routes);

function noSuchTeam(): never {
  return refuse('missing', 'not-found', 'There is no such team.');
}
