/**
 * The reporting lines of an org as chains of numbers, cut wherever anybody's line, first or last day lies.
 *
 *   Cem leaves on day 40, Dan's line changes on day 60     days 0 – 39, 40 – 59 and 60 – 89
 */
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { addDays, type Day, daysBetween } from '../../../shared/kernel/time.ts';
import { managersOn, type Org } from '../../people/org.ts';
import type { Team } from '../../people/team.ts';
import type { Chains } from './chains.ts';

/** People by number, and the number of each. */
export type Numbers = { readonly ids: readonly PersonId[]; readonly of: ReadonlyMap<PersonId, number> };

/** Payees first, in their order, and then everybody else who is in the org or in a team. */
export function numbered(org: Org, payees: readonly PersonId[], teams: readonly Team[] = []): Numbers {
  const others = [org.people, ...teams].flatMap((people) => Object.keys(people) as PersonId[]);
  const ids = [...new Set([...payees, ...others])];
  return { ids, of: new Map(ids.map((id, number) => [id, number])) };
}

/** For so many days from the first of the period on. */
export function chainsOf(org: Org, first: Day, days: number, { ids, of }: Numbers): Chains {
  const cuts = cutsOf(org, first, days);
  const stretchOf = new Uint16Array(days);
  for (const [stretch, from] of cuts.entries()) stretchOf.fill(stretch, from);
  const dayOf = cuts.map((from) => addDays(first, from));
  return {
    stretchOf,
    stretches: cuts.length,
    above(person, stretch) {
      const [id, day] = [ids[person], dayOf[stretch]];
      if (id === undefined || day === undefined) return [];
      return managersOn(org, id, day).flatMap((manager) => of.get(manager) ?? []);
    },
  };
}

/** Where chains may change, from day 0 on. */
function cutsOf(org: Org, first: Day, days: number): number[] {
  const said = Object.values(org.people).flatMap(({ lines, startsOn, endsOn }) => [
    ...lines.flatMap(({ from, to }) => [from, to]),
    startsOn,
    endsOn,
  ]);
  const unique = new Set(said.flatMap((day) => day ?? []));
  const within = [...unique].map((day) => daysBetween(first, day)).filter((day) => day > 0 && day < days);
  return [0, ...within.sort((a, b) => a - b)];
}
