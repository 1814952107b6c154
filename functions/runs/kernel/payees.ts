/**
 * Many payees of a run at once: the same as `calculate.ts` finds for each of them, line for line, at a small
 * part of its time.
 *
 *   inputs and credits → columns → whom they reach → walks of all components → lines
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { daysBetween } from '../../../shared/kernel/time.ts';
import type { Component, Rounding } from '../../plans/components/index.ts';
import { type ComponentTotal, earnings, type Hold } from '../../plans/earnings.ts';
import type { Enrolment } from '../../plans/enrolment.ts';
import { type Measure, measureOf } from '../../plans/measure.ts';
import { askedOf } from '../calculate.ts';
import { enrolmentsPaying, type Inputs } from '../manifest.ts';
import { unpayable } from '../pay-rate.ts';
import { compile } from './compile.ts';
import { waysOf } from './plain.ts';
import type { Reached } from './reach.ts';
import type { Columns } from './credit-columns.ts';
import { calculated, type ShardLines, type Walk } from './shard.ts';
import type { Numbers } from './stretches.ts';
import { fromNothing } from './walk.ts';

/** A component of an enrolment, before anything is credited. */
export type Owed = {
  readonly enrolment: Enrolment;
  readonly component: Component;
  readonly total: ComponentTotal;
  readonly measure: Measure;
  readonly rounding: Rounding;
};

export type PayeeWalks = {
  readonly payee: PersonId;
  /** Where this payee's walks begin among all, and one for each of them. */
  readonly first: number;
  readonly owed: readonly Owed[];
  readonly hold?: Hold['hold'];
};

export type Shard = {
  readonly inputs: Inputs;
  readonly columns: Columns;
  readonly payees: readonly PayeeWalks[];
  readonly lines: ShardLines;
};

/** Credits that came to columns, and whom among these numbers they reach. */
export type Ground = { readonly columns: Columns; readonly numbers: Numbers; readonly reach: Reached };

/** `payees` are all by columns, as `plain.ts` says. Undefined where a line of theirs is too large for a column. */
export function calculateShard(
  inputs: Inputs,
  payees: readonly PersonId[],
  ground: Ground,
): Shard | undefined {
  const all: PayeeWalks[] = [];
  const { columns, reach } = ground;
  const lines = calculated(walksOf(inputs, payees, ground.numbers, all), columns.credits, reach);
  return lines && { inputs, columns, payees: all, lines };
}

/** The walks of one payee after the other, who are noted in `all` as they come. */
function* walksOf(
  inputs: Inputs,
  payees: readonly PersonId[],
  numbers: Numbers,
  all: PayeeWalks[],
): Generator<Walk> {
  let first = 0;
  for (const payee of payees) {
    const asked = owedTo(inputs, payee);
    const owed = 'hold' in asked ? asked : (unpayable(inputs, payee) ?? asked);
    if ('hold' in owed) {
      all.push({ payee, first, owed: [], hold: owed.hold });
      continue;
    }
    all.push({ payee, first, owed });
    first += owed.length;
    const number = numbers.of.get(payee);
    assert(number !== undefined, 'every payee has a number');
    for (const one of owed) yield walkOf(one, number, inputs);
  }
}

/** The components of a payee's enrolments in their order, or why they cannot be paid. */
function owedTo(inputs: Inputs, payee: PersonId): Owed[] | Hold {
  const own: Owed[] = [];
  for (const enrolment of enrolmentsPaying(inputs, payee)) {
    const asked = askedOf(inputs, enrolment);
    if ('hold' in asked) return asked;
    const stated = earnings({ ...asked, credits: { direct: [], rollUp: [] } });
    if ('hold' in stated) return stated;
    const { measures, rounding } = asked;
    for (const [n, component] of asked.components.entries()) {
      const total = stated.components[n];
      assert(total, 'every component has a total');
      own.push({ enrolment, component, total, measure: measureOf(measures, component), rounding });
    }
  }
  return own;
}

function walkOf(
  { enrolment, component, total, measure, rounding }: Owed,
  payee: number,
  { period }: Inputs,
): Walk {
  const earned = compile(component, total.quotaMinor, rounding);
  const credits = waysOf(measure);
  assert(earned && credits, 'a plan by columns is compiled as a whole');
  const from = daysBetween(period.from, enrolment.from);
  const to = enrolment.to === null ? Number.POSITIVE_INFINITY : daysBetween(period.from, enrolment.to);
  return { payee, earned, credits, from, to, opening: fromNothing };
}
