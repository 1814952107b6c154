/**
 * What becomes of somebody's terms when their end has come and nothing has taken their place: they pay no more,
 * or, where the plan says so, they stay in force until other terms begin or the payee leaves.
 *
 *   from 1 January up to 1 July, then nothing         in force
 *   another enrolment begins on 1 October             in force up to 1 October
 *   another one begins on 1 July                      over on 1 July: something took their place
 */
import * as z from 'zod';
import type { Day } from '../../shared/kernel/time.ts';
import { type Org, presenceOf } from '../people/org.ts';
import type { Enrolment } from './enrolment.ts';
import type { PlanVersion } from './plan.ts';

export const AfterEnd = z
  .enum(['over', 'inForce'])
  .describe('terms whose end has come: they pay no more, or stay in force until others take their place');
export type AfterEnd = z.output<typeof AfterEnd>;

export const IN_FORCE_SENTENCE =
  'If your terms end and no others take their place, they stay in force until others do or you leave.';

type Plans = readonly Pick<PlanVersion, 'plan' | 'version' | 'policies'>[];

/** Enrolments as they hold: those that stay in force have a later end, or none. */
export function inForce(enrolments: readonly Enrolment[], plans: Plans, org: Org): Enrolment[] {
  const policies = new Map(plans.map((one) => [nameOf(one), one.policies]));
  const byPerson = Map.groupBy(enrolments, ({ person }) => person);
  return enrolments.map((enrolment) => {
    const { person, to } = enrolment;
    const { afterEnd, exit } = policies.get(nameOf(enrolment)) ?? {};
    if (to === null || afterEnd !== 'inForce') return enrolment;
    const next = (byPerson.get(person) ?? []).map(({ from }) => from).filter((from) => from >= to);
    // Which deals of who has left still count, an exit policy says by itself.
    const left = exit ? undefined : presenceOf(org, person).endsOn;
    return { ...enrolment, to: laterEnd(to, [...next, ...(left === undefined ? [] : [left])]) };
  });
}

/** The first of what ends them, and never before the end that was said. */
function laterEnd(to: Day, ends: readonly Day[]): Day | null {
  const [first] = ends.toSorted();
  if (first === undefined) return null;
  return first < to ? to : first;
}

const nameOf = ({ plan, version }: Pick<Enrolment, 'plan' | 'version'>) => `${plan} ${version}`;
