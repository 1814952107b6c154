/** Logins: an e-mail address, proven to the user pool, opens the door to one tenant as one person. */
import * as z from 'zod';
import { derivedId, PersonId, type TenantId } from '../../shared/kernel/ids.ts';

export const LoginId = z
  .string()
  .regex(/^lgn_[0-9a-z]{26}$/, 'must be an id that starts with lgn_')
  .brand<'lgn'>();
export type LoginId = z.output<typeof LoginId>;

/** Who proves e-mail addresses; an identity provider of a tenant's own will have its own name here. */
const PROVER = 'user-pool';

/** The address itself is not kept: the id follows from it, so whoever proves it is found. */
export function loginIdOf(email: string): LoginId {
  return LoginId.parse(derivedId('lgn', PROVER, email.toLowerCase()));
}

/** The person that an address belongs to in a tenant, before and after anybody has met them. */
export function personIdOf(tenant: TenantId, email: string): PersonId {
  return PersonId.parse(derivedId('per', tenant, email.toLowerCase()));
}
