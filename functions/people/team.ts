/**
 * Teams: named sets of people, who are in them from one day up to another, and in any number of them at once.
 * A team says who belongs together; it pays nobody, and shows nobody anything.
 *
 *   Ben is in `north` from 2026-01-01;   said of 2026-04-01 …: he is not
 *   Ben 2026-01-01 … 2026-04-01
 *
 * A weight says how many shares somebody has of what a team divides: of 2, 1 and 1 the first has half.
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Word } from '../../shared/kernel/text.ts';
import { covers, Day } from '../../shared/kernel/time.ts';
import { saidAnew } from './spans.ts';

export const TeamName = Word.meta({ examples: ['north'] });

/** One where nothing is said. */
export const Weight = z
  .int()
  .min(1)
  .max(10_000)
  .meta({ description: 'shares of what the team divides', examples: [2] });

export const Stay = z.object({ from: Day, to: Day.nullable(), weight: Weight.optional() });
export type Stay = z.output<typeof Stay>;

/** The days of each who ever was in it. */
export const Team = z.record(PersonId, z.array(Stay));
export type Team = z.output<typeof Team>;

export const Teams = z.object({ version: z.int(), teams: z.record(z.string(), Team) });
export type Teams = z.output<typeof Teams>;

export const noTeams: Teams = { version: 0, teams: {} };

export type Membership = Stay & {
  readonly team: string;
  readonly person: PersonId;
  /** Whether they are in it on those days. */
  readonly isIn: boolean;
};

/** Those who are in it on a day, by id, there or absent: a team does not ask. */
export function membersOn(team: Team, day: Day): PersonId[] {
  return (Object.keys(team) as PersonId[]).filter((person) => stayOn(team, person, day)).sort();
}

export function stayOn(team: Team, person: PersonId, day: Day): Stay | undefined {
  return staysOf(team, person).find((stay) => covers(stay, day));
}

/** Of how many shares a member is on a day. */
export function weightOn(team: Team, person: PersonId, day: Day): bigint {
  return BigInt(stayOn(team, person, day)?.weight ?? 1);
}

export function staysOf(team: Team, person: PersonId): Stay[] {
  return (Object.hasOwn(team, person) ? team[person] : undefined) ?? [];
}

export function teamNamed({ teams }: Teams, name: string): Team | undefined {
  return Object.hasOwn(teams, name) ? teams[name] : undefined;
}

/** Says of some days whether a person is in a team; the same teams where that is so already. */
export function withMembership(before: Teams, { team, person, isIn, from, to, weight }: Membership): Teams {
  if (to !== null && to <= from) refuse('rule', 'membership.empty', 'It ends after it begins.', '/to');
  const members = teamNamed(before, team) ?? {};
  const stays = staysOf(members, person);
  const shares = weight === undefined || weight === 1 ? {} : { weight };
  const said = saidAnew(
    stays.map((stay) => ({ ...stay, isIn: true })),
    { isIn, from, to, ...shares },
    (one, other) => one.isIn === other.isIn && one.weight === other.weight,
  );
  const next = said.flatMap(({ isIn: there, ...stay }): Stay[] => (there ? [stay] : []));
  if (canonical(next) === canonical(stays)) return before;
  const changed: Team = { ...members, [person]: next };
  return { version: before.version + 1, teams: { ...before.teams, [team]: changed } };
}
