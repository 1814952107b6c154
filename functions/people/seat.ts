/** Seats that nobody holds yet have ids that follow from their names, since no address gives them one. */
import { derivedId, PersonId, type TenantId } from '../../shared/kernel/ids.ts';
import { memberOf, type Org } from './org.ts';

/** The first id of its name that is free, or that of the seat of this very name that stands empty. */
export function seatIdOf(tenant: TenantId, org: Org, name: string): PersonId {
  for (let n = 0; ; n += 1) {
    const id = PersonId.parse(derivedId('per', tenant, 'seat', name.toLowerCase(), String(n)));
    const there = memberOf(org, id);
    if (!there || (there.vacant && there.name === name)) return id;
  }
}
