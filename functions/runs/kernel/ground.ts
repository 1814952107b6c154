/**
 * A run's payees, each by the columns or by the rules, over columns of all its credits.
 *
 *   ten thousand payees, of whom twelve are in a contest     9,988 by columns; for twelve, those credits become
 *                                                            objects that reach them, or others of the contest
 */
import type { PersonId } from '../../../shared/kernel/ids.ts';
import type { Credit } from '../../deals/crediting.ts';
import { calculatorOf } from '../calculate.ts';
import { reachedIn } from '../clocks.ts';
import { withRivals } from '../contest.ts';
import { enrolmentsPaying, type Inputs, payeesOf, planOf } from '../manifest.ts';
import { type PayeeSheet, sheetOf } from '../sheet.ts';
import { columnsOf, type MonthBlock } from './credit-columns.ts';
import { calculateShard, type Ground } from './payees.ts';
import { isByColumns } from './plain.ts';
import { reached } from './reach.ts';
import { sheetsOf } from './sheets.ts';
import { chainsOf, type Numbers } from './stretches.ts';

/** Whom all credits of a run reach; `blocks` were made with the same numbers. */
export function groundOf(inputs: Inputs, numbers: Numbers, blocks: readonly MonthBlock[]): Ground {
  const columns = columnsOf(blocks, inputs.period);
  const chains = chainsOf(inputs.org, inputs.period.from, columns.days, numbers);
  // Who is credited and unknown to the org has the number after all others.
  const people = { people: numbers.ids.length + 1, payees: payeesOf(inputs).length };
  return { columns, numbers, reach: reached(columns.credits, chains, people) };
}

/** The sheets of some payees of a run, in their order. */
export function* sheetsOn(
  ground: Ground,
  inputs: Inputs,
  payees: readonly PersonId[],
): Generator<PayeeSheet> {
  const columnar = payees.filter((payee) => isByColumns(inputs, payee));
  const shard = calculateShard(inputs, columnar, ground);
  const isColumnar = new Set(shard ? columnar : []);
  const others = payees.filter((payee) => !isColumnar.has(payee));
  const byRule = others.length > 0 ? rulesFor(ground, inputs, others) : undefined;
  const byColumns = shard && sheetsOf(shard);
  for (const payee of payees) {
    if (byRule && !isColumnar.has(payee)) yield byRule(payee);
    else yield byColumns?.next().value as PayeeSheet;
  }
}

/** What was invoiced or collected is nobody's in the columns, and so among all credits that rules are given. */
function rulesFor(
  ground: Ground,
  inputs: Inputs,
  payees: readonly PersonId[],
): (payee: PersonId) => PayeeSheet {
  const credits = creditsFor(ground, inputs, payees);
  const calculate = calculatorOf(inputs, credits);
  const reached = reachedIn(inputs, credits);
  return (payee) => sheetOf(inputs, calculate(payee), reached);
}

/** All credits that what these payees earn could follow from. */
export function creditsFor(
  { columns, numbers, reach }: Ground,
  inputs: Inputs,
  payees: readonly PersonId[],
): Credit[] {
  const { credits, creditsAt } = columns;
  const isWanted = new Uint8Array(credits.person.length);
  if (payees.some((payee) => isHoldingOver(inputs, payee))) isWanted.fill(1);
  const all = withRivals(inputs, payees);
  for (const payee of all) {
    const number = numbers.of.get(payee) as number;
    for (let n = reach.starts[number] as number; n < (reach.starts[number + 1] as number); n++) {
      isWanted[reach.rows[n] as number] = 1;
    }
  }
  const mates = new Set(matesOf(inputs, all).flatMap((person) => numbers.of.get(person) ?? []));
  const found: number[] = [];
  for (let row = 0; row < isWanted.length; row++) {
    const person = credits.person[row] as number;
    const isOfNobody = person >= numbers.ids.length;
    if (isWanted[row] === 1 || isOfNobody || mates.has(person)) found.push(row);
  }
  return creditsAt(found);
}

/** Whether deals are theirs in part that are another's by now: of whom, no column says. */
function isHoldingOver(inputs: Inputs, payee: PersonId): boolean {
  return enrolmentsPaying(inputs, payee).some((one) => planOf(inputs, one).policies.holdover !== undefined);
}

/** Everybody who was ever in a team with one of these. */
function matesOf({ teams }: Inputs, payees: readonly PersonId[]): PersonId[] {
  const isOne = new Set<string>(payees);
  return Object.values(teams)
    .map((team) => Object.keys(team) as PersonId[])
    .filter((team) => team.some((person) => isOne.has(person)))
    .flat();
}
