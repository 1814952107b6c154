/** Whether a team's quota can be said: nobody's is made of one that is made of theirs, not on any day. */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { memberOf, type Org } from '../people/org.ts';
import { type Asking, levelsAmong } from './effective.ts';
import type { Quota } from './quota.ts';

/** Ada above Ben in January and Ben above Ada in February, both with sums of their reports: a circle. */
export function refuseCircle(added: Quota, { quotas, org, period }: Asking): void {
  if (!added.team) return;
  const { person, measure } = added;
  const others = quotas.filter((quota) => quota.measure === measure && quota.person !== person);
  const { circular } = levelsAmong({ quotas: [...others, added], org, period });
  if (!circular.includes(person)) return;
  const names = circular.map((one) => nameOf(org, one)).join(' and ');
  const message = `The quotas of ${names} would be made of one another in ${added.period}.`;
  refuse('rule', 'quota.circular', message, '/team');
}

function nameOf(org: Org, person: PersonId): string {
  return memberOf(org, person)?.name ?? person;
}
