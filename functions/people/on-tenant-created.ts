/** Lambda: the first person of a new tenant is its admin, under the id that the login names. */
import { consume } from '../../shared/events/consume.ts';
import { fact } from '../../shared/events/fact.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { personIdOf } from '../tenants/login.ts';
import { people } from './module.ts';
import { isIn, withPerson } from './org.ts';
import type { Person } from './person.ts';
import { savePerson } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data: { admin } }) => {
  const id = personIdOf(tenant, admin.email);
  const person: Person = { id, name: admin.name, email: admin.email, ownerRefs: [], version: 1 };
  const prepared = fact('tenant.prepared', at, { module: people.name }, tenant);
  try {
    await savePerson(
      tenantTable(tenant),
      person,
      (org) =>
        isIn(org, id) ? refuse('conflict', 'person.exists', 'Done.') : withPerson(org, id, admin.name, []),
      [prepared],
    );
  } catch (error) {
    // The event came again: what it asks for is there, and was announced when it was made.
    if (!isRefused(error, 'person.exists')) throw error;
  }
});
