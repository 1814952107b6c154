/** Tenants in the registry; keys and logins in each tenant's own part of the control plane's table. */
import * as z from 'zod';
import { Role } from '../../shared/http/roles.ts';
import { type KeyId, PersonId, type TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { LoginId } from './login.ts';
import { MachineKey, StoredKey } from './machine-key.ts';
import { isPrepared, Registered, Tenant } from './tenant.ts';

/** Roles that somebody of a tenant can have. */
export const TenantRoles = z
  .array(Role.exclude(['operator']))
  .min(1)
  .max(9);

/** Who may sign in: the e-mail address is not kept, the id follows from it. */
export const Login = z.object({ id: LoginId, person: PersonId, roles: TenantRoles, createdAt: Instant });
export type Login = z.output<typeof Login>;

export function tenantById(directory: Table, id: TenantId): Promise<Registered | undefined> {
  return directory.find(keys.tenant(id), Registered);
}

export function listTenants(directory: Table, page: ListOptions): Promise<Listed<Tenant>> {
  return directory.list(places.tenants(), Tenant, page);
}

export async function register(
  directory: Table,
  tenant: Omit<Registered, 'prepared'>,
  facts: readonly Fact[],
): Promise<void> {
  await putOnce(directory, keys.tenant(tenant.id), tenant, facts);
}

/** Notes that a module is ready; with the last one the tenant is active, and its start is history. */
export async function notePrepared(directory: Table, tenant: TenantId, module: string): Promise<void> {
  const known = { id: tenant };
  const { prepared, status } = await directory.update(keys.tenant(tenant), Registered, {
    add: { prepared: new Set([module]) },
    where: known,
  });
  if (status !== 'provisioning' || !isPrepared(prepared)) return;
  await directory.update(keys.tenant(tenant), Registered, {
    set: { status: 'active' },
    remove: ['facts'],
    where: { ...known, status: 'provisioning' },
  });
}

/** Changes whether a company is served, if that is still as it was read, and announces it. */
export function changeStatus(
  directory: Table,
  { id, status: before }: Registered,
  status: 'active' | 'suspended',
  facts: readonly Fact[],
): Promise<Registered> {
  const change = { set: { status }, where: { id, status: before }, facts };
  return directory.update(keys.tenant(id), Registered, change);
}

export async function saveKey(table: Table, key: StoredKey): Promise<void> {
  await table.put(keys.machineKey(key.id), key);
}

export function keyById(table: Table, id: KeyId): Promise<StoredKey | undefined> {
  return table.find(keys.machineKey(id), StoredKey);
}

export function listKeys(table: Table, page: ListOptions): Promise<Listed<MachineKey>> {
  return table.list(places.machineKeys(), MachineKey, page);
}

export async function removeKey(table: Table, id: KeyId): Promise<void> {
  if (!(await keyById(table, id))) refuse('missing', 'not-found', 'There is no such key.');
  await table.remove(keys.machineKey(id));
}

/** Answers the login that is there afterwards: this one, or one that was there before. */
export async function addLogin(table: Table, login: Login): Promise<Login> {
  if (await putOnce(table, keys.login(login.id), login)) return login;
  return (await loginById(table, login.id)) ?? login;
}

/** Writes the login whatever was there: for the first admin, whose tenant is just being made. */
export async function beginLogin(table: Table, login: Login): Promise<void> {
  await table.put(keys.login(login.id), login);
}

export function loginById(table: Table, id: LoginId): Promise<Login | undefined> {
  return table.find(keys.login(id), Login);
}

export function listLogins(table: Table, page: ListOptions): Promise<Listed<Login>> {
  return table.list(places.logins(), Login, page);
}

export async function removeLogin(table: Table, id: LoginId): Promise<void> {
  await table.remove(keys.login(id));
}
