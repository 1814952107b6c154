/**
 * Contests with a budget: who comes first is paid, until it is spent. All payees of a contest stand in one
 * line, in the order of their deals; a deal that is taken back gives its part to whoever comes after.
 *
 *   500 a demo, a budget of 1,200      Ana 500, Ben 500, Ana 200, Ben nothing
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import type { Component } from '../plans/components/index.ts';
import { isPaidFor, type Spiff, wouldPayMinor } from '../plans/components/spiff.ts';
import { inOrder } from '../plans/counted.ts';
import type { Granted } from '../plans/earnings.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { stepsOf } from '../plans/steps.ts';
import { personal } from '../plans/terms.ts';
import { enrolmentsPaying, type Inputs, isPaidBy, payeesOf, planOf } from './manifest.ts';
import { nothing, type Reaching, within } from './reach.ts';

/** By enrolment, and then by component. */
export type Grants = ReadonlyMap<string, Readonly<Record<string, Granted>>>;

type Budgeted = Spiff & { readonly budgetMinor: Minor };
type Entrant = {
  readonly enrolment: Enrolment;
  readonly contest: string;
  readonly component: Budgeted;
  readonly own: Parameters<typeof wouldPayMinor>[1];
};

export function grantKey({ person, plan, from }: Pick<Enrolment, 'person' | 'plan' | 'from'>): string {
  return `${person} ${plan} ${from}`;
}

export function grantsOf(inputs: Inputs, reaching: ReadonlyMap<PersonId, Reaching>): Grants {
  const grants = new Map<string, Record<string, Map<string, Minor>>>();
  const left = new Map<string, Minor>();
  for (const entrant of entrantsOf(inputs, reaching)) {
    const { enrolment, component, own, contest } = entrant;
    const mine = grants.get(grantKey(enrolment)) ?? {};
    grants.set(grantKey(enrolment), mine);
    const granted = mine[component.id] ?? new Map<string, Minor>();
    mine[component.id] = granted;
    const budget = left.get(contest) ?? component.budgetMinor;
    const grant = grantOf(entrant, budget, granted);
    left.set(contest, budget - grant);
    granted.set(own.credit.id, grant);
  }
  return grants;
}

/** Also whoever stands in the same line for the budget of a contest. */
export function withRivals(inputs: Inputs, payees: readonly PersonId[]): PersonId[] {
  const isContested = (payee: PersonId) =>
    enrolmentsPaying(inputs, payee).some((enrolment) => planOf(inputs, enrolment).components.some(hasBudget));
  const rivals = payees.some(isContested) ? payeesOf(inputs).filter(isContested) : [];
  return [...new Set([...payees, ...rivals])];
}

/** What is taken back is what was granted, and no more than is left is given. */
function grantOf({ component, own }: Entrant, left: Minor, granted: Granted): Minor {
  const before = own.credit.reverses === undefined ? undefined : granted.get(own.credit.reverses);
  if (before !== undefined) return -before;
  const asked = wouldPayMinor(component, own);
  return asked < left ? asked : left;
}

function entrantsOf(inputs: Inputs, reaching: ReadonlyMap<PersonId, Reaching>): Entrant[] {
  const entrants = inputs.enrolments
    .filter((enrolment) => isPaidBy(inputs, enrolment))
    .flatMap((enrolment) => {
      const plan = planOf(inputs, enrolment);
      if (!plan.components.some(hasBudget)) return [];
      return entriesOf(enrolment, plan, within(enrolment, reaching.get(enrolment.person) ?? nothing));
    });
  return entrants.sort(
    (a, b) => inOrder(a.own.credit, b.own.credit) || (a.enrolment.person < b.enrolment.person ? -1 : 1),
  );
}

function entriesOf(enrolment: Enrolment, plan: PlanVersion, credits: Reaching): Entrant[] {
  const own = personal(plan, enrolment.terms);
  const steps = stepsOf(plan.measures, credits, plan.policies.windfall);
  if ('hold' in own || 'hold' in steps) return [];
  return own.components.filter(hasBudget).flatMap((component) =>
    steps.flatMap(({ credit, counts }): Entrant[] => {
      const countedMinor = counts[component.measure];
      if (countedMinor === undefined || !isPaidFor(component, { credit, countedMinor })) return [];
      const contest = `${plan.plan} ${plan.version} ${component.id}`;
      return [{ enrolment, contest, component, own: { credit, countedMinor } }];
    }),
  );
}

function hasBudget(component: Component): component is Budgeted {
  return component.kind === 'spiff' && component.budgetMinor !== undefined;
}
