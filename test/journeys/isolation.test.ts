/** Two companies in one cell: neither can tell that the other is there; and tokens and secrets that end. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { Client, type Json, until } from '../../infra/cli/client.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import { readModules } from '../../infra/modules.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
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

const JANUARY = '2026-m01';
const NOTHING = '0'.repeat(26);
const MISSING = [404, 'not-found'];

/** Ids that nothing has, for every name of a path; and what every company calls the same. */
const NOBODYS: Json = {
  person: `per_${NOTHING}`,
  plan: `pln_${NOTHING}`,
  run: `run_${NOTHING}`,
  deal: `dea_${NOTHING}`,
  connector: `con_${NOTHING}_${NOTHING}`,
  enrolment: `enr_${NOTHING}_${NOTHING}_20260101`,
  tenant: `ten_${NOTHING}`,
};
const COMMON: Json = { period: JANUARY, version: 1, line: 1 };
/** What these need beside their path: a statement is of a preview here. */
const QUERIES: Readonly<Record<string, string>> = {
  '/v1/connectors/{connector}/reconciliation': '?from=2026-01-01&to=2026-02-01',
  '/v1/people/{person}/statements/{period}': '?run={run}',
  '/v1/people/{person}/statements/{period}/lines/{line}/explanation': '?run={run}',
};

/** Every path of the cell that can be read, and that names something of a company's own. */
async function readable(): Promise<string[]> {
  const cell = (await readModules()).filter(({ plane }) => plane === 'cell');
  const entries = cell.flatMap(({ functions }) => Object.values(functions));
  return entries
    .flatMap(({ routes = {} }) => Object.entries(routes))
    .filter(([route, needs]) => route.startsWith('GET ') && needs !== 'public')
    .map(([route]) => route.slice('GET '.length))
    .filter((path) => namesIn(path).some((name) => !(name in COMMON)));
}

const namesIn = (path: string) => [...path.matchAll(/{(\w+)}/g)].map(([, name = '']) => name);

function at(path: string, ids: Json): string {
  const values = { ...COMMON, ...ids };
  const whole = path + (QUERIES[path] ?? '');
  const filled = whole.replaceAll(/{(\w+)}/g, (_, name: keyof typeof values) => String(values[name]));
  if (filled.includes('undefined')) throw new Error(`this test has no id for ${path}`);
  return filled;
}

describe('two companies in one cell', () => {
  const platform = platformFrom('2026-01-25T08:00:00Z');
  let acme: Company;
  let globex: Company;
  let theirs: Json;
  let people: Record<'mia' | 'rob' | 'zoe', string>;

  /** Everything that there can be: people, quota, plan, enrolments, a deal and a run with statements. */
  async function live(company: Company): Promise<Json> {
    const api = await company.api();
    const mia = await hire(api, 'Mia');
    const rob = await hire(api, 'Rob', { person: mia, from: '2026-01-01' });
    const zoe = await hire(api, 'Zoe');
    people = { mia, rob, zoe };
    const plan = await enrolled(api, [rob, zoe], { name: 'P', period: 'month', components: [COMMISSION] });
    for (const person of [rob, zoe]) await setQuota(api, person, JANUARY, '10000000');
    const fields = { amount: '500', currency: 'EUR', status: 'won', ownerRef: 'u-rob' };
    await company.deliver(dealMessage('d1', 'deal.won', '2026-01-20T09:00:00Z', fields));
    await platform.current.host.idle();
    const { id: run } = await runOf(platform.current, api, JANUARY, 'preview');
    const [enrolment] = (await api.list('/v1/enrolments')).filter(({ person }) => person === rob);
    const connector = company.connector.id;
    const deal = dealIdOf(ConnectorId.parse(connector), 'd1');
    const ids = { person: rob, plan, run, deal, connector, enrolment: enrolment?.['id'] };
    return { ...ids, tenant: company.tenant };
  }

  beforeAll(async () => {
    acme = await onboard(platform.current);
    const admin = { name: 'Gil', email: 'gil@globex.example' };
    globex = await onboard(platform.current, { name: 'Globex', admin });
    theirs = await live(globex);
  });

  it('A116 answers every read of another’s ids, to the byte, as one of ids that nobody has', async () => {
    const [own, foreign] = [await globex.api(), await acme.api()];
    const paths = await readable();
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths) {
      expect([path, (await ask(own, 'GET', at(path, theirs))).status]).toEqual([path, 200]);
      const seen = await ask(foreign, 'GET', at(path, theirs));
      const none = await ask(foreign, 'GET', at(path, NOBODYS));
      const { requestId: _, ...body } = seen.body;
      const { requestId: _other, ...nothing } = none.body;
      expect([path, seen.status, body]).toEqual([path, 404, nothing]);
      expect([...seen.headers.keys()]).toEqual([...none.headers.keys()]);
    }
  });

  it('A116 logs that it was asked, by the id of the request, without names or addresses', async () => {
    const seen = await ask(await acme.api(), 'GET', at('/v1/people/{person}', theirs));
    const log = platform.current.host.logs('attain-pool-people-api');
    const entry = log.split('\n').find((line) => line.includes(String(seen.body['requestId'])));
    expect(entry).toContain('"status":404');
    expect(log).not.toMatch(/@|Rob|Mia|Zoe/);
  });

  it('A116 writes nothing to another’s ids', async () => {
    const { person, plan, enrolment } = theirs as Record<string, string>;
    const draft = { name: 'Mine', currency: 'EUR', period: 'month', components: [COMMISSION] };
    const writes: [string, string, Json][] = [
      ['PATCH', `/v1/people/${person}`, { name: 'Mallory' }],
      ['PUT', `/v1/people/${person}/manager`, { manager: null, from: '2026-01-01' }],
      ['PUT', `/v1/people/${person}/quotas/${JANUARY}`, { amountMinor: '1', currency: 'EUR' }],
      ['POST', `/v1/people/${person}/estimate`, { period: JANUARY, amountMinor: '1' }],
      ['PATCH', `/v1/enrolments/${enrolment}`, { to: '2026-02-01' }],
      ['POST', `/v1/plans/${plan}/versions`, draft],
    ];
    const api = await acme.api();
    for (const [method, path, body] of writes) {
      const answer = await ask(api, method, path, { body, headers: { 'idempotency-key': 'mine' } });
      expect([method, path, answer.status, answer.body['code']]).toEqual([method, path, ...MISSING]);
    }
    const lent = { person, plan, version: 1, from: '2026-03-01', to: null };
    expect((await refusalOf(api.post('/v1/enrolments', lent, { key: 'lent' })))[0]).toBe(422);
    expect(await (await globex.api()).get(`/v1/people/${person}`)).toMatchObject({ name: 'Rob' });
  });

  it('A116 lists nothing of another’s', async () => {
    const lists = ['people', 'plans', 'enrolments', 'connectors', 'runs', `periods/${JANUARY}/quotas`];
    const text = JSON.stringify(theirs);
    for (const list of lists) {
      const found = await (await acme.api()).list(`/v1/${list}`);
      for (const { id = 'none' } of found) expect(text).not.toContain(id);
      expect((await (await globex.api()).list(`/v1/${list}`)).length).toBeGreaterThan(0);
    }
  });

  it('A116 shows a statement to its payee and those above, and to nobody beside them', async () => {
    const control = new Client(platform.current.at.control, (await globex.api()).token);
    for (const [name, person] of Object.entries(people)) {
      const roles = [name === 'mia' ? 'manager' : 'rep'];
      await control.post('/v1/logins', { email: `${name}@globex.example`, person, roles });
    }
    const read = async (by: string, of: keyof typeof people) =>
      statementOf(await globex.api(`${by}@globex.example`), people[of], JANUARY, String(theirs['run']));
    expect(await read('rob', 'rob')).toMatchObject({ totalMinor: '5000' }); // 500.00 × 10 %
    expect(await read('mia', 'rob')).toMatchObject({ totalMinor: '5000' });
    expect(await refusalOf(read('zoe', 'rob'))).toEqual(MISSING);
    expect(await refusalOf(read('rob', 'zoe'))).toEqual(MISSING);
    expect(await refusalOf(read('mia', 'zoe'))).toEqual(MISSING);
    const rob = await globex.api('rob@globex.example');
    const asked = rob.post(`/v1/people/${people.zoe}/estimate`, { period: JANUARY, amountMinor: '1' });
    expect(await refusalOf(asked)).toEqual(MISSING);
    for (const path of ['/v1/runs', `/v1/deals/${String(theirs['deal'])}`, '/v1/connectors']) {
      expect(await refusalOf(rob.get(path))).toEqual([403, 'permission.missing']);
    }
  });

  it('A116 lets in no caller without a token of this issuer for this cell', async () => {
    const { at: where } = platform.current;
    const asked = { email: COMPANY.admin.email };
    const { idToken } = await new Client(String(where.signIn)).post('', asked);
    const good = String((await acme.api()).token);
    const [head, , signature] = good.split('.');
    const claims = Buffer.from(JSON.stringify({ tenant: globex.tenant })).toString('base64url');
    const ofOperator = (await operator(platform.current)).token;
    const tokens = [undefined, 'garbage', idToken, ofOperator, `${head}.${claims}.${signature}`];
    for (const token of tokens) {
      const answer = await ask(new Client(where.api, token as string), 'GET', '/v1/settings');
      expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 6)]).toEqual([401, 'Bearer']);
    }
    expect((await ask(new Client(where.api, good), 'GET', '/v1/settings')).status).toBe(200);
  });

  it('A123 is provisioning when it is onboarded, active soon after, and one for one key', async () => {
    const asOperator = await operator(platform.current);
    const initech = { ...COMPANY, name: 'Initech' };
    const key = { body: initech, headers: { 'idempotency-key': 'initech' } };
    const first = await ask(asOperator, 'POST', '/v1/tenants', key);
    expect([first.status, first.body['status']]).toEqual([201, 'provisioning']);
    const path = `/v1/tenants/${String(first.body['id'])}`;
    await until(
      'Initech to be active',
      () => asOperator.get(path),
      ({ status }) => status === 'active',
    );
    const again = await ask(asOperator, 'POST', '/v1/tenants', key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-hit')).toBe('true');
    const login = await onLaptop(platform.current.at, COMPANY.admin.email, {
      tenant: String(first.body['id']),
    });
    expect(await new Client(platform.current.at.api, login.token).get('/v1/settings')).toMatchObject({
      name: 'Initech',
    });
  });

  it('A113 takes a rotated secret for one more day, and a token for a quarter of an hour', async () => {
    const { connector } = acme;
    const api = await acme.api();
    const { secret } = await api.post<{ secret: string }>(`/v1/connectors/${connector.id}/rotate`);
    const start = platform.current.host.clock.now().getTime();
    const later = (minutes: number) =>
      moveTo(platform.current, new Date(start + minutes * 60_000).toISOString());
    const tell = (with_: string, n: number) =>
      acme.deliver(dealMessage(`r${n}`, 'deal.created', '2026-01-20T09:00:00Z'), with_);
    expect(await api.get('/v1/settings')).toMatchObject({ name: 'Acme' });
    await later(16);
    expect((await ask(api, 'GET', '/v1/settings')).status).toBe(401);
    await later(24 * 60 - 1);
    expect([await tell(connector.secret, 1), await tell(secret, 2)]).toEqual([202, 202]);
    await later(24 * 60 + 1);
    expect([await tell(connector.secret, 3), await tell(secret, 4)]).toEqual([401, 202]);
  });
});
