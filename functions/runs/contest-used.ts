/**
 * What contests with a budget have used of it, from one period of theirs to the next: kept as measures are that
 * go on, for each person, until the contest ends.
 *
 *   January     contest demos          Ana 1,000, Ben 500       of 1,700: 200 are left
 *   February    contest demos          Ana 1,200
 *               contest demos crd_7    Ana   200                asked for 500: not more is taken back of it
 */
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { hasBudget } from '../plans/components/spiff.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { type Grants, grantKey } from './contest.ts';
import type { Reached } from './interval.ts';
import { enrolmentsPaying, type Inputs, planOf } from './manifest.ts';

/** No measure is called so: it has a space. */
const CONTEST = 'contest ';
const nameOf = (component: string) => `${CONTEST}${component}`;
const nameOfOne = (component: string, credit: string) => `${nameOf(component)} ${credit}`;

/** A contest by its name, also where that is of one credit: both say how far the same one has come. */
export function stemOf({ person, plan, measure }: Reached): string {
  const [word, contest] = measure.split(' ');
  return `${person} ${plan} ${contest === undefined ? measure : `${word} ${contest}`}`;
}

export const isContested = ({ components }: PlanVersion): boolean => components.some(hasBudget);

/** By everybody, in earlier periods. */
export function usedBefore({ reached = [] }: Inputs, plan: PlanId, component: string): Minor {
  const all = reached.filter((one) => one.plan === plan && one.measure === nameOf(component));
  return all.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
}

/** What a credit of an earlier period was granted, where that was less than was asked. */
export function grantedBefore(
  inputs: Inputs,
  { person, plan }: Pick<Enrolment, 'person' | 'plan'>,
  component: string,
  credit: string,
): Minor | undefined {
  return saidBefore(inputs, person, plan, nameOfOne(component, credit));
}

/** What a payee has used of contests that go on after the period. */
export function usedAfter(inputs: Inputs, payee: PersonId, grants: Grants): Reached[] {
  const used = new Map<string, Reached>();
  for (const enrolment of enrolmentsPaying(inputs, payee)) {
    const { plan, version, from: enrolledFrom } = enrolment;
    const key = grantKey(enrolment);
    for (const { id, to: until } of planOf(inputs, enrolment).components.filter(hasBudget)) {
      if (inputs.period.to === null || until <= inputs.period.to) continue;
      const of = { person: payee, plan, version, enrolledFrom, until };
      const [measure, name] = [nameOf(id), `${plan} ${id}`];
      const before = used.get(name)?.totalMinor ?? saidBefore(inputs, payee, plan, measure) ?? 0n;
      const granted = [...(grants.granted.get(key)?.[id]?.values() ?? [])];
      used.set(name, { ...of, measure, totalMinor: granted.reduce((sum, minor) => sum + minor, before) });
      for (const [credit, totalMinor] of grants.short.get(key)?.[id] ?? []) {
        used.set(`${name} ${credit}`, { ...of, measure: nameOfOne(id, credit), totalMinor });
      }
    }
  }
  return [...used.values()];
}

function saidBefore({ reached = [] }: Inputs, person: PersonId, plan: PlanId, measure: string) {
  return reached.find((one) => one.person === person && one.plan === plan && one.measure === measure)
    ?.totalMinor;
}
