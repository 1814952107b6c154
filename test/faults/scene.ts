/** Where a use case is played: a fresh tenant of a running host, and what is asked of both afterwards. */
import type { Addresses } from '../../infra/cli/addresses.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import { type Message, deliver } from '../../infra/cli/webhook.ts';
import type { Host } from '../../infra/local/host.ts';
import { type Changes, type Company, hire, onboard } from '../kit/platform.ts';
import { type Counter, Customer } from './customer.ts';
import { dayText, type Said } from './model.ts';

export type Stage = { readonly host: Host; readonly at: Addresses };

export type Scene = Stage & {
  /** Unlike that of any other case, so that its tenant is its own. */
  readonly name: string;
  /** What customers heard that was a no. */
  readonly noes: string[];
  /** Waits until nothing is under way; what was given up on is redriven, as an operator does. */
  rest(): Promise<void>;
};

/** A tenant made without faults, its admin's token, and a connector. */
export type SetUp = { readonly company: Company; readonly api: Client; readonly admin: Customer };

export async function setUp(scene: Scene, changes: Changes = {}): Promise<SetUp> {
  const company = await onboard(scene, { ...changes, name: scene.name });
  const api = await company.api();
  return { company, api, admin: new Customer(scene, scene.at.api, api.token) };
}

/** Hires people without faults; the CRM knows each as `u-<name>`. */
export async function staff(api: Client, ...names: string[]): Promise<Record<string, string>> {
  const people: Record<string, string> = {};
  for (const name of names) people[name] = await hire(api, name);
  return people;
}

/** What a CRM sends when it says this. */
export function messageOf({ record, day, what, amount, status, owner }: Said): Message {
  const occurredAt = `${dayText(day)}T12:00:00.000Z`;
  const said = { type: 'deal', recordId: record, event: `deal.${what}`, occurredAt, currency: 'EUR' };
  return {
    id: `msg-${record}-${what}`,
    body: JSON.stringify({
      ...said,
      ...(amount !== undefined && { amount: String(amount) }),
      ...(status && { status }),
      ...(owner && { ownerRef: `u-${owner.toLowerCase()}` }),
    }),
  };
}

/** As CRMs do: again, until it is taken. */
export async function sendUntilTaken(
  { connector: { url, secret } }: Company,
  { host, noes }: Counter,
  message: Message,
  otherSecret?: string,
): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const at = { url, secret: otherSecret ?? secret, at: host.clock.now() };
    const status = await deliver(message, at).catch(() => 0);
    if (status === 202) return;
    noes.push(`${message.id} → ${status}`);
    if (status !== 0 && status < 500) throw new Error(`webhook ${message.id} was answered ${status}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`webhook ${message.id} was not taken in ten tries`);
}

/** The days of what is said, and that on which what has no day comes in. */
const DAYS = 'from=2026-01-01&to=2026-03-01';

/** I1. A delivery whose answer was lost is counted twice, once as ignored: the equation holds. */
export async function reconciled(api: Client, connector: string, sent: number): Promise<Json> {
  const counts = await api.get<Record<string, number>>(`/v1/connectors/${connector}/reconciliation?${DAYS}`);
  const { received = 0, applied = 0, ignored = 0, quarantined = 0, pending } = counts;
  if (pending !== 0 || received !== applied + ignored + quarantined || received < sent)
    throw new Error(`I1: ${sent} were sent, and the counts are ${JSON.stringify(counts)}`);
  return { applied, quarantined };
}

/** Calls a function that a schedule calls, as Lambda does: three times, unless it answers before. */
export async function tick({ host }: Stage, entry: string, at: string): Promise<void> {
  const name = `attain-pool-${entry.replace('/', '-')}`;
  const lambda = host.assembly.of('AWS::Lambda::Function').find((each) => each.name === name);
  let last: unknown;
  for (let attempt = 1; attempt <= 3 && lambda; attempt += 1) {
    try {
      await host.invoke(lambda.arn, { at });
      return;
    } catch (error) {
      last = error;
      await new Promise((wake) => setTimeout(wake, 50 * attempt));
    }
  }
  throw new Error(`${name} was called three times: ${String(last)}`);
}

/** Lets time pass on the platform. */
export async function pass({ host: { clock } }: Stage, ms: number): Promise<void> {
  await clock.moveTo(new Date(clock.now().getTime() + ms));
}
