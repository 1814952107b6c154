/**
 * A tour through everything that the platform does, in stops that can be visited alone and any number of
 * times. A stop throws where the platform does not do what it is there for.
 */
import { Client, type Json } from '../../../infra/cli/client.ts';
import { onLaptop } from '../../../infra/cli/sign-in.ts';
import {
  type Company,
  COMPANY,
  hire,
  onboard,
  operator,
  type Platform,
  type WithDatabase,
} from '../../kit/platform.ts';

export type Guide = {
  readonly platform: WithDatabase;
  /** Another number at each visit, so that nothing is asked twice. */
  readonly n: number;
  readonly company: Company;
  /** Sells things: the CRM knows them as `u-ana`. */
  readonly ana: string;
  readonly api: Client;
  readonly control: Client;
  readonly operator: Client;
};

export type Stop = {
  readonly name: string;
  readonly visit: (guide: Guide) => Promise<void>;
  /** It is about what fails for good. */
  readonly givesUp?: true;
};

export class Missing extends Error {}

/** What the stop is there to show. */
export function show(what: string, isThere: boolean): void {
  if (!isThere) throw new Missing(what);
}

/** On the second of March 2026: January and February are over, and not closed for sixty days. */
export const BEGINNING = '2026-03-02T09:00:00Z';

export type Base = { readonly company: Company; readonly ana: string };

export async function settle(platform: WithDatabase): Promise<Base> {
  const company = await onboard(platform, { closeAfterDays: 60 });
  return { company, ana: await hire(await company.api(), 'Ana') };
}

/** How much was given up, by the queue of dead letters that it is in. */
const lettersByQueue = ({ host }: Platform): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(host.aws.queues())
      .filter(([, { dead }]) => dead)
      .map(([name, { visible, inFlight }]) => [name, visible + inFlight]),
  );

/** How much was given up, in dead letters of queues with such names. */
export const letters = (platform: Platform, queue = /./): number =>
  [...lettersByQueue(platform)].reduce((sum, [name, some]) => sum + (queue.test(name) ? some : 0), 0);

/** Visits a stop, and sees to it that nothing is left undone behind it. */
export async function visit(stop: Stop, guide: Guide): Promise<void> {
  const { platform } = guide;
  const before = lettersByQueue(platform);
  // A stop that fails leaves its faults behind, which the next one would meet.
  await stop.visit(guide).finally(() => platform.host.aws.onCall(undefined));
  await platform.host.idle();
  const grown = [...lettersByQueue(platform)].filter(([name, some]) => some !== before.get(name));
  show(`nothing is given up: ${grown.join()}`, stop.givesUp === true || grown.length === 0);
}

let visits = 0;

/** A guide for one visit, with fresh tokens. */
export async function guideThrough(platform: WithDatabase, { company, ana }: Base): Promise<Guide> {
  visits += 1;
  const api = await company.api();
  const control = new Client(platform.at.control, api.token);
  return { platform, n: visits, company, ana, api, control, operator: await operator(platform) };
}

/** Another company, and its admin's client. */
export async function newcomer(guide: Guide, changes: object = {}): Promise<{ id: string; api: Client }> {
  const { platform, n } = guide;
  const asked = { ...COMPANY, name: `Newcomer ${n}`, ...changes };
  const { id } = await guide.operator.post<{ id: string }>('/v1/tenants', asked, { key: `newcomer ${n}` });
  await platform.host.idle();
  const { status } = await guide.operator.get(`/v1/tenants/${id}`);
  show('the company is active', status === 'active');
  const { token } = await onLaptop(platform.at, asked.admin.email, { tenant: id });
  return { id, api: new Client(platform.at.api, token) };
}

/** The same client with a fresh token: they live for a quarter of an hour. */
export async function renewed({ platform }: Guide, tenant: string, { url }: Client): Promise<Client> {
  const { token } = await onLaptop(platform.at, COMPANY.admin.email, { tenant });
  return new Client(url, token);
}

/** The first two pages of a list, of one element each. */
export async function twoPages(api: Client, path: string): Promise<Json[]> {
  const first = await api.get<{ data: Json[]; nextCursor: string | null }>(`${path}?limit=1`);
  show(`${path} has an element`, first.data.length === 1 && first.nextCursor !== null);
  const next = await api.get<{ data: Json[] }>(`${path}?limit=1&cursor=${first.nextCursor}`);
  return [...first.data, ...next.data];
}

export async function remove(api: Client, path: string): Promise<void> {
  const headers = { authorization: `Bearer ${api.token}` };
  const { ok } = await fetch(api.url + path, { method: 'DELETE', headers });
  show(`${path} can be deleted`, ok);
}

/** Lets a quarter of an hour pass, so that the schedules tick. */
export async function tick({ platform: { host } }: Guide): Promise<void> {
  await host.clock.moveTo(new Date(host.clock.now().getTime() + 900_000));
  await host.idle();
}

/** Lets time pass until the tick at which the schedule sweeps. */
export async function untilNight({ platform: { host } }: Guide): Promise<void> {
  const DAY_MS = 86_400_000;
  const midnight = Math.floor(host.clock.now().getTime() / DAY_MS + 1) * DAY_MS;
  await host.clock.moveTo(new Date(midnight + 2 * 3_600_000));
  await host.idle();
}

/** Delivers an event to one function as a queue does that forgot that it had. */
export async function redeliver(
  { platform }: Guide,
  consumer: string,
  type: string,
  { tenant, data, at }: { readonly tenant: string; readonly data: Json; readonly at?: string },
): Promise<void> {
  const { host } = platform;
  const message = {
    id: `evt_${'0'.repeat(26)}`,
    type,
    tenant,
    at: at ?? host.clock.now().toISOString(),
    data,
  };
  const dead = new RegExp(`^attain-pool-${consumer}-dead$`);
  const before = letters(platform, dead);
  host.aws.queue(`attain-pool-${consumer}`).send(JSON.stringify(message));
  await host.idle();
  show(`${consumer} takes ${type} again`, letters(platform, dead) === before);
}
