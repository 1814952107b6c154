/**
 * People of a file, matched to those that are there: by their own system's id, which is one of their owner
 * references, or by their address. Somebody of whom nothing new is said is known.
 */
import type { PersonId, TenantId } from '../../shared/kernel/ids.ts';
import { isRefusal } from '../../shared/kernel/refusal.ts';
import { type Entry as OrgEntry, type Org, ownerByRef, personByAddress } from '../people/org.ts';
import { changed, type Person } from '../people/person.ts';
import { personIdOf } from '../tenants/login.ts';
import type { ImportedPerson } from './targets/person.ts';
import type { Verdict } from './verdict.ts';

/** Who of those that are there is meant; undefined for somebody new. */
export function matchOf({ externalId, email }: ImportedPerson, tenant: TenantId, org: Org) {
  return ownerByRef(org, externalId) ?? personByAddress(org, personIdOf(tenant, email));
}

/** Somebody of whom nothing is new is taken as well: the org may not have heard of them yet. */
export type Taken = { readonly person: Person; readonly isNews: boolean };

export function judgePerson(
  record: ImportedPerson,
  before: Person | undefined,
  tenant: TenantId,
): { readonly taken: Taken } | Verdict {
  const { name, email, startsOn, endsOn, role: title } = record;
  const refs = [...new Set([record.externalId, ...record.ownerRefs])];
  if (!before) {
    const said = { ...(title && { title }), ...(startsOn && { startsOn }), ...(endsOn && { endsOn }) };
    const id = personIdOf(tenant, email);
    return { taken: { person: { id, name, email, ownerRefs: refs, ...said, version: 1 }, isNews: true } };
  }
  if (before.email !== undefined && before.email !== email) {
    const message = 'The person is known by another address: change that first.';
    return { code: 'person.other-address', message, field: 'email' };
  }
  // An export calls somebody by their id here whom no other system knows.
  const ownerRefs = [...new Set([...before.ownerRefs, ...refs.filter((ref) => ref !== before.id)])];
  try {
    const after = changed(before, { name, ownerRefs, title, startsOn, endsOn });
    return { taken: { person: after, isNews: after !== before } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

export function orgEntryOf(person: Person, tenant: TenantId): OrgEntry {
  const { id, name, ownerRefs, startsOn, endsOn, vacant, email } = person;
  const address: PersonId | undefined = email ? personIdOf(tenant, email) : undefined;
  return { id, name, ownerRefs, startsOn, endsOn, vacant, ...(address !== id && { address }) };
}
