/** Faults 21, 22, 23 and 26: records and messages that poison, get lost, come again, or are of another age. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import type { Detour, Fate } from '../../infra/local/aws/front.ts';
import type { AwsCall } from '../../infra/local/kinds.ts';
import { COMMISSION, enrolled, type Run, type Statement } from '../kit/paying.ts';
import { moveTo, platformFrom } from '../kit/platform.ts';
import { applied, type Crm, crmOf, won } from './crm.ts';
import { answering, asking, callOf, isAnnouncement, unannounced } from './holding.ts';
import { pass } from './scene.ts';

const platform = platformFrom('2026-02-01T08:00:00Z');
const host = () => platform.current.host;
const CREDITED = [['2026-01-12', '10000']];
const MONTH = '2026-m01';
const records = (count: number) => Array.from({ length: count }, (_, n) => `d${n}`);

const announcing = (entry: string) => (call: AwsCall) => callOf(entry)(call) && isAnnouncement(call);

/** An announcement that nobody can read. */
function poisoned({ input }: AwsCall): Detour {
  const text = JSON.stringify(input).replace('"type":{"S":', '"type":{"N":"1"},"was":{"S":');
  return asking(JSON.parse(text));
}

/** The schedule sweeps at two in the morning; what is to be swept is an hour old then. */
async function sweep(): Promise<void> {
  const tomorrow = new Date(host().clock.now().getTime() + 86_400_000).toISOString().slice(0, 10);
  await moveTo(platform.current, `${tomorrow}T02:00:01.000Z`);
}

describe('fault 21 a record of the stream that cannot be read', () => {
  it('fault 21 goes to the failure store as a pointer, and all around it are done once', async () => {
    const crm = await crmOf(platform.current, 'Poison');
    let arrived = 0;
    const third = (call: AwsCall) => announcing('crm/api-intake')(call) && ++arrived === 3;
    answering(host(), third, poisoned);
    await Promise.all(records(10).map((record) => crm.send(won(record))));
    await host().idle();
    host().aws.onCall(undefined);
    expect(await crm.counts()).toEqual(applied(9, { received: 10, pending: 1 }));
    const dead = host().aws.queue('attain-pool-outbox-stream-publish-dead').receive(10);
    expect(dead).toHaveLength(1);
    const { DDBStreamBatchInfo: pointer, ...others } = JSON.parse(String(dead[0]?.body));
    expect([pointer.batchSize, Object.keys(others).includes('Records')]).toEqual([1, false]);
    host().aws.queue('attain-pool-outbox-stream-publish-dead').delete(String(dead[0]?.receipt));
    await sweep();
    expect(await crm.counts()).toEqual(applied(10));
    for (const record of records(10)) expect(await crm.credits(record)).toEqual(CREDITED);
  });
});

describe('fault 22 a batch of messages', () => {
  it('fault 22 with one that nobody can read: it is set aside, and the others are done once', async () => {
    const crm = await crmOf(platform.current, 'Garbage');
    const queue = host().aws.queue('attain-pool-deals-on-webhook-received');
    const sending = Promise.all(records(6).map((record) => crm.send(won(record))));
    queue.send('{not json');
    queue.send(JSON.stringify({ type: 'webhook.received', data: {} }));
    await sending;
    await host().idle();
    expect(await crm.counts()).toEqual(applied(6));
    const dead = host().aws.queue('attain-pool-deals-on-webhook-received-dead');
    expect(dead.counts().visible).toBe(2);
    dead.purge();
  });

  it('fault 22 in the middle of which the process dies is repeated as a whole, and done once', async () => {
    const crm = await crmOf(platform.current, 'Died');
    let seen = 0;
    host().aws.onCall(async (call): Promise<Fate> => {
      if (!callOf('deals/on-webhook-received', 'UpdateItem')(call)) return 'pass';
      seen += 1;
      if (seen === 4) await host().crash(call.principal.functionName);
      return 'pass';
    });
    await Promise.all(records(8).map((record) => crm.send(won(record))));
    await host().idle();
    host().aws.onCall(undefined);
    expect(await crm.counts()).toEqual(applied(8));
    for (const record of records(8)) expect(await crm.credits(record)).toEqual(CREDITED);
  });
});

describe('fault 23 a stream that was blocked for a day, and has forgotten', () => {
  it('fault 23 webhooks and deals of which nobody was told are found in the table, and paid', async () => {
    const crm = await crmOf(platform.current, 'Forgotten');
    answering(host(), announcing('crm/api-intake'), unannounced);
    await crm.send(won('d1'));
    await host().idle();
    answering(host(), announcing('deals/on-webhook-received'), unannounced);
    await crm.send(won('d2'));
    await host().idle();
    host().aws.onCall(undefined);
    expect(await crm.counts()).toEqual(applied(1, { received: 2, pending: 1 }));
    await enrol(crm);
    expect((await preview(crm, 'before')).totalMinor).toBe('0');
    await sweep();
    const fresh = { ...crm, api: await crm.company.api() };
    // Two deals of 100 at ten percent.
    expect((await preview(fresh, 'after')).totalMinor).toBe('2000');
    expect(await crm.counts()).toEqual(applied(2));
  });

  it('fault 23 a closing, a run and a publication of which nobody was told go on where they stood', async () => {
    const crm = await crmOf(platform.current, 'Unheard');
    await enrol(crm);
    await crm.send(won('d1'));
    await host().idle();
    answering(host(), announcing('periods/api'), unannounced);
    await crm.api.post(`/v1/periods/${MONTH}/close`);
    await sweep();
    // The run is due now; that it begins is not heard of either, nor is what it publishes.
    answering(host(), announcing('runs/on-run-due'), unannounced);
    await pass(platform.current, 15 * 60_000);
    await host().idle();
    expect(await stateOf(crm)).toEqual(['calculating', 'preparing']);
    answering(host(), announcing('runs/step-finish-run'), unannounced);
    await sweep();
    expect(await stateOf(crm)).toEqual(['calculating', 'published']);
    host().aws.onCall(undefined);
    await sweep();
    expect(await stateOf(crm)).toEqual(['locked', 'published']);
    const api = await crm.company.api();
    const path = `/v1/people/${crm.people['Ana']}/statements/${MONTH}`;
    expect((await api.get<Statement>(path)).totalMinor).toBe('1000');
  });

  async function enrol({ api, people }: Crm): Promise<void> {
    const { mode: _, bands: __, ...base } = COMMISSION;
    const components = [{ ...base, kind: 'flat-rate', rate: '0.10' }];
    await enrolled(api, [String(people['Ana'])], { name: 'Sellers', period: 'month', components });
  }

  async function preview({ api }: Crm, key: string): Promise<Run> {
    const { id } = await api.post<Run>('/v1/runs', { period: MONTH }, { key });
    await host().idle();
    return api.get<Run>(`/v1/runs/${id}`);
  }

  async function stateOf({ company }: Crm): Promise<unknown[]> {
    const api = await company.api();
    const [run] = await api.list<Run>('/v1/runs');
    return [(await api.get<Json>(`/v1/periods/${MONTH}`))['status'], run?.status];
  }
});

describe('fault 26 letters that were dead while the schema changed', () => {
  it('fault 26 are taken when they say enough, and stay in sight when they do not', async () => {
    const crm = await crmOf(platform.current, 'Redriven');
    const dead = host().aws.queue('attain-pool-deals-on-webhook-received-dead');
    const bodies: string[] = [];
    host().aws.onCall((call) => {
      if (callOf('deals/on-webhook-received', 'GetItem')(call)) return 'refuse';
      return 'pass';
    });
    await crm.send(won('d1'));
    await host().idle();
    host().aws.onCall(undefined);
    for (const { body, receipt } of dead.receive(10)) {
      bodies.push(body);
      dead.delete(receipt);
    }
    expect(bodies).toHaveLength(1);
    const event = JSON.parse(String(bodies[0])) as { detail: Json & { data: Json } };
    // One that says more than it does today, one twice, and one of a type that is gone.
    const older = { ...event.detail, schema: 'old', data: { ...event.detail.data, priority: 'high' } };
    const unknown = { ...event.detail, type: 'webhook.arrived' };
    for (const each of [older, older, unknown]) dead.send(JSON.stringify({ ...event, detail: each }));
    expect(host().aws.redrive()).toBe(3);
    await host().idle();
    expect([await crm.counts(), await crm.credits('d1')]).toEqual([applied(1), CREDITED]);
    expect(dead.counts().visible).toBe(1);
    dead.purge();
  });
});
