/** Who gets in: nobody of another company, and of a suspended one nobody at all, with old tokens or new. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Client, until } from '../../infra/cli/client.ts';
import { onLaptop, withKey } from '../../infra/cli/sign-in.ts';
import { refusalOf } from '../kit/asking.ts';
import { type Company, dealMessage, hire, onboard, operator, platformFrom } from '../kit/platform.ts';
import { missingOf } from './kit/ids.ts';
import { comparable, send } from './kit/raw.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const ADA = 'ada@acme.example';
const GIL = 'gil@globex.example';
let acme: Company;
let globex: Company;
let machineKey: string;

beforeAll(async () => {
  acme = await onboard(platform.current);
  globex = await onboard(platform.current, { name: 'Globex', admin: { name: 'Gil', email: GIL } });
  const control = new Client(platform.current.at.control, (await acme.api()).token);
  const asked = { name: 'Machine', roles: ['machine'] };
  machineKey = (await control.post<{ key: string }>('/v1/keys', asked, { key: 'machine' })).key;
});

describe('sign-in', () => {
  const signIn = (body: object) =>
    send({ url: platform.current.at.issuer, token: undefined }, 'POST', '/v1/token', {
      body: JSON.stringify(body),
    });
  const idTokenOf = async (email: string) =>
    (await new Client(String(platform.current.at.signIn)).post<{ idToken: string }>('', { email })).idToken;

  it('A116 fault 54 answers for the company of others as for one that never was', async () => {
    const idToken = await idTokenOf(ADA);
    const asked = (tenant: string) => signIn({ grant: 'id-token', idToken, tenant });
    expect((await asked(acme.tenant)).status).toBe(200);
    const [foreign, missing] = [await asked(globex.tenant), await asked(missingOf('tenant'))];
    expect(foreign.status).toBe(403);
    expect(comparable(foreign)).toBe(comparable(missing));
  });

  it('A116 fault 56 answers to every key that is not one in one way', async () => {
    const [, head = '', secret = ''] = /^(att_live_\w{52}_)(\w+)$/.exec(machineKey) ?? [];
    const other = head.replace(acme.tenant.slice(4), globex.tenant.slice(4));
    const tries = [
      `${head}${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`,
      `${head}${'0'.repeat(33)}`,
      `${other}${secret}`,
      machineKey.toUpperCase(),
      `${machineKey} `,
      machineKey.slice(0, -7),
      'att_live_',
      '',
    ];
    const answers = await Promise.all(tries.map((key) => signIn({ grant: 'machine-key', key })));
    expect(new Set(answers.map((answer) => comparable(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect((await signIn({ grant: 'machine-key', key: machineKey })).status).toBe(200);
  });

  it('fault 60 gives each company its own on a warm instance, however they come', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const [company, email, name] of [
        [acme, ADA, 'Acme'],
        [globex, GIL, 'Globex'],
      ] as const) {
        expect(await (await company.api(email)).get('/v1/settings')).toMatchObject({ name });
      }
    }
  });
});

describe('a suspended company', () => {
  let operators: Client;
  const deal = (n: number) =>
    dealMessage(`d${n}`, 'deal.won', '2026-01-05T07:00:00.000Z', {
      amount: '1',
      currency: 'EUR',
      status: 'won',
      ownerRef: 'u-ana',
    });
  const suspended = [403, 'tenant.suspended'];

  beforeAll(async () => {
    operators = await operator(platform.current);
    await hire(await acme.api(), 'Ana');
  });

  it('is told so by no route to anybody but operators', async () => {
    const { at } = platform.current;
    const control = new Client(at.control, (await acme.api()).token);
    for (const word of ['suspend', 'resume']) {
      for (const tenant of [acme.tenant, globex.tenant, missingOf('tenant')]) {
        const asked = control.post(`/v1/tenants/${tenant}/${word}`);
        expect(await refusalOf(asked)).toEqual([403, 'permission.missing']);
      }
      const nobody = operators.post(`/v1/tenants/${missingOf('tenant')}/${word}`);
      expect(await refusalOf(nobody)).toEqual([404, 'not-found']);
    }
  });

  it('A116 is refused at once, with tokens of before and of after, and is so in both planes', async () => {
    const { at, host } = platform.current;
    const old = await acme.api();
    const oldControl = new Client(at.control, old.token);
    const { token: machine } = await withKey(at, machineKey);
    await old.get('/v1/settings');
    await oldControl.list('/v1/keys');
    expect(await operators.post(`/v1/tenants/${acme.tenant}/suspend`)).toMatchObject({ status: 'suspended' });
    await host.idle();
    // A warm instance believes what it saw for at most five seconds of the platform's time.
    await host.clock.moveTo(new Date(host.clock.now().getTime() + 5_000));
    for (const asked of [
      () => old.get('/v1/settings'),
      () => old.get('/v1/people'),
      () => old.post('/v1/people', { name: 'Eve', email: 'eve@acme.example' }),
      () => new Client(at.api, machine).get('/v1/periods'),
      () => oldControl.list('/v1/keys'),
      () => oldControl.get(`/v1/tenants/${acme.tenant}`),
      () => oldControl.post('/v1/keys', { name: 'More', roles: ['machine'] }, { key: 'more' }),
    ]) {
      expect(await refusalOf(asked())).toEqual(suspended);
    }
    expect(await refusalOf(onLaptop(at, ADA, { tenant: acme.tenant }))).toEqual([403, 'sign-in.no-access']);
    expect(await refusalOf(withKey(at, machineKey))).toEqual([401, 'machine-key.invalid']);
    expect(await (await globex.api(GIL)).get('/v1/settings')).toMatchObject({ name: 'Globex' });
  });

  it('A113 puts its CRM off with 503 and Retry-After, so that nothing is lost', async () => {
    const { host } = platform.current;
    await host.clock.moveTo(new Date(host.clock.now().getTime() + 5_000));
    expect(await acme.deliver(deal(1))).toBe(503);
    const forged = await acme.deliver(deal(1), `whsec_${Buffer.alloc(32, 1).toString('base64')}`);
    expect(forged).toBe(401);
  });

  it('is suspended once, however often it is said, and is served again when it is resumed', async () => {
    const { host } = platform.current;
    const path = `/v1/tenants/${acme.tenant}`;
    for (const word of ['suspend', 'suspend', 'resume', 'resume']) {
      const status = word === 'suspend' ? 'suspended' : 'active';
      expect(await operators.post(`${path}/${word}`)).toMatchObject({ status });
    }
    await host.idle();
    await host.clock.moveTo(new Date(host.clock.now().getTime() + 5_000));
    const api = await acme.api();
    expect(await api.get('/v1/settings')).toMatchObject({ name: 'Acme' });
    expect(await acme.deliver(deal(1))).toBe(202);
    await host.idle();
    const counted = `/v1/connectors/${acme.connector.id}/reconciliation?from=2026-01-01&to=2026-01-31`;
    await until(
      'the deal that was put off',
      () => api.get(counted),
      ({ applied }) => applied === 1,
    );
  });

  it('costs others nothing, and itself one small read in five seconds for each warm instance', async () => {
    const { host } = platform.current;
    const api = await acme.api();
    const wait = () => host.clock.moveTo(new Date(host.clock.now().getTime() + 5_000));
    await wait();
    await api.get('/v1/settings');
    host.aws.resetCapacity();
    for (let n = 0; n < 10; n += 1) await api.get('/v1/settings');
    // Ten reads of settings, strongly consistent, of 1 unit each; the standing is still known.
    const reads = () => host.aws.capacity()['attain-pool-settings-api']?.['GetItem'];
    expect(reads()).toEqual({ calls: 10, rcu: 10, wcu: 0 });
    await wait();
    host.aws.resetCapacity();
    await api.get('/v1/settings');
    expect(reads()).toEqual({ calls: 2, rcu: 1.5, wcu: 0 });
  });
});
