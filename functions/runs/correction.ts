/**
 * What an open period posts of published ones, one after the other: a measure that goes on carries what came late
 * into every later period of its interval, and into the open one.
 *
 *   by the month, counted over the quarter, 10 % up to 100,000, 20 % above      January   80,000     8,000
 *                                                                               February  40,000     6,000
 *   10,000 of January, heard of in March       January   +1,000, February +1,000, March begins at 130,000
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Inputs } from './manifest.ts';
import { isWorkedOutAnew, type Known, nothingGoing, postedOf } from './clawback.ts';
import { affectedBy } from './affected.ts';
import type { Reached } from './interval.ts';
import type { TrueUp } from './posted.ts';
import { openedWith, type Pinned } from './true-up.ts';

export type Correction = Pick<Inputs, 'trueUps' | 'reached'>;

/**
 * `paid` are published periods in order, `moved` those whom a reopening of them moves that is posted as well; nothing
 * is said where nothing changes.
 */
export function correctionOf(
  inputs: Inputs,
  paid: readonly Pinned[],
  known: Known,
  moved: ReadonlySet<PersonId> = new Set(),
): Correction {
  let going = nothingGoing;
  const trueUps: TrueUp[] = [];
  const affected = new Set([...affectedBy(paid, known, inputs.period.from), ...moved]);
  for (const one of paid) {
    const payees = one.payees.filter((payee) => affected.has(payee));
    const posted = postedOf(inputs, { ...one, payees }, known, going);
    trueUps.push(...posted.trueUps);
    going = posted.going;
  }
  const last = paid.at(-1);
  const anew = last ? reachedBy(inputs, last, going.all.now, going.lacking.now) : [];
  const left = new Set([...going.all.left, ...going.lacking.left]);
  return {
    ...(trueUps.length > 0 && { trueUps }),
    ...(anew.length + left.size > 0 && { reached: openedWith(inputs, anew, left) }),
  };
}

/** By the policy of each payee: with what was taken back since, or as if it had never been. */
function reachedBy(
  inputs: Inputs,
  paid: Pinned,
  all: readonly Reached[],
  lacking: readonly Reached[],
): Reached[] {
  const isAnew = ({ person, plan, version }: Reached) =>
    isWorkedOutAnew(inputs, paid, { person, plan, planVersion: version });
  return [...all.filter((one) => !isAnew(one)), ...lacking.filter(isAnew)];
}
