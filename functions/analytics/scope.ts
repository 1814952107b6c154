/**
 * Whose numbers a caller sees: those who run the company all of them, a manager themselves and those below,
 * a rep themselves; by the reporting lines of the report's last day, or of today where that comes first.
 *
 * What was sold by somebody who has left a team since stays in the roll-up of those who led it then: their
 * pay is calculated on it, and a number is the same whoever reads it.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { addDays, type Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import { canSee, noOrg, type Org } from '../people/org.ts';
import type { ManagersAbove } from './roll-up.ts';

export type Scope = {
  /** Of those who see what nobody sold, too. */
  readonly isWhole: boolean;
  readonly sees: (person: PersonId) => boolean;
  readonly counts: (sale: Pick<Sale, 'person' | 'day'>) => boolean;
};

export type Reader = { readonly principal: string; readonly roles: readonly string[] };

const NOBODY = 'nobody' as PersonId;

export function scopeOf(org: Org, caller: Reader, asOf: Day, managersAbove: ManagersAbove): Scope {
  if (canSee(noOrg, caller, NOBODY, asOf)) return { isWhole: true, sees: () => true, counts: () => true };
  const known = new Map<PersonId, boolean>();
  const sees = (person: PersonId) => {
    const found = known.get(person) ?? canSee(org, caller, person, asOf);
    known.set(person, found);
    return found;
  };
  const leads = caller.roles.includes('manager');
  const counts: Scope['counts'] = ({ person, day }) =>
    person !== null && (sees(person) || (leads && managersAbove(person, day).some(sees)));
  return { isWhole: false, sees, counts };
}

/** The last day of a report up to, not including, `to`, or today. */
export function asOfDay(to: Day | null, today: Day): Day {
  const last = to === null ? today : addDays(to, -1);
  return last < today ? last : today;
}
