/**
 * Many payees of a run at once: the same as `calculate.ts` finds for each of them, line for line, at a small
 * part of its time. A component that is not compiled goes by its own rule, over the same columns.
 *
 *   inputs and credits → columns → whom they reach → walks of all components → lines
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import { type Day, daysBetween } from '../../../shared/kernel/time.ts';
import type { Credit } from '../../deals/crediting.ts';
import { type Component, earnedMinor, kindOf } from '../../plans/components/index.ts';
import { type ComponentTotal, earnings, type Hold } from '../../plans/earnings.ts';
import type { Enrolment } from '../../plans/enrolment.ts';
import { personal } from '../../plans/terms.ts';
import { planOf } from '../calculate.ts';
import { type Inputs, isPaidBy } from '../manifest.ts';
import { compile } from './compile.ts';
import { type Columns, columnsOf } from './credit-columns.ts';
import { reached } from './reach.ts';
import { calculated, type ShardLines, type Walk } from './shard.ts';
import { chainsOf, numbered } from './stretches.ts';
import { type Earned, fromNothing } from './walk.ts';

/** A component of an enrolment, before anything is credited. */
export type Owed = { readonly enrolment: Enrolment; readonly total: ComponentTotal };

export type PayeeWalks = {
  readonly payee: PersonId;
  /** Where this payee's walks begin among all, and one for each of them. */
  readonly first: number;
  readonly owed: readonly Owed[];
  readonly hold?: Hold['hold'];
};

export type Shard = {
  readonly columns: Columns;
  readonly payees: readonly PayeeWalks[];
  readonly lines: ShardLines;
};

/** Undefined where a credit is too large for a column: then each payee is calculated by the rules. */
export function calculateShard(
  inputs: Inputs,
  payees: readonly PersonId[],
  credits: readonly Credit[],
): Shard | undefined {
  const numbers = numbered(inputs.org, payees);
  const { from } = inputs.period;
  const columns = columnsOf(credits, inputs.period, numbers);
  if (!columns) return undefined;
  const chains = chainsOf(inputs.org, from, columns.days, numbers);
  // Who is credited and unknown to the org has the number after all others.
  const people = { people: numbers.ids.length + 1, payees: payees.length };
  const reach = reached(columns.credits, chains, people);
  const paying = payingBy(inputs);
  const all: PayeeWalks[] = [];
  const lines = calculated(walksOf(inputs, paying, payees, all), columns.credits, reach);
  return { columns, payees: all, lines };
}

/** The walks of one payee after the other, who are noted in `all` as they come. */
function* walksOf(
  inputs: Inputs,
  paying: Paying,
  payees: readonly PersonId[],
  all: PayeeWalks[],
): Generator<Walk> {
  let first = 0;
  for (const [number, payee] of payees.entries()) {
    const own = ownOf(inputs, paying, payee);
    if ('hold' in own) {
      all.push({ payee, first, owed: [], hold: own.hold });
      continue;
    }
    all.push({ payee, first, owed: own.map(({ enrolment, total }) => ({ enrolment, total })) });
    first += own.length;
    for (const { enrolment, component, total } of own) {
      yield walkOf(enrolment, component, total, number, inputs.period.from);
    }
  }
}

type Paying = {
  readonly enrolments: ReadonlyMap<PersonId, readonly Enrolment[]>;
  readonly quotas: ReadonlyMap<PersonId, readonly Inputs['quotas'][number][]>;
};

/** By person, once: looking through all for each of ten thousand payees would take longer than all else. */
function payingBy(inputs: Inputs): Paying {
  const enrolments = inputs.enrolments.filter((enrolment) => isPaidBy(inputs, enrolment));
  return {
    enrolments: Map.groupBy(enrolments, ({ person }) => person),
    quotas: Map.groupBy(inputs.quotas, ({ person }) => person),
  };
}

type Own = Owed & { readonly component: Component };

/** The components of a payee's enrolments in their order, or why they cannot be paid. */
function ownOf(inputs: Inputs, paying: Paying, payee: PersonId): Own[] | Hold {
  const own: Own[] = [];
  const measured = paying.quotas.get(payee) ?? [];
  const quotas = Object.fromEntries(measured.map(({ measure, amountMinor }) => [measure, amountMinor]));
  for (const enrolment of paying.enrolments.get(payee) ?? []) {
    const filled = personal(planOf(inputs, enrolment), enrolment.terms);
    if ('hold' in filled) return filled;
    const { components } = filled;
    const stated = earnings({ components, credits: { direct: [], rollUp: [] }, quotas });
    if ('hold' in stated) return stated;
    for (const [n, component] of components.entries()) {
      const total = stated.components[n];
      assert(total, 'every component has a total');
      own.push({ enrolment, component, total });
    }
  }
  return own;
}

function walkOf(
  { from, to }: Enrolment,
  component: Component,
  { quotaMinor }: ComponentTotal,
  payee: number,
  first: Day,
): Walk {
  const until = to === null ? Number.POSITIVE_INFINITY : daysBetween(first, to);
  return {
    payee,
    earned: earnedOf(component, quotaMinor),
    credits: component.credits,
    from: daysBetween(first, from),
    to: until,
    opening: fromNothing,
  };
}

function earnedOf(component: Component, quotaMinor: Minor | undefined): Earned {
  const byRule = {
    earnedMinor: (creditedMinor: Minor) => earnedMinor(component, { creditedMinor, quotaMinor }),
    everyCredit: kindOf(component).paysPerCredit,
  };
  return compile(component, quotaMinor) ?? byRule;
}
