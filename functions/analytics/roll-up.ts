/**
 * Who stands above a seller on the day of a sale. A report asks this for every sale and there are few
 * sellers and days, so each pair is worked out once.
 *
 *   Dan → Mia until 15 Mar, then → Max:   a deal of 10 Mar rolls up to Mia, one of 20 Mar to Max
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';
import { managersOn, type Org } from '../people/org.ts';

/** The nearest first. */
export type ManagersAbove = (person: PersonId, day: Day) => readonly PersonId[];

export function rollUpOf(org: Org): ManagersAbove {
  return onceEach((person: PersonId, day: Day) => managersOn(org, person, day));
}

/** The same function, which works out each pair once. */
export function onceEach<A, B, R>(work: (a: A, b: B) => R): (a: A, b: B) => R {
  const known = new Map<A, Map<B, R>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new Map<B, R>();
    if (ofA.has(b)) return ofA.get(b) as R;
    const found = work(a, b);
    known.set(a, ofA.set(b, found));
    return found;
  };
}
