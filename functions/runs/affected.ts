/**
 * Whom what came late can move: everybody whom credits reach of the deals that are not as they were known. Only they
 * are worked out anew; all others are paid in both worlds alike.
 *
 *   of ten thousand payees one deal came late      its seller, whoever is above them, and their team
 *   it counts for a contest with a budget          everybody in the contest as well
 */
import type { Known } from './clawback.ts';
import { differing } from './causes.ts';
import { withRivals } from './contest.ts';
import { reach } from './reach.ts';
import type { Pinned } from './true-up.ts';

/** The same periods, with nobody else in them. */
export function onlyAffected(paid: readonly Pinned[], { before, now }: Known): Pinned[] {
  const deals = new Set(differing(before, now).all.map(({ deal }) => deal));
  const credits = [...before, ...now].filter(({ deal }) => deals.has(deal));
  const all = new Set(paid.flatMap((one) => withRivals(one, [...reach(one, credits).keys()])));
  return paid.map((one) => ({ ...one, payees: one.payees.filter((payee) => all.has(payee)) }));
}
