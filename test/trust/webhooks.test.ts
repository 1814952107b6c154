/** Faults 47 to 50 and 52: whoever cannot prove a webhook leaves nothing behind. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';
import { fingerprint } from './kit/partitions.ts';
import { send } from './kit/raw.ts';

const platform = platformFrom('2026-02-10T09:00:00Z');
const won = { amount: '1.00', currency: 'EUR', status: 'won', ownerRef: 'u-ana' };
const message = (record: string) => dealMessage(record, 'deal.won', '2026-02-10T08:00:00.000Z', won);
let acme: Company;
let globex: Company;

beforeAll(async () => {
  acme = await onboard(platform.current);
  globex = await onboard(platform.current, { name: 'Globex' });
  for (const company of [acme, globex]) await hire(await company.api(), 'Ana');
});

type Signed = { id: string; timestamp: string; signature: string; body: string };

const seconds = (offset = 0) =>
  String(Math.floor(platform.current.host.clock.now().getTime() / 1000) + offset);

function signed(record: string, changes: Partial<Signed> & { secret?: string | Buffer } = {}): Signed {
  const { id, body } = { ...message(record), ...changes };
  const timestamp = changes.timestamp ?? seconds();
  const secret = changes.secret ?? acme.connector.secret;
  const key = typeof secret === 'string' ? Buffer.from(secret.replace('whsec_', ''), 'base64') : secret;
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { id, body, timestamp, signature: changes.signature ?? `v1,${mac}` };
}

async function deliver({ id, timestamp, signature, body }: Signed, to = acme): Promise<number> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return (await send({ url: to.connector.url, token: undefined }, 'POST', '', { body, headers })).status;
}

/** Nobody wrote anything while these were refused. */
async function allRefused(some: readonly Signed[], to = acme): Promise<void> {
  await platform.current.host.idle();
  const before = await fingerprint(platform.current, to.tenant);
  for (const one of some) expect(await deliver(one, to), JSON.stringify(one)).toBe(401);
  await platform.current.host.idle();
  expect(await fingerprint(platform.current, to.tenant)).toEqual(before);
}

const changed = (record: string, how: (mac: string) => string): Signed => {
  const good = signed(record);
  return { ...good, signature: how(good.signature.slice(3)) };
};

describe('fault 47 a signature', () => {
  it('that is right is taken, so that the refusals below mean something', async () => {
    expect(await deliver(signed('good'))).toBe(202);
    const good = signed('good');
    const among = { ...good, signature: `v2,abc v1,${'A'.repeat(43)}= ${good.signature} v1a,x` };
    expect(await deliver(among)).toBe(202);
  });

  it('that is cut, of another version or written otherwise is refused', async () => {
    const hex = (mac: string) => Buffer.from(mac, 'base64').toString('hex');
    await allRefused([
      ...[1, 4, 20, 43].map((cut) => changed('f1', (mac) => `v1,${mac.slice(0, -cut)}`)),
      ...['v1', 'V1', 'v1a', 'v2', 'v11', ''].map((version) => changed('f2', (mac) => `${version}${mac}`)),
      ...['V1,', 'v1a,', 'v2,', 'v1:', 'v1=', 'v1, ', 'sha256='].map((prefix) =>
        changed('f3', (mac) => prefix + mac),
      ),
      changed('f4', (mac) => mac),
      changed('f5', (mac) => `v1,${hex(mac)}`),
      changed('f6', (mac) => `v1,${hex(mac).toUpperCase()}`),
      changed('f7', (mac) => `v1,${mac.toLowerCase()}`),
      changed('f8', (mac) => `v1,${mac.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}`),
      changed('f9', (mac) => `v1,${mac.slice(0, 20)} ${mac.slice(20)}`),
      changed('f10', (mac) => `v1,${mac},v1,${mac}`),
      changed('f11', (mac) => `v1,${mac}=`),
      changed('f12', (mac) => `${`v1,${'A'.repeat(43)}= `.repeat(20)}v1,${mac}`),
      { ...signed('f13'), signature: '' },
      { ...signed('f14'), signature: 'v1,' },
    ]);
  });

  it('over anything else than id, time and body as they came is refused', async () => {
    const good = signed('f20');
    await allRefused([
      { ...good, id: `${good.id}x` },
      { ...good, timestamp: seconds(-1) },
      { ...good, body: good.body.replace('1.00', '1.01') },
      { ...good, body: `${good.body}\n` },
      { ...good, body: ` ${good.body}` },
      { ...good, body: JSON.stringify({ ...JSON.parse(good.body), note: '' }) },
      { ...good, body: '' },
      { ...signed('f21', { id: 'a.b' }) },
      { ...signed('f22', { id: '' }) },
    ]);
  });

  it('made with another secret, or with the right one read wrongly, is refused', async () => {
    const { secret } = acme.connector;
    await allRefused([
      signed('f30', { secret: Buffer.from(secret) }),
      signed('f31', { secret: Buffer.from(secret.replace('whsec_', '')) }),
      signed('f32', { secret: Buffer.alloc(0) }),
      signed('f33', { secret: Buffer.alloc(32) }),
      signed('f34', { secret: globex.connector.secret }),
    ]);
  });
});

describe('fault 48 a replay', () => {
  const counted = async () =>
    (await acme.api()).get<{ received: number; applied: number }>(
      `/v1/connectors/${acme.connector.id}/reconciliation?from=2026-02-10&to=2026-02-11`,
    );

  it('inside of five minutes is counted and changes nothing', async () => {
    await platform.current.host.idle();
    const before = await counted();
    const one = signed('r1');
    for (let n = 0; n < 3; n += 1) expect(await deliver(one)).toBe(202);
    await platform.current.host.idle();
    const after = await counted();
    expect(after).toMatchObject({ received: before.received + 3, applied: before.applied + 1 });
  });

  it('outside of them, of the future, or with another idea of time is refused', async () => {
    const times = [seconds(-301), seconds(400), seconds(-86_400), '0', `${seconds()}000`, `${seconds()}.0`];
    const spelled = [`+${seconds()}`, `0x${Number(seconds()).toString(16)}`, `${seconds()}e0`, '', 'now'];
    await allRefused([...times, ...spelled].map((timestamp, n) => signed(`r2-${n}`, { timestamp })));
    expect(await deliver(signed('r3', { timestamp: seconds(-295) }))).toBe(202);
    const old = signed('r4');
    const { clock } = platform.current.host;
    await clock.moveTo(new Date(clock.now().getTime() + 301_000));
    await allRefused([old]);
  });
});

describe('fault 49 the secret of one company', () => {
  it('proves nothing to the connector of another', async () => {
    await allRefused([signed('x1')], globex);
    expect(await deliver(signed('x2', { secret: globex.connector.secret }), globex)).toBe(202);
  });

  it('proves nothing at an address that mixes two', async () => {
    const [, tenant = ''] = globex.connector.id.split('_');
    const [, , random = ''] = acme.connector.id.split('_');
    const url = acme.connector.url.replace(acme.connector.id, `con_${tenant}_${random}`);
    const mixed = { ...acme, connector: { ...acme.connector, url } };
    expect(await deliver(signed('x3'), mixed)).toBe(404);
  });
});

describe('fault 50 a header', () => {
  type Headers = Record<string, string | string[]>;

  /** As `fetch` would not send them: twice, or in the place of its own. */
  function ask(url: string, method: string, headers: Headers, body?: string) {
    return new Promise<{ status: number; text: string }>((answered, failed) => {
      const outgoing = request(url, { method, headers, agent: false }, (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
        reply.on('end', () => answered({ status: reply.statusCode ?? 0, text }));
      });
      outgoing.once('error', failed).end(body);
    });
  }

  it('that names another company, host or method changes neither company nor method', async () => {
    const api = await acme.api();
    const authorization = `Bearer ${api.token}`;
    const context = JSON.stringify({ authorizer: { jwt: { claims: { tenant: globex.tenant } } } });
    const smuggled: Headers[] = [
      { host: 'globex.example' },
      { 'x-forwarded-host': 'globex.example', 'x-forwarded-proto': 'http', 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'host=globex.example;for=127.0.0.1' },
      { 'x-tenant-id': globex.tenant, tenant: globex.tenant, 'x-tenant': globex.tenant },
      { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'PUT' },
      { 'x-amzn-request-context': context, 'x-apigateway-event': context, 'x-amzn-authorizer': context },
      { 'x-original-url': '/v1/people', 'x-rewrite-url': '/v1/people' },
      { cookie: `tenant=${globex.tenant}` },
    ];
    for (const headers of smuggled) {
      const { status, text } = await ask(`${api.url}/v1/settings`, 'GET', { authorization, ...headers });
      expect([status, JSON.parse(text).name], JSON.stringify(headers)).toEqual([200, 'Acme']);
    }
  });

  it('that comes twice proves no more than one', async () => {
    await platform.current.host.idle();
    const { id, timestamp, signature, body } = signed('h1');
    const before = await fingerprint(platform.current, acme.tenant);
    const forged = `v1,${'A'.repeat(43)}=`;
    const proof = { 'webhook-id': id, 'webhook-timestamp': timestamp };
    for (const twice of [
      { ...proof, 'webhook-signature': [signature, forged] },
      { ...proof, 'webhook-signature': [forged, signature] },
      { ...proof, 'webhook-signature': signature, 'webhook-id': [id, 'other'] },
      { ...proof, 'webhook-signature': signature, 'webhook-timestamp': [timestamp, timestamp] },
    ]) {
      expect((await ask(acme.connector.url, 'POST', twice, body)).status).toBe(401);
    }
    expect(await fingerprint(platform.current, acme.tenant)).toEqual(before);
    const tokens = [(await acme.api()).token, (await globex.api()).token].map((token) => `Bearer ${token}`);
    const { status, text } = await ask(`${(await acme.api()).url}/v1/settings`, 'GET', {
      authorization: tokens,
    });
    expect(status === 401 || JSON.parse(text).name === 'Acme').toBe(true);
  });

  it('that says two lengths of one body is answered 400', async () => {
    const both = { 'content-length': '5', 'transfer-encoding': 'chunked' };
    const answer = await ask(acme.connector.url, 'POST', both, '{}').catch(() => ({ status: 400 }));
    expect(answer.status).toBe(400);
  });
});

it('fault 52 after a rotation old and new are taken for a day, then the new one alone', async () => {
  const { clock } = platform.current.host;
  const rotate = async () =>
    (await (await acme.api()).post<{ secret: string }>(`/v1/connectors/${acme.connector.id}/rotate`)).secret;
  const first = acme.connector.secret;
  const second = await rotate();
  // A warm intake looks for a newer secret at most every five seconds.
  await clock.moveTo(new Date(clock.now().getTime() + 6_000));
  expect([
    await deliver(signed('k1', { secret: first })),
    await deliver(signed('k2', { secret: second })),
  ]).toEqual([202, 202]);
  await clock.moveTo(new Date(clock.now().getTime() + 86_400_000 + 31_000));
  expect([
    await deliver(signed('k3', { secret: first })),
    await deliver(signed('k4', { secret: second })),
  ]).toEqual([401, 202]);
  const third = await rotate();
  const fourth = await rotate();
  await clock.moveTo(new Date(clock.now().getTime() + 31_000));
  const statuses = [];
  for (const secret of [first, second, third, fourth]) statuses.push(await deliver(signed('k5', { secret })));
  expect(statuses).toEqual([401, 401, 202, 202]);
});
