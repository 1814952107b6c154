/**
 * Who has payment terms has them of one plan on any day: two guarantees, or two draws, would pay one month twice.
 *
 *   Drawn, from 1 January, with a draw     Second, from 1 June, with a guarantee     refused
 *                                          Spiffs, from 1 June, without terms        taken
 */
import { refuse } from '../../shared/kernel/refusal.ts';
import { overlaps } from '../../shared/kernel/time.ts';
import type { Enrolment } from './enrolment.ts';
import type { PlanVersion } from './plan.ts';

type Wanted = Pick<Enrolment, 'person' | 'plan' | 'version' | 'from' | 'to'>;
type Plans = readonly Pick<PlanVersion, 'plan' | 'version' | 'name' | 'payment'>[];

export function refuseSecondPayer(
  wanted: Wanted,
  enrolments: readonly Enrolment[],
  plans: Plans,
  pointer = '/plan',
): void {
  if (!paying(wanted, plans)) return;
  const others = enrolments.filter(({ person, plan }) => person === wanted.person && plan !== wanted.plan);
  const other = others.find((one) => overlaps(one, wanted) && paying(one, plans));
  const name = other && paying(other, plans)?.name;
  if (name === undefined) return;
  const message = `'${name}' pays this person by payment terms on some of these days: only one plan may.`;
  refuse('rule', 'payment.second-plan', message, pointer);
}

function paying({ plan, version }: Pick<Wanted, 'plan' | 'version'>, plans: Plans) {
  const found = plans.find((one) => one.plan === plan && one.version === version);
  return found?.payment && found;
}
