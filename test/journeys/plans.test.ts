/** Plans, people, territories and rates as their callers meet them: over HTTP, with real tokens. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { runOf, setQuota, statementOf } from '../kit/paying.ts';
import { type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';
import { estimatesJourney } from './estimates.ts';
import type { Ground } from './ground.ts';
import { ledgerJourney } from './ledger.ts';
import { lettersJourney } from './letters.ts';
import { marketsJourney } from './markets.ts';
import { milestonesJourney } from './milestones.ts';
import { peopleJourney } from './people.ts';
import { quotasJourney } from './quotas.ts';

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

const ground: Ground = {
  platform,
  get company() {
    return company;
  },
  get api() {
    return api;
  },
};

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
    expect(read.components[0]).toMatchObject({ ...bonus, measure: 'bookings' });
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
      amountMinor: { term: 'bonus' },
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

    estimatesJourney(ground, () => cem);
  });

  it('an enrolment gets another end', async () => {
    const [first] = (await api.list('/v1/enrolments')).filter(({ person }) => person === ana);
    const path = `/v1/enrolments/${String(first?.['id'])}`;
    const ended = await api.patch(path, { to: '2026-10-01' }, { ifMatch: await api.tagOf(path) });
    expect(ended).toEqual({ ...first, to: '2026-10-01' });
  });

  marketsJourney(ground, () => ({ ana, ben }));
});

describe('people over HTTP', () => {
  peopleJourney(ground);
});

quotasJourney(ground);
describe('plan letters over HTTP', () => lettersJourney(ground));

describe('what is paid, over HTTP', () => {
  ledgerJourney(ground);
});

describe('milestones, over HTTP', () => {
  milestonesJourney(ground);
});
