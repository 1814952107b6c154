/** Plans, enrolments, territories and rates as their callers meet them: over HTTP, with real tokens. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { COMPANY, type Company, hire, onboard, operator, platformFrom } from '../kit/platform.ts';

const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };
const table = (...edges: [string, string | null][]) => ({
  id: 'table',
  name: 'Table',
  kind: 'rate-table',
  mode: 'marginal',
  bands: edges.map(([from, to]) => ({ from, to, rate: '0.1' })),
});
const plan = (name: string, ...components: object[]) => ({
  name,
  currency: 'EUR',
  period: 'quarter',
  components,
});

describe('plans over HTTP', () => {
  const platform = platformFrom('2026-01-05T08:00:00Z');
  let company: Company;
  let api: Client;
  let ana: string;
  let ben: string;

  beforeAll(async () => {
    company = await onboard(platform.current);
    api = await company.api();
    ana = await hire(api, 'Ana');
    ben = await hire(api, 'Ben');
  });

  it('A123 a new company has a sample plan', async () => {
    const [sample] = await api.list('/v1/plans');
    expect(sample).toMatchObject({ name: 'Sample plan', version: 1 });
  });

  it('A78 a plan is made once for an Idempotency-Key, with warnings', async () => {
    const made = await api.post('/v1/plans', plan('Once', table(['0', null])), { key: 'once' });
    const again = await api.post('/v1/plans', plan('Once', table(['0', null])), { key: 'once' });
    expect(again).toEqual(made);
    expect(made).toMatchObject({
      version: 1,
      warnings: [{ code: 'component.unlinked', pointer: '/components/0/goal' }],
    });
    expect((await api.list('/v1/plans')).filter(({ name }) => name === 'Once')).toHaveLength(1);
    expect(await refusalOf(api.post('/v1/plans', plan('Once', flat)))).toEqual([
      400,
      'idempotency.key-missing',
    ]);
  });

  it('amounts of money are digits on the wire, there and back', async () => {
    const bonus = { id: 'bonus', name: 'Bonus', kind: 'attainment-bonus', at: '1', amountMinor: '500000' };
    const made = await api.post('/v1/plans', plan('Bonus', bonus), { key: 'bonus' });
    const read = await api.get<{ components: Json[] }>(`/v1/plans/${String(made['plan'])}/versions/1`);
    expect(read).toEqual(made);
    expect(read.components[0]).toMatchObject({ ...bonus, credits: 'direct', measure: 'bookings' });
  });

  it.each([
    ['gap', plan('Bad', flat, table(['0', '1'], ['1.2', null])), 'band.gap', '/components/1/bands/1'],
    ['overlap', plan('Bad', table(['0', '1.2'], ['1', null])), 'band.overlap', '/components/0/bands/1'],
    ['currency', { ...plan('Bad', flat), currency: 'USD' }, 'currency.mismatch', '/currency'],
    ['field', plan('Bad', { ...flat, cap: 1 }), 'input.invalid', '/components/0/cap'],
  ])('a plan with a wrong %s is refused, with code and pointer', async (what, bad, code, pointer) => {
    const asked = api.post('/v1/plans', bad, { key: `bad ${what}` });
    expect(await refusalOf(asked)).toEqual([422, code, pointer]);
  });

  it('a change makes the next version and leaves the one before as it was', async () => {
    const made = await api.post('/v1/plans', plan('Changing', flat), { key: 'changing' });
    const path = `/v1/plans/${String(made['plan'])}`;
    const dearer = plan('Changing', { ...flat, rate: '0.12' });
    const next = await api.post(`${path}/versions`, dearer, { key: 'dearer' });
    const same = await api.post(`${path}/versions`, dearer, { key: 'dearer again' });
    expect([next['version'], same['version']]).toEqual([2, 2]);
    expect(await api.get(`${path}/versions/1`)).toEqual(made);
    expect(await api.get(path)).toEqual({ id: made['plan'], name: 'Changing', version: 2 });
    const text = await api.get<{ components: Json[] }>(`${path}/versions/2/text`);
    expect(text.components[0]?.['text']).toBe('You earn 12 % of every deal credited to you.');
    expect(await refusalOf(api.get(`${path}/versions/3`))).toEqual([404, 'not-found']);
  });

  it('a person is in a plan once on any day', async () => {
    const made = await api.post('/v1/plans', plan('Enrolled', flat), { key: 'enrolled' });
    const enrol = (person: string, more: Json, key: string) =>
      api.post(
        '/v1/enrolments',
        { person, plan: String(made['plan']), version: 1, from: '2026-01-01', ...more },
        { key },
      );
    const first = await enrol(ana, { to: '2026-07-01' }, 'ana');
    await enrol(ben, {}, 'ben');
    expect(await refusalOf(enrol(ana, { from: '2026-06-30' }, 'late'))).toEqual([
      422,
      'enrolment.overlap',
      '/from',
    ]);
    expect(await refusalOf(enrol(ana, { version: 9, from: '2027-01-01' }, 'v9'))).toEqual([
      422,
      'plan.unknown-version',
      '/version',
    ]);
    const nobody = `per_${'0'.repeat(26)}`;
    expect(await refusalOf(enrol(nobody, {}, 'nobody'))).toEqual([422, 'person.unknown', '/person']);
    expect(await api.list('/v1/enrolments?limit=1')).toHaveLength(2);
    expect(await api.get(`/v1/enrolments/${String(first['id'])}`)).toEqual(first);
  });

  it('a seller sees no enrolment but their own, and may not enrol', async () => {
    const admin = new Client(platform.current.at.control, api.token);
    await admin.post('/v1/logins', { email: 'ana@acme.example', person: ana, roles: ['rep'] }, { key: 'l' });
    const seller = await company.api('ana@acme.example');
    expect((await seller.list('/v1/enrolments')).map(({ person }) => person)).toEqual([ana]);
    const [theirs] = (await api.list('/v1/enrolments')).filter(({ person }) => person === ben);
    const asked = seller.get(`/v1/enrolments/${String(theirs?.['id'])}`);
    expect(await refusalOf(asked)).toEqual([404, 'not-found']);
    expect(await refusalOf(seller.post('/v1/enrolments', {}, { key: 'own' }))).toEqual([
      403,
      'permission.missing',
    ]);
  });

  it('the API page and its document are there without a token', async () => {
    const { at } = platform.current;
    const page = await fetch(`${at.api}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    // The script arrives whole through base64 and gzip: fetch unpacks it.
    const script = await (await fetch(`${at.api}/docs/swagger-ui.js`)).text();
    expect(script).toContain('SwaggerUIBundle');
    const document = (await (await fetch(`${at.api}/openapi.json`)).json()) as { paths: Json };
    expect(Object.keys(document.paths)).toContain('/v1/plans/{plan}/versions/{version}/text');
  });

  it('an enrolment gets another end', async () => {
    const [first] = (await api.list('/v1/enrolments')).filter(({ person }) => person === ana);
    const path = `/v1/enrolments/${String(first?.['id'])}`;
    const ended = await api.patch(path, { to: '2026-10-01' }, { ifMatch: await api.tagOf(path) });
    expect(ended).toEqual({ ...first, to: '2026-10-01' });
  });

  it('nobody begins to count or to pay in money that is no more', async () => {
    const inMarks = { ...COMPANY, name: 'Marks', currency: 'DEM' };
    const asked = (await operator(platform.current)).post('/v1/tenants', inMarks, { key: 'marks' });
    expect(await refusalOf(asked)).toEqual([422, 'currency.historic', '/currency']);
    const paying = api.post('/v1/plans', { ...plan('Liras', flat), currency: 'ITL' }, { key: 'liras' });
    expect(await refusalOf(paying)).toEqual([422, 'currency.historic', '/currency']);
  });

  it('a territory has the key of the company, and changes only from what was read', async () => {
    const path = '/v1/territories/EMEA North.1';
    const said = { name: 'North', group: 'EMEA', country: 'NO' };
    const made = await api.put(path, said);
    expect(made).toEqual({ id: 'EMEA North.1', ...said, version: 1 });
    expect(await api.put(path, said)).toEqual(made);
    const other = { ...said, name: 'Far North' };
    expect(await refusalOf(api.put(path, other))).toEqual([428, 'precondition.missing']);
    expect(await refusalOf(api.put(path, other, { ifMatch: 7 }))).toEqual([412, 'precondition.stale']);
    expect(await api.put(path, other, { ifMatch: 1 })).toMatchObject({ name: 'Far North', version: 2 });
    await api.put('/v1/territories/2', { name: 'South' });
    expect((await api.list('/v1/territories?limit=1')).map(({ id }) => id)).toEqual(['2', 'EMEA North.1']);
    expect(await refusalOf(api.get('/v1/territories/3'))).toEqual([404, 'territory.unknown', '/territory']);
    expect(await refusalOf(api.get('/v1/territories/a%23b'))).toEqual([404, 'not-found']);
    const abroad = api.put('/v1/territories/4', { name: 'Abroad', country: 'Norway' });
    expect(await refusalOf(abroad)).toEqual([422, 'input.invalid', '/country']);
  });

  it('people cover territories from day to day, and see their own', async () => {
    const mine = `/v1/people/${ana}/territories`;
    const cover = async (who: string, territory: string, days: Json) => {
      const ifMatch = await api.tagOf(`/v1/people/${who}/territories`);
      return api.put(`/v1/people/${who}/territories/${territory}`, days, { ifMatch });
    };
    await cover(ana, '2', { from: '2026-01-01' });
    await cover(ana, 'EMEA North.1', { from: '2026-01-01', to: '2026-04-01' });
    await cover(ben, '2', { from: '2026-02-01' });
    await cover(ana, '2', { from: '2026-03-01', to: '2026-03-15', covers: false });
    const held = {
      person: ana,
      territories: [
        { territory: '2', from: '2026-01-01', to: '2026-03-01' },
        { territory: '2', from: '2026-03-15', to: null },
        { territory: 'EMEA North.1', from: '2026-01-01', to: '2026-04-01' },
      ],
    };
    expect(await api.get(mine)).toEqual(held);
    const on = async (day: string, as = api) =>
      (await as.list(`/v1/territories/2/coverage?limit=1&on=${day}`)).map(({ person }) => person);
    expect(await on('2026-01-31')).toEqual([ana]);
    expect(await on('2026-02-28')).toEqual([ana, ben].sort());
    expect(await on('2026-03-01')).toEqual([ben]);
    expect(await on('2026-03-15')).toEqual([ana, ben].sort());
    const seller = await company.api('ana@acme.example');
    expect(await seller.get(mine)).toEqual(held);
    expect(await on('2026-02-28', seller)).toEqual([ana]);
    expect(await refusalOf(seller.get(`/v1/people/${ben}/territories`))).toEqual([404, 'not-found']);
    const nobody = `per_${'0'.repeat(26)}`;
    const days = { from: '2026-01-01' };
    const said = (path: string, body: Json) => refusalOf(api.put(path, body, { ifMatch: '*' }));
    expect(await said(`/v1/people/${nobody}/territories/2`, days)).toEqual([
      404,
      'person.unknown',
      '/person',
    ]);
    expect(await said(`${mine}/3`, days)).toEqual([404, 'territory.unknown', '/territory']);
    expect(await said(`${mine}/2`, { ...days, to: '2026-01-01' })).toEqual([422, 'coverage.empty', '/to']);
    expect(await refusalOf(api.put(`${mine}/2`, { ...days, covers: false }))).toEqual([
      428,
      'precondition.missing',
    ]);
  });

  it('a day has one rate of two currencies, also of historic ones', async () => {
    const path = '/v1/currency-rates/2013-01-02/USD/AUD';
    const made = await api.put(path, { rate: '0.95400' });
    expect(made).toEqual({ day: '2013-01-02', from: 'USD', to: 'AUD', rate: '0.954' });
    expect(await api.put(path, { rate: '0.954' })).toEqual(made);
    expect(await refusalOf(api.put(path, { rate: '0.96' }))).toEqual([428, 'precondition.missing']);
    const ifMatch = await api.tagOf(path);
    expect(await api.put(path, { rate: '0.96' }, { ifMatch })).toMatchObject({ rate: '0.96' });
    expect(await refusalOf(api.put(path, { rate: '0.97' }, { ifMatch }))).toEqual([
      412,
      'precondition.stale',
    ]);
    await api.put('/v1/currency-rates/2013-01-02/USD/EUR', { rate: '0.758' });
    await api.put('/v1/currency-rates/2013-01-01/USD/EUR', { rate: '0.757' });
    await api.put('/v1/currency-rates/1998-12-31/DEM/ITL', { rate: '989.999' });
    const listed = async (query: string) =>
      (await api.list(`/v1/currency-rates?limit=2&${query}`)).map(({ day, to, rate }) => [day, to, rate]);
    expect(await listed('from=USD&year=2013')).toEqual([
      ['2013-01-01', 'EUR', '0.757'],
      ['2013-01-02', 'AUD', '0.96'],
      ['2013-01-02', 'EUR', '0.758'],
    ]);
    expect(await listed('from=USD&to=AUD&year=2013')).toEqual([['2013-01-02', 'AUD', '0.96']]);
    expect(await listed('')).toEqual([]);
    expect(await refusalOf(api.put(path, { rate: '0' }))).toEqual([422, 'input.invalid', '/rate']);
    expect(await refusalOf(api.get('/v1/currency-rates/2013-01-03/USD/AUD'))).toEqual([404, 'not-found']);
    const itself = api.put('/v1/currency-rates/2013-01-02/USD/USD', { rate: '1.1' });
    expect(await refusalOf(itself)).toEqual([422, 'rate.of-itself', '/rate']);
  });
});
