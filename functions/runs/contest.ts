/**
 * Contests with a budget: who comes first is paid, until it is spent. All payees of a contest stand in one
 * line, in the order of their deals; a deal that is taken back gives its part to whoever comes after.
 *
 *   500 a demo, a budget of 1,200      Ana 500, Ben 500, Ana 200, Ben nothing
 *   the next month                     opens with nothing left, and a demo of Ana's that is taken back gives 500 back
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { type Budgeted, hasBudget, isPaidFor, wouldPayMinor } from '../plans/components/spiff.ts';
import { inOrder } from '../plans/counted.ts';
import type { Granted } from '../plans/earnings.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { stepsOf } from '../plans/steps.ts';
import { personal } from '../plans/terms.ts';
import { grantedBefore, usedBefore } from './contest-used.ts';
import { enrolmentsPaying, type Inputs, isPaidBy, payeesOf, planOf } from './manifest.ts';
import { credited, nothing, paidBy, type Reaching } from './reach.ts';

/** By enrolment, and then by component: what is granted, and of that what is less than was asked. */
export type Grants = { readonly granted: ByEnrolment; readonly short: ByEnrolment };
type ByEnrolment = ReadonlyMap<string, Readonly<Record<string, Granted>>>;

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
  const grants = { granted: new Map(), short: new Map() };
  const used = new Map<string, Minor>();
  for (const entrant of entrantsOf(inputs, reaching)) {
    const { enrolment, contest, component, own } = entrant;
    const before = used.get(contest) ?? usedBefore(inputs, enrolment.plan, component.id);
    const granted = grantsIn(grants.granted, entrant);
    const asked = askedBy(inputs, entrant, granted);
    const grant = least(asked, component.budgetMinor - before);
    used.set(contest, before + grant);
    granted.set(own.credit.id, grant);
    if (grant < asked) grantsIn(grants.short, entrant).set(own.credit.id, grant);
  }
  return grants;
}

type Growing = Map<string, Record<string, Map<string, Minor>>>;

function grantsIn(grants: Growing, { enrolment, component }: Entrant): Map<string, Minor> {
  const mine = grants.get(grantKey(enrolment)) ?? {};
  grants.set(grantKey(enrolment), mine);
  const granted = mine[component.id] ?? new Map<string, Minor>();
  mine[component.id] = granted;
  return granted;
}

/** What is taken back is what was granted, in this period or an earlier one. */
function askedBy(inputs: Inputs, { enrolment, component, own }: Entrant, granted: Granted): Minor {
  const { reverses } = own.credit;
  if (reverses === undefined) return wouldPayMinor(component, own);
  const before = granted.get(reverses) ?? grantedBefore(inputs, enrolment, component.id, reverses);
  return before === undefined ? wouldPayMinor(component, own) : -before;
}

/** Also whoever stands in the same line for the budget of a contest. */
export function withRivals(inputs: Inputs, payees: readonly PersonId[]): PersonId[] {
  const isContested = (payee: PersonId) =>
    enrolmentsPaying(inputs, payee).some((enrolment) => planOf(inputs, enrolment).components.some(hasBudget));
  const rivals = payees.some(isContested) ? payeesOf(inputs).filter(isContested) : [];
  return [...new Set([...payees, ...rivals])];
}

/** No more than is left is given. */
function least(asked: Minor, left: Minor): Minor {
  if (asked <= left || asked <= 0n) return asked;
  return left > 0n ? left : 0n;
}

function entrantsOf(inputs: Inputs, reaching: ReadonlyMap<PersonId, Reaching>): Entrant[] {
  const entrants = inputs.enrolments
    .filter((enrolment) => isPaidBy(inputs, enrolment))
    .flatMap((enrolment) => {
      const plan = planOf(inputs, enrolment);
      if (!plan.components.some(hasBudget)) return [];
      return entriesOf(enrolment, plan, paidBy(inputs, enrolment, reaching.get(enrolment.person) ?? nothing));
    });
  return entrants.sort(
    (a, b) => inOrder(a.own.credit, b.own.credit) || (a.enrolment.person < b.enrolment.person ? -1 : 1),
  );
}

function entriesOf(enrolment: Enrolment, plan: PlanVersion, credits: Reaching): Entrant[] {
  const own = personal(plan, enrolment.terms);
  const steps = stepsOf(plan.measures, credited(plan.policies, credits), plan.policies.windfall);
  if ('hold' in own || 'hold' in steps) return [];
  return own.components.filter(hasBudget).flatMap((component) =>
    steps.flatMap(({ credit, counts }): Entrant[] => {
      const countedMinor = counts[component.measure];
      if (countedMinor === undefined || !isPaidFor(component, { credit, countedMinor })) return [];
      const contest = `${plan.plan} ${component.id}`;
      return [{ enrolment, contest, component, own: { credit, countedMinor } }];
    }),
  );
}
