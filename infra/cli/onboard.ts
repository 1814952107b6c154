/** Onboards a company by the public API alone: tenant, people, reporting lines, quotas, plans, connector. */
import type { Addresses } from './addresses.ts';
import { Client, type Json, until } from './client.ts';
import {
  COMPANY,
  MANAGER_PLAN,
  MANAGERS,
  QUARTER,
  QUOTA_MINOR,
  SELLER_PLAN,
  SELLERS,
  YEAR,
} from './sample.ts';
import { onLaptop } from './sign-in.ts';

export type Onboarded = {
  readonly tenant: string;
  /** The token of the company's first admin. */
  readonly token: string;
  readonly people: Readonly<Record<string, string>>;
  readonly connector: { readonly id: string; readonly url: string; readonly secret: string };
};

type Say = (line: string) => void;

export async function createTenant(at: Addresses, company: Json, operatorToken: string, key: string) {
  const control = new Client(at.control, operatorToken);
  const { id } = await control.post<{ id: string }>('/v1/tenants', company, { key });
  await until(
    `tenant ${id} to become active`,
    () => control.get<{ status: string }>(`/v1/tenants/${id}`),
    ({ status }) => status === 'active',
  );
  return id;
}

export async function onboardSample(at: Addresses, say: Say): Promise<Onboarded> {
  const operator = await onLaptop(at, 'operator@attain.example', { groups: ['operators'] });
  const tenant = await createTenant(at, { ...COMPANY, cell: 'pool' }, operator.token, 'sample-company');
  say(`tenant ${tenant} is active: settings, first admin, fiscal calendar and a sample plan are there`);
  const { token } = await onLaptop(at, COMPANY.admin.email, { tenant });
  const api = new Client(at.api, token);
  const people = await hire(api);
  say(`${SELLERS.length} sellers and ${MANAGERS.length} managers with their reporting lines`);
  await planAndQuota(api, people);
  say(`two plans, everyone enrolled, a quota of ${QUOTA_MINOR / 100n} EUR for each seller in ${QUARTER}`);
  const connector = await api.post<{ id: string; path: string; secret: string }>(
    '/v1/connectors',
    { name: 'CRM', provider: 'standard' },
    { key: 'sample-connector' },
  );
  say(`connector ${connector.id}, its secret shown once`);
  const { id, path, secret } = connector;
  return { tenant, token, people, connector: { id, url: at.api + path, secret } };
}

async function hire(api: Client): Promise<Record<string, string>> {
  const people: Record<string, string> = {};
  for (const { name, email, ownerRefs } of [...MANAGERS, ...SELLERS]) {
    const person = await api.post<{ id: string }>('/v1/people', { name, email, ownerRefs: [...ownerRefs] });
    people[email] = person.id;
  }
  for (const { email, manager } of SELLERS) {
    const line = { manager: people[manager], from: `${YEAR}-01-01` };
    await api.put(`/v1/people/${people[email]}/manager`, line);
  }
  return people;
}

async function planAndQuota(api: Client, people: Readonly<Record<string, string>>): Promise<void> {
  const sellers = await api.post<{ plan: string }>('/v1/plans', SELLER_PLAN, { key: 'sample-seller-plan' });
  const managers = await api.post<{ plan: string }>('/v1/plans', MANAGER_PLAN, {
    key: 'sample-manager-plan',
  });
  for (const { email } of SELLERS) {
    await api.put(`/v1/people/${people[email]}/quotas/${QUARTER}`, {
      amountMinor: QUOTA_MINOR.toString(),
      currency: COMPANY.currency,
    });
  }
  const enrolments = [
    ...SELLERS.map(({ email }) => ({ person: people[email], plan: sellers.plan })),
    ...MANAGERS.map(({ email }) => ({ person: people[email], plan: managers.plan })),
  ];
  for (const { person, plan } of enrolments) {
    const enrolment = { person, plan, version: 1, from: `${YEAR}-01-01`, to: null };
    await api.post('/v1/enrolments', enrolment, { key: `enrol-${person}` });
  }
}
