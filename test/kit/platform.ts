/** A platform of one's own for a file of tests: real HTTP, real signatures, DynamoDB Local, own clock. */
import { afterAll, beforeAll } from 'vitest';
import { type Addresses, addressesOf } from '../../infra/cli/addresses.ts';
import { Client, until } from '../../infra/cli/client.ts';
import { createTenant } from '../../infra/cli/onboard.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import { deliver, type Message } from '../../infra/cli/webhook.ts';
import type { Place } from '../../infra/local/aws/dynamodb-client.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { ASSEMBLY } from './synth.ts';
import { placeOfOnesOwn } from './tables.ts';

export type Platform = { readonly host: Host; readonly at: Addresses };

/** With the tables themselves, behind the back of the proxy that checks who may ask. */
export type WithDatabase = Platform & { readonly database: Place };

/** A tenant with its admin signed in, and one connector. */
export type Company = {
  readonly tenant: string;
  /** A client with a fresh token: tokens live for a quarter of an hour, and tests move the clock. */
  api(email?: string): Promise<Client>;
  readonly connector: { readonly id: string; readonly url: string; readonly secret: string };
  /** Signs and delivers one webhook, at the platform's time; answers the status. */
  deliver(message: Message, secret?: string): Promise<number>;
};

/** Starts a platform whose tables are at `database`. Two instances of a function keep two cores busy. */
export async function startPlatform(startAt: string, database: Place): Promise<WithDatabase> {
  const host = await startHost({
    assemblyDir: ASSEMBLY,
    ports: 'ephemeral',
    startAt: new Date(startAt),
    stateDir: `.attain/test-${process.pid}-${Math.floor(performance.now())}`,
    tablesAt: database,
    instancesPerFunction: 2,
  });
  return { host, at: addressesOf(host), database };
}

/** Starts a platform before the tests of a file and stops it after them. */
export function platformFrom(startAt: string): { current: WithDatabase } {
  const platform = {} as { current: WithDatabase };
  beforeAll(async () => {
    platform.current = await startPlatform(startAt, placeOfOnesOwn());
  });
  afterAll(() => platform.current?.host.stop());
  return platform;
}

export const COMPANY = {
  name: 'Acme',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  fiscalYearStartsIn: 1,
  closeAfterDays: 3,
  cell: 'pool',
  admin: { name: 'Ada Admin', email: 'ada@acme.example' },
};

export async function operator({ at }: Platform): Promise<Client> {
  const { token } = await onLaptop(at, 'operator@attain.example', { groups: ['operators'] });
  return new Client(at.control, token);
}

/** What differs from that company; its calendar may be another. */
export type Changes = { readonly [K in keyof typeof COMPANY]?: (typeof COMPANY)[K] | undefined } & {
  readonly calendar?: object;
  readonly historyFrom?: string;
};

export async function onboard(platform: Platform, changes: Changes = {}): Promise<Company> {
  const { at, host } = platform;
  const company = { ...COMPANY, ...changes };
  const { token = '' } = await operator(platform);
  const tenant = await createTenant(at, company, token, `onboard ${company.name}`);
  const api = async (email = company.admin.email) =>
    new Client(at.api, (await onLaptop(at, email, { tenant })).token);
  const made = await (await api()).post<{ id: string; path: string; secret: string }>(
    '/v1/connectors',
    { name: 'CRM', provider: 'standard' },
    { key: 'connector' },
  );
  const connector = { id: made.id, url: at.api + made.path, secret: made.secret };
  return {
    tenant,
    api,
    connector,
    deliver: (message, secret = connector.secret) =>
      deliver(message, { url: connector.url, secret, at: host.clock.now() }),
  };
}

/** A person, by what the tests call them: the CRM knows them as `u-<name>`. */
export async function hire(
  api: Client,
  name: string,
  manager?: { person: string; from: string },
): Promise<string> {
  const { id } = await api.post<{ id: string }>('/v1/people', {
    name,
    email: `${name.toLowerCase()}@acme.example`,
    ownerRefs: [`u-${name.toLowerCase()}`],
  });
  if (manager) await api.put(`/v1/people/${id}/manager`, { manager: manager.person, from: manager.from });
  return id;
}

/** Says to whom a person reports from a day on, whatever was said before. */
export async function reportTo(api: Client, who: string, { person, from }: { person: string; from: string }) {
  const ifMatch = await api.tagOf(`/v1/people/${who}/line`);
  await api.put(`/v1/people/${who}/manager`, { manager: person, from }, { ifMatch });
}

/** A webhook of our own format about one deal. Its id has no '.', which Standard Webhooks forbids there. */
export function dealMessage(
  recordId: string,
  event: string,
  occurredAt: string,
  fields: object = {},
): Message {
  return {
    id: `msg-${recordId}-${event}-${occurredAt}`.replaceAll('.', '-'),
    body: JSON.stringify({ type: 'deal', recordId, event, occurredAt, ...fields }),
  };
}

/** Moves the clock and waits until everything that this set off has been done. */
export async function moveTo({ host }: Platform, instant: string): Promise<void> {
  await host.clock.moveTo(new Date(instant));
  await host.idle();
}

/** Moves past the closing of a period and the tick after it, and waits for its lock. */
export async function closeBySchedule(platform: Platform, company: Company, period: string, at: string) {
  await moveTo(platform, at);
  await moveTo(platform, new Date(Date.parse(at) + 15 * 60_000).toISOString());
  const api = await company.api();
  await until(
    `${period} to be locked`,
    () => api.get<{ status: string }>(`/v1/periods/${period}`),
    ({ status }) => status === 'locked',
  );
}
