/** Plans, people, territories and rates as their callers meet them: over HTTP, with real tokens. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { enrolled, runOf, setQuota, statementOf } from '../kit/paying.ts';
import {
  COMPANY,
  type Company,
  dealMessage,
  hire,
  onboard,
  operator,
  platformFrom,
  reportTo,
} from '../kit/platform.ts';

const JANUARY = '2026-m01';
const OVERRIDE = { id: 'override', name: 'Override', goal: 'Team', kind: 'flat-rate', rate: '0.01' };

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

const platform = platformFrom('2026-01-05T08:00:00Z');
let company: Company;
let api: Client;

beforeAll(async () => {
  company = await onboard(platform.current);
  api = await company.api();
});

describe('plans over HTTP', () => {
  let ana: string;
  let ben: string;

  beforeAll(async () => {
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

  describe('by terms of each enrolment', () => {
    const TERMS = { commissionRate: '0.02', bonus: '4100' };
    const tiers = {
      ...table(['0', '1'], ['1', '1.25'], ['1.25', null]),
      goal: 'Quota attainment',
      mode: 'retroactive',
      times: { term: 'commissionRate' },
      threshold: '0.5',
      capMinor: '500000',
    };
    tiers.bands = tiers.bands.map((band, n) => ({ ...band, rate: ['1', '1.5', '2'][n] ?? '' }));
    const bonus = {
      id: 'bonus',
      name: 'Bonus',
      kind: 'attainment-bonus',
      at: '1',
      amount: { term: 'bonus' },
    };
    let cem: string;
    let own: Json;

    const enrol = (terms: Json | undefined, key: string) =>
      api.post<Json & { id: string }>('/v1/enrolments', { ...own, ...(terms && { terms }) }, { key });

    const won = (recordId: string, day: string, amount: string) =>
      company.deliver(
        dealMessage(recordId, 'deal.updated', `2026-01-${day}T10:00:00.000Z`, {
          amount,
          currency: 'EUR',
          status: 'won',
          stage: 'closed_won',
          ownerRef: 'u-cem',
        }),
      );

    beforeAll(async () => {
      cem = await hire(api, 'Cem');
      const made = await api.post('/v1/plans', plan('On terms', tiers, bonus), { key: 'terms' });
      own = { person: cem, plan: String(made['plan']), version: 1, from: '2026-01-01', to: null };
      await setQuota(api, cem, '2026-q1', '10000000');
    });

    it('nobody is enrolled who does not say them all, or says another', async () => {
      expect(await refusalOf(enrol(undefined, 'none'))).toEqual([422, 'term.missing', '/terms', '/terms']);
      const { bonus: _, ...less } = TERMS;
      expect(await refusalOf(enrol(less, 'less'))).toEqual([422, 'term.missing', '/terms']);
      const more = enrol({ ...TERMS, comissionRate: '0.2' }, 'more');
      expect(await refusalOf(more)).toEqual([422, 'term.unused', '/terms/comissionRate']);
      const cents = enrol({ ...TERMS, bonus: '4100.005' }, 'cents');
      expect(await refusalOf(cents)).toEqual([422, 'term.no-amount', '/terms/bonus']);
      const float = enrol({ ...TERMS, bonus: 4100 }, 'float');
      expect(await refusalOf(float)).toEqual([422, 'input.invalid', '/terms/bonus']);
    });

    it('an enrolment has its terms, is made once, and is refused with others', async () => {
      const made = await enrol(TERMS, 'own');
      expect(made).toMatchObject({ person: cem, terms: TERMS });
      expect(await enrol(TERMS, 'own again')).toEqual(made);
      const other = enrol({ ...TERMS, commissionRate: '0.03' }, 'other');
      expect(await refusalOf(other)).toEqual([422, 'enrolment.overlap', '/from']);
      const path = `/v1/enrolments/${made.id}`;
      expect(await api.get(path)).toEqual(made);
      const ifMatch = await api.tagOf(path);
      expect(await api.patch(path, { to: '2026-12-01' }, { ifMatch })).toEqual({ ...made, to: '2026-12-01' });
      expect(await api.tagOf(path)).not.toBe(ifMatch);
    });

    it('A74 A85 pays by them, back to the first unit and up to the cap, and shows how', async () => {
      // Quota 100,000. 40,000 is below half of it: 0. 90,000 × 100 % × 2 % = 1,800 from the first unit.
      // 130,000 × 200 % × 2 % = 5,200, which the cap makes 5,000: a line of 3,200; and the bonus of 4,100.
      // Wrong: 2,950 (marginal), 5,200 (no cap), 1,000 in the second line (the 50,000 alone).
      const deals = [won('t-1', '02', '40000'), won('t-2', '03', '50000'), won('t-3', '04', '40000')];
      expect(await Promise.all(deals)).toEqual([202, 202, 202]);
      await platform.current.host.idle();
      const run = await runOf(platform.current, api, '2026-q1', 'on terms');
      const { lines, totalMinor } = await statementOf(api, cem, '2026-q1', run.id);
      expect(lines.map(({ amountMinor }) => amountMinor)).toEqual(['0', '180000', '320000', '410000']);
      expect(totalMinor).toBe('910000');
      const why = (line: number) =>
        api.get<{ arithmetic: { text: string; amountMinor: string }[] }>(
          `/v1/people/${cem}/statements/2026-q1/lines/${line}/explanation?run=${run.id}`,
        );
      const { arithmetic } = await why(3);
      expect(arithmetic.slice(2).map(({ text, amountMinor }) => [text, amountMinor])).toEqual([
        ['The threshold of 50 % of the quota, 50,000.00 EUR, was reached before', '0'],
        ['Attainment is now in the range from 125 % on of the quota: 200 % × 2 % of everything', '0'],
        ['40,000.00 EUR × 200 % × 2 % = 1,600.00 EUR', '160000'],
        [
          '90,000.00 EUR credited before × (200 % × 2 % − 100 % × 2 %) = 1,800.00 EUR, the catch-up',
          '180000',
        ],
        ['The cap of 5,000.00 EUR leaves out 200.00 EUR of 5,200.00 EUR', '-20000'],
      ]);
      const [terms] = (await why(4)).arithmetic;
      expect(terms).toEqual({ text: 'Terms of the enrolment: bonus 4,100.00 EUR', amountMinor: '0' });
    });

    it('A77 estimates by them: at the cap, one more deal earns nothing', async () => {
      const asked = { period: '2026-q1', amountMinor: '1000000' };
      expect(await api.post(`/v1/people/${cem}/estimate`, asked)).toMatchObject({
        earnedSoFarMinor: '910000',
        wouldEarnMinor: '0',
      });
    });
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

describe('people over HTTP', () => {
  it('A118 keeps several hierarchies, each with lines of its own, and teams', async () => {
    const [pia, quy, rae] = [await hire(api, 'Pia'), await hire(api, 'Quy'), await hire(api, 'Rae')];
    const assign = (who: string, manager: string, hierarchy: string, from: string, ifMatch?: string) =>
      api.put(`/v1/people/${who}/manager`, { manager, hierarchy, from }, { ifMatch });
    await assign(rae, pia, 'main', '2026-01-01');
    await assign(rae, quy, 'sales', '2026-01-01');
    // In the one Rae is below Quy and in the other Quy below Rae: no circle, since they are two.
    await assign(quy, rae, 'main', '2026-01-01');
    expect(await refusalOf(assign(quy, rae, 'sales', '2026-01-01'))).toEqual([422, 'line.cycle', '/manager']);
    const path = `/v1/people/${rae}/line?hierarchy=sales`;
    expect(await refusalOf(assign(rae, pia, 'sales', '2026-03-15'))).toEqual([428, 'precondition.missing']);
    await assign(rae, pia, 'sales', '2026-03-15', await api.tagOf(path));
    expect(await api.get(path)).toEqual({
      person: rae,
      hierarchy: 'sales',
      lines: [
        { manager: quy, from: '2026-01-01', to: '2026-03-15' },
        { manager: pia, from: '2026-03-15', to: null },
      ],
    });
    expect(await api.get(`/v1/people/${rae}/line`)).toMatchObject({
      hierarchy: 'main',
      lines: [{ to: null }],
    });
    expect(await api.list('/v1/hierarchies?limit=1')).toEqual([
      { name: 'main', pays: true },
      { name: 'sales', pays: false },
    ]);
    const member = `/v1/teams/north/members/${rae}`;
    await api.put(member, { from: '2026-01-01' });
    const ifMatch = await api.tagOf(member);
    await api.put(member, { from: '2026-04-01', isIn: false }, { ifMatch });
    const stay = { from: '2026-01-01', to: '2026-04-01' };
    const on = async (day: string) => (await api.get(`/v1/teams/north?on=${day}`))['members'];
    expect(await on('2026-03-31')).toEqual([{ person: rae, name: 'Rae', ...stay }]);
    expect(await on('2026-04-01')).toEqual([]);
    expect(await refusalOf(api.get('/v1/teams/nowhere'))).toEqual([404, 'not-found']);
  });

  it('A118 lets people come and go, and seats wait for them', async () => {
    const lea = await hire(api, 'Lea');
    const path = `/v1/people/${lea}`;
    const early = api.patch(path, { startsOn: '2026-02-01', endsOn: '2026-02-01' }, { ifMatch: 1 });
    expect(await refusalOf(early)).toEqual([422, 'person.no-day', '/endsOn']);
    const left = { title: 'Account Manager', endsOn: '2026-02-01' };
    expect(await api.patch(path, left, { ifMatch: 1 })).toMatchObject({ ...left, version: 2 });
    const back = await api.patch(path, { endsOn: null }, { ifMatch: 2 });
    expect(back).not.toHaveProperty('endsOn');

    const seat = await api.post<{ id: string }>('/v1/people', { name: 'Seat 1', vacant: true });
    const again = api.post('/v1/people', { name: 'Seat 1', vacant: true });
    expect(await refusalOf(again)).toEqual([409, 'person.exists', '/name']);
    const listed = (await api.list('/v1/people')).filter(({ vacant }) => vacant);
    expect(listed).toEqual([{ id: seat.id, name: 'Seat 1', version: 1, vacant: true }]);
    await setQuota(api, seat.id, '2026-q1', '10000000');
    const fill = (more: Json) => api.patch(`/v1/people/${seat.id}`, { name: 'Sam', ...more }, { ifMatch: 1 });
    expect(await refusalOf(fill({ email: 'lea@acme.example' }))).toEqual([409, 'person.exists', '/email']);
    const sam = await fill({ email: 'sam@acme.example' });
    // Nobody said from when on: from today, which is the day that the platform's clock shows.
    const today = platform.current.host.clock.now().toISOString().slice(0, 10);
    expect(sam).toMatchObject({ id: seat.id, name: 'Sam', email: 'sam@acme.example', startsOn: today });
    expect(sam).not.toHaveProperty('vacant');
    const twice = api.post('/v1/people', { name: 'Sam', email: 'sam@acme.example' });
    expect(await refusalOf(twice)).toEqual([409, 'person.exists', '/email']);
    const nobody = api.post('/v1/people', { name: 'Nobody' });
    expect(await refusalOf(nobody)).toEqual([422, 'input.invalid', '/email']);
  });

  it('A118 rolls up past a manager who has left, and a move that is said late changes its own days', async () => {
    const [top, mid, other] = [await hire(api, 'Top'), await hire(api, 'Mid'), await hire(api, 'Other')];
    const rep = await hire(api, 'Rep', { person: mid, from: '2025-12-01' });
    await reportTo(api, mid, { person: top, from: '2025-12-01' });
    const components = [{ ...OVERRIDE, credits: 'rollUp' }];
    await enrolled(api, [top, mid, other], { name: 'Managers', period: 'month', components });
    for (const [day, amount] of [
      ['02', '50000'],
      ['04', '80000'],
    ]) {
      const won = { amount, currency: 'EUR', status: 'won', ownerRef: 'u-rep' };
      await company.deliver(dealMessage(`deal-${day}`, 'deal.won', `2026-01-${day}T09:00:00.000Z`, won));
    }
    await platform.current.host.idle();
    const preview = async (key: string) => {
      const { id } = await runOf(platform.current, api, JANUARY, key);
      const statements = [top, mid, other].map((person) => statementOf(api, person, JANUARY, id));
      return (await Promise.all(statements)).map(({ totalMinor }) => totalMinor);
    };
    // 1 % of 50,000 and of 80,000 for each of the two above.
    expect(await preview('before')).toEqual(['130000', '130000', '0']);
    await api.patch(`/v1/people/${mid}`, { endsOn: '2026-01-03' }, { ifMatch: 1 });
    // Mid keeps the 500.00 of 2 January; Top gets both all the same. Wrong: 500.00 for Top, the chain cut at Mid.
    expect(await preview('left')).toEqual(['130000', '50000', '0']);
    await reportTo(api, rep, { person: other, from: '2026-01-03' });
    // Other has nobody above: the 800.00 of 4 January are theirs alone. Those of 2 January stay where they were.
    expect(await preview('moved')).toEqual(['50000', '50000', '80000']);
  });
});
