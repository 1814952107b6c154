/** Onboarding, sign-in and what a company may see of itself and of others, over HTTP with real tokens. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json, until } from '../../infra/cli/client.ts';
import { onLaptop, withKey } from '../../infra/cli/sign-in.ts';
import { ask, refusalOf } from '../kit/asking.ts';
import { COMMISSION, enrolled, runOf, setQuota, statementOf } from '../kit/paying.ts';
import {
  COMPANY,
  type Company,
  dealMessage,
  hire,
  moveTo,
  onboard,
  operator,
  platformFrom,
} from '../kit/platform.ts';

const personCalled = (people: readonly Json[], wanted: string) =>
  String(people.find(({ name }) => name === wanted)?.['id']);

describe('a company and its neighbour', () => {
  const platform = platformFrom('2026-01-05T08:00:00Z');
  let acme: Company;
  let globex: Company;
  let control: Client;

  beforeAll(async () => {
    acme = await onboard(platform.current);
    globex = await onboard(platform.current, {
      name: 'Globex',
      timeZone: 'Asia/Kolkata',
      fiscalYearStartsIn: 4,
      admin: { name: 'Gil #1', email: 'gil@globex.example' },
    });
    const { token = '' } = await acme.api();
    control = new Client(platform.current.at.control, token);
  });

  it('A123 onboards once for one Idempotency-Key, and refuses the key for another company', async () => {
    const asOperator = await operator(platform.current);
    const again = await asOperator.post('/v1/tenants', COMPANY, { key: 'onboard Acme' });
    expect(again['id']).toBe(acme.tenant);
    const other = { ...COMPANY, name: 'Initech' };
    expect(await refusalOf(asOperator.post('/v1/tenants', other, { key: 'onboard Acme' }))).toEqual([
      422,
      'idempotency.key-reused',
    ]);
    expect(await refusalOf(asOperator.post('/v1/tenants', COMPANY))).toEqual([
      400,
      'idempotency.key-missing',
    ]);
  });

  it('A123 answers at once that a company is provisioning; soon it is active, and its admin may come in', async () => {
    const asOperator = await operator(platform.current);
    const asked = {
      body: { ...COMPANY, name: 'Initech' },
      headers: { 'idempotency-key': 'initech' },
    };
    const first = await ask(asOperator, 'POST', '/v1/tenants', asked);
    expect([first.status, first.body['status']]).toEqual([201, 'provisioning']);
    const tenant = String(first.body['id']);
    await until(
      'Initech to be active',
      () => asOperator.get(`/v1/tenants/${tenant}`),
      ({ status }) => status === 'active',
    );
    const again = await ask(asOperator, 'POST', '/v1/tenants', asked);
    expect([again.body, again.headers.get('idempotency-hit')]).toEqual([first.body, 'true']);
    const { token } = await onLaptop(platform.current.at, COMPANY.admin.email, { tenant });
    const api = new Client(platform.current.at.api, token);
    expect(await api.get('/v1/settings')).toMatchObject({ name: 'Initech' });
  });

  it('A123 refuses a cell that is not deployed, and fields that it does not know', async () => {
    const asOperator = await operator(platform.current);
    const elsewhere = asOperator.post('/v1/tenants', { ...COMPANY, cell: 'nowhere' }, { key: 'elsewhere' });
    expect(await refusalOf(elsewhere)).toEqual([422, 'cell.not-deployed', '/cell']);
    const chosen = asOperator.post('/v1/tenants', { ...COMPANY, status: 'active' }, { key: 'chosen' });
    expect(await refusalOf(chosen)).toEqual([422, 'input.invalid', '/status']);
  });

  it('A123 makes settings, the first admin and a fiscal calendar', async () => {
    const api = await globex.api('gil@globex.example');
    expect(await api.get('/v1/settings')).toEqual({
      name: 'Globex',
      currency: 'EUR',
      timeZone: 'Asia/Kolkata',
      calendar: { kind: 'months', startsIn: 4 },
      fiscalYearStartsIn: 4,
      closeAfterDays: 3,
    });
    expect((await api.list('/v1/people')).map(({ name }) => name)).toEqual(['Gil #1']);
    // January 2026 is the tenth month of the fiscal year 2026; the year after it is there too.
    const periods = await api.list('/v1/periods?limit=7');
    expect(new Set(periods.map(({ fiscalYear }) => fiscalYear))).toEqual(new Set([2026, 2027]));
    expect(periods).toHaveLength(2 * 16);
    expect(periods.find(({ id }) => id === '2026-m10')).toMatchObject({
      from: '2026-01-01',
      to: '2026-02-01',
    });
  });

  it('A116 lets nobody in who has no login, and does not tell which tenants there are', async () => {
    const { at } = platform.current;
    const nobody = [403, 'sign-in.no-access'];
    expect(await refusalOf(onLaptop(at, 'ada@acme.example', { tenant: globex.tenant }))).toEqual(nobody);
    expect(await refusalOf(onLaptop(at, 'ada@acme.example', { tenant: `ten_${'0'.repeat(26)}` }))).toEqual(
      nobody,
    );
    expect(await refusalOf(onLaptop(at, 'ada@acme.example'))).toEqual(nobody);
    const forged = new Client(at.issuer).post('/v1/token', { grant: 'id-token', idToken: 'a.b.c' });
    expect(await refusalOf(forged)).toEqual([401, 'id-token.invalid']);
  });

  it('A116 lets in no call without a token of this issuer for this cell, nor for longer than it lives', async () => {
    const { at, host } = platform.current;
    const statusOf = async (token: string | undefined) =>
      (await ask({ url: at.api, token }, 'GET', '/v1/settings')).status;
    const { idToken } = await new Client(String(at.signIn)).post('', { email: COMPANY.admin.email });
    const ofOperator = (await operator(platform.current)).token;
    for (const token of [undefined, 'garbage', String(idToken), ofOperator]) {
      expect(await statusOf(token)).toBe(401);
    }
    expect(await statusOf(control.token)).toBe(200);
    await moveTo(platform.current, new Date(host.clock.now().getTime() + 15 * 60_000).toISOString());
    expect(await statusOf(control.token)).toBe(401);
    control = new Client(at.control, (await acme.api()).token);
  });

  it('A116 answers for what is another tenant’s as for what is not there', async () => {
    const missing = [404, 'not-found'];
    expect(await control.get(`/v1/tenants/${acme.tenant}`)).toMatchObject({ status: 'active', cell: 'pool' });
    expect(await refusalOf(control.get(`/v1/tenants/${globex.tenant}`))).toEqual(missing);
    expect(await refusalOf(control.get('/v1/tenants'))).toEqual([403, 'permission.missing']);
    const gil = (await (await globex.api('gil@globex.example')).list('/v1/people'))[0];
    const api = await acme.api();
    expect(await refusalOf(api.get(`/v1/people/${String(gil?.['id'])}`))).toEqual(missing);
    expect(await refusalOf(api.get(`/v1/people/${String(gil?.['id'])}/line`))).toEqual(missing);
    const { body } = await ask(api, 'GET', `/v1/people/${String(gil?.['id'])}`);
    const log = platform.current.host.logs('attain-pool-people-api');
    const entry = log.split('\n').find((line) => line.includes(String(body['requestId'])));
    expect(entry).toContain('"status":404');
    expect(log).not.toMatch(/@|Gil/);
  });

  it('A116 refuses a cursor of another tenant, and one that was edited', async () => {
    const api = await acme.api();
    const { nextCursor } = await api.get<{ nextCursor: string }>('/v1/periods?limit=1');
    const foreign = (await globex.api('gil@globex.example')).get(`/v1/periods?limit=1&cursor=${nextCursor}`);
    expect(await refusalOf(foreign)).toEqual([400, 'cursor.invalid', '/query/cursor']);
    const edited = api.get(`/v1/periods?limit=1&cursor=${nextCursor.replace(/^./, 'A')}`);
    expect(await refusalOf(edited)).toEqual([400, 'cursor.invalid', '/query/cursor']);
  });

  it('A116 shows a rep themselves, and their manager both', async () => {
    const api = await acme.api();
    const mia = await hire(api, 'Mia');
    const rob = await hire(api, 'Rob', { person: mia, from: '2026-01-01' });
    await control.post('/v1/logins', { email: 'mia@acme.example', person: mia, roles: ['manager'] });
    await control.post('/v1/logins', { email: 'rob@acme.example', person: rob, roles: ['rep'] });
    await api.put(`/v1/people/${rob}/quotas/2026-q1`, { amountMinor: '100', currency: 'EUR' });
    const seenBy = async (email: string) =>
      (await (await acme.api(email)).list('/v1/people')).map(({ name }) => name);
    expect(await seenBy('mia@acme.example')).toEqual(['Mia', 'Rob']);
    expect(await seenBy('rob@acme.example')).toEqual(['Rob']);
    const asRob = await acme.api('rob@acme.example');
    expect(await refusalOf(asRob.get(`/v1/people/${mia}`))).toEqual([404, 'not-found']);
    expect(await asRob.list('/v1/periods/2026-q1/quotas')).toHaveLength(1);
    expect(
      await refusalOf(asRob.put(`/v1/people/${rob}/quotas/2026-q1`, { amountMinor: '1', currency: 'EUR' })),
    ).toEqual([403, 'permission.missing']);
  });

  it('A116 shows a statement to its payee and to those above, and to nobody beside them', async () => {
    const api = await acme.api();
    const mia = personCalled(await api.list('/v1/people'), 'Mia');
    const rob = personCalled(await api.list('/v1/people'), 'Rob');
    const zoe = await hire(api, 'Zoe');
    await control.post('/v1/logins', { email: 'zoe@acme.example', person: zoe, roles: ['rep'] });
    await enrolled(api, [rob, zoe], { name: 'Monthly', period: 'month', components: [COMMISSION] });
    for (const person of [rob, zoe]) await setQuota(api, person, '2026-m01', '10000000');
    const fields = { amount: '500', currency: 'EUR', status: 'won', ownerRef: 'u-rob' };
    await acme.deliver(dealMessage('d1', 'deal.won', '2026-01-04T09:00:00Z', fields));
    await platform.current.host.idle();
    const run = await runOf(platform.current, api, '2026-m01', 'preview');
    const read = async (by: string, of: string) =>
      statementOf(await acme.api(`${by}@acme.example`), of, '2026-m01', run.id);
    // 500.00 × 10 %
    expect(await read('rob', rob)).toMatchObject({ totalMinor: '5000' });
    expect(await read('mia', rob)).toMatchObject({ totalMinor: '5000' });
    const hidden: [by: string, of: string][] = [
      ['zoe', rob],
      ['rob', zoe],
      ['rob', mia],
      ['mia', zoe],
    ];
    for (const [by, of] of hidden) {
      expect(await refusalOf(read(by, of))).toEqual([404, 'not-found']);
    }
    const asRob = await acme.api('rob@acme.example');
    const asked = asRob.post(`/v1/people/${zoe}/estimate`, { period: '2026-m01', amountMinor: '1' });
    expect(await refusalOf(asked)).toEqual([404, 'not-found']);
    const curve = asRob.get(`/v1/people/${zoe}/payout-curve?period=2026-m01`);
    expect(await refusalOf(curve)).toEqual([404, 'not-found']);
    expect(await refusalOf(asRob.get(`/v1/runs/${run.id}`))).toEqual([403, 'permission.missing']);
  });

  it('refuses what breaks a rule of people, lines and quotas, with a pointer', async () => {
    const api = await acme.api();
    const una = await hire(api, 'Una');
    const vic = await hire(api, 'Vic', { person: una, from: '2026-01-01' });
    const person = (fields: Json) =>
      api.post('/v1/people', { name: 'X', email: 'x@acme.example', ...fields });
    expect(await refusalOf(person({ email: 'UNA@acme.example' }))).toEqual([409, 'person.exists', '/email']);
    expect(await refusalOf(person({ ownerRefs: ['u-una'] }))).toEqual([
      422,
      'owner-ref.taken',
      '/ownerRefs/0',
    ]);
    const circle = api.put(`/v1/people/${una}/manager`, { manager: vic, from: '2026-03-01' });
    expect(await refusalOf(circle)).toEqual([422, 'line.cycle', '/manager']);
    const quota = (currency: string) =>
      api.put(`/v1/people/${una}/quotas/2026-q1`, { amountMinor: '1', currency });
    expect(await refusalOf(quota('USD'))).toEqual([422, 'currency.mismatch', '/currency']);
  });

  it('adds ten people at once without losing one', async () => {
    const api = await acme.api();
    const names = Array.from({ length: 10 }, (_, n) => `Pat${n}`);
    const ids = await Promise.all(names.map((name) => hire(api, name)));
    const known = new Set((await api.list('/v1/people')).map(({ id }) => id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  it('shows a machine key once, takes it for a token, and forgets it when it is deleted', async () => {
    const { at } = platform.current;
    const asked = { name: 'Payroll', roles: ['machine'] };
    const made = await control.post<{ id: string; key: string }>('/v1/keys', asked, { key: 'payroll' });
    const again = await control.post('/v1/keys', asked, { key: 'payroll' });
    expect(again).toEqual({ ...made, key: null });
    expect(JSON.stringify(await control.list('/v1/keys'))).not.toContain(made.key.slice(-33));
    const { token, tenant } = await withKey(at, made.key);
    expect(tenant).toBe(acme.tenant);
    expect(await new Client(at.api, token).get('/v1/settings')).toMatchObject({ name: 'Acme' });
    const wrong = made.key.replace(/.$/, (letter) => (letter === '0' ? '1' : '0'));
    expect(await refusalOf(withKey(at, wrong))).toEqual([401, 'machine-key.invalid']);
    const removal = await fetch(`${at.control}/v1/keys/${made.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${control.token}` },
    });
    expect(removal.status).toBe(200);
    expect(await refusalOf(withKey(at, made.key))).toEqual([401, 'machine-key.invalid']);
  });

  it('A124 closes what is due by the schedule, in order and once, and refuses what is not', async () => {
    const close = async (period: string) => (await acme.api()).post(`/v1/periods/${period}/close`);
    expect(await refusalOf(close('2026-m01'))).toEqual([409, 'period.not-ended']);
    await moveTo(platform.current, '2026-03-02T09:00:00Z');
    expect(await refusalOf(close('2026-m03'))).toEqual([409, 'period.not-ended']);
    const states = async () =>
      Object.fromEntries(
        (await (await acme.api()).list('/v1/periods')).map(({ id, status }) => [id, status]),
      );
    // January closes on 4 February 00:00 in Berlin; February three days into March, on the 4th.
    const before = await states();
    expect(before).toMatchObject({ '2026-m02': 'open', '2026-q1': 'open' });
    expect(before['2026-m01']).not.toBe('open');
    expect(await close('2026-m02')).toMatchObject({ id: '2026-m02' });
    expect((await states())['2026-m02']).not.toBe('open');
  });
});
