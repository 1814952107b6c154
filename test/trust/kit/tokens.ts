/** A token for every role, got as people and machines get theirs. */
import { Client } from '../../../infra/cli/client.ts';
import { onLaptop, withKey } from '../../../infra/cli/sign-in.ts';
import { Role } from '../../../shared/http/roles.ts';
import { type Company, type Platform, operator } from '../../kit/platform.ts';

export type Tokens = Readonly<Record<Role, string>>;

/** Roles that a person of a company can have; machines come with a key. */
export const personal = Role.options.filter((role) => role !== 'operator' && role !== 'machine');

const emailOf = (company: Company, role: Role) => `${role}@${company.tenant.slice(4, 12)}.example`;

/** Makes a person and a login for each role, once; `who` chooses the person of a role. */
export async function staffAllRoles(
  platform: Platform,
  company: Company,
  who: Partial<Record<Role, string>> = {},
): Promise<string> {
  const api = await company.api();
  const control = new Client(platform.at.control, api.token);
  for (const role of personal) {
    const email = emailOf(company, role);
    const made = who[role] ?? (await api.post('/v1/people', { name: `The ${role}`, email }))['id'];
    await control.post('/v1/logins', { email, person: made, roles: [role] });
  }
  const machine = { name: 'Machine', roles: ['machine'] };
  return (await control.post<{ key: string }>('/v1/keys', machine, { key: 'machine' })).key;
}

/** Fresh tokens: they live for a quarter of an hour of the platform's time. */
export async function tokensFor(platform: Platform, company: Company, machineKey: string): Promise<Tokens> {
  const { at } = platform;
  const people = await Promise.all(
    personal.map(async (role) => {
      const { token } = await onLaptop(at, emailOf(company, role), { tenant: company.tenant });
      return [role, token] as const;
    }),
  );
  const { token: machine } = await withKey(at, machineKey);
  const { token = '' } = await operator(platform);
  return Object.fromEntries([...people, ['machine', machine], ['operator', token]]) as Tokens;
}
