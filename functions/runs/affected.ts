/**
 * Whom what came late can move: everybody whom credits reach of the deals that are not as they were known. Only they
 * are worked out anew, from the credits that reach them; all others are paid in both worlds alike.
 *
 *   of ten thousand payees one deal came late      its seller, whoever is above them, and their team
 *   it counts for a contest with a budget          everybody in the contest as well
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/credit.ts';
import { countedFor, differing } from './causes.ts';
import { withRivals } from './contest.ts';
import type { Inputs } from './manifest.ts';
import { reach } from './reach.ts';
import type { Pinned } from './true-up.ts';

type Known = { readonly before: readonly Credit[]; readonly now: readonly Credit[] };

/** Everybody whom credits of deals reach that changed in periods before a day, or take back what they have there. */
export function affectedBy(all: readonly Pinned[], { before, now }: Known, from: Day): Set<PersonId> {
  const paid = withAllBelow(all);
  const moved = differing(before, now).all.filter((credit) => speaksOfEarlier(credit, from));
  const deals = new Set(moved.map(({ deal }) => deal));
  const credits = [...before, ...now].filter(({ deal }) => deals.has(deal));
  const reached = paid.flatMap((one) => {
    const payees = new Set(one.payees);
    return [...reach(one, credits)].flatMap(([person, reaching]) =>
      payees.has(person) && countedFor(one, person, reaching).length > 0 ? person : [],
    );
  });
  // A contest may go on from one period to the next: whoever joins it later stands in the same line.
  return new Set(paid.flatMap((one) => withRivals(one, [...new Set(reached)])));
}

/** Periods that were reopened, with what stood before: it still does for some. */
function withAllBelow(paid: readonly Pinned[]): Pinned[] {
  return paid.flatMap((one) => [one, ...(one.below ? withAllBelow([one.below]) : [])]);
}

export function speaksOfEarlier({ day, reversedDay }: Credit, from: Day): boolean {
  return day < from || (reversedDay !== undefined && reversedDay < from);
}

/** Those whose credits can reach one of them, on whichever day. */
function sellersFor(paid: readonly Inputs[], affected: ReadonlySet<PersonId>): Set<PersonId> {
  const found = new Set(affected);
  for (const { teams } of paid) {
    const mates = Object.values(teams).map((team) => Object.keys(team) as PersonId[]);
    for (const team of mates)
      if (team.some((one) => affected.has(one))) for (const one of team) found.add(one);
  }
  for (const { org } of paid) addBelow(org, found);
  return found;
}

/** Everybody who ever reported to one of them, and to these in turn. */
function addBelow({ people }: Inputs['org'], found: Set<PersonId>): void {
  const below = new Map<PersonId, PersonId[]>();
  for (const [person, { lines }] of Object.entries(people)) {
    for (const { manager } of lines) {
      if (manager) below.set(manager, [...(below.get(manager) ?? []), person as PersonId]);
    }
  }
  const next = [...found];
  for (let one = next.pop(); one; one = next.pop()) {
    for (const person of below.get(one) ?? []) {
      if (found.has(person)) continue;
      found.add(person);
      next.push(person);
    }
  }
}

export type Wanted = (credit: Credit) => boolean;

/** Of all credits only those of the deals, and those from which whom they affect is paid. */
export function wantedFor(
  paid: readonly Pinned[],
  affected: ReadonlySet<PersonId>,
  deals: ReadonlySet<string>,
): Wanted {
  const sellers = sellersFor(withAllBelow(paid), affected);
  return ({ deal, person, from }) =>
    deals.has(deal) || sellers.has(person) || (from !== undefined && sellers.has(from.person));
}
