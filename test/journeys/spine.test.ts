/** The spine: signed webhooks become an explained payout, and the schedule does it unattended. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { Client, type Json } from '../../infra/cli/client.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { refusalOf, sideBySide } from '../kit/asking.ts';
import {
  canonical,
  COMMISSION,
  enrolled,
  type Run,
  runOf,
  setQuota,
  statementOf,
  sum,
} from '../kit/paying.ts';
import { type Company, dealMessage, hire, moveTo, onboard, platformFrom, reportTo } from '../kit/platform.ts';
import { reportsJourney } from './reports.ts';

const Q1 = '2026-q1';
const QUOTA = { id: 'quota-bonus', name: 'Quota bonus', goal: 'Everybody reaches quota' };
const BONUS = { ...QUOTA, kind: 'attainment-bonus', at: '1', amountMinor: '500000' };
const OVERRIDE = { id: 'override', name: 'Override', goal: 'Team', kind: 'flat-rate', measure: 'team' };

/** What everybody gets for the quarter, derived by hand; each has a quota of 200,000. */
const PAID = {
  Ana: '3650000', // 270,000: 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 % = 31,500, and the bonus of 5,000
  Ben: '2450000', // 230,000: 200,000 × 10 % + 30,000 × 15 %
  Cem: '1900000', // 190,000 × 10 %
  Dan: '1300000', // (50,000 + 80,000) × 10 %
  Eve: '300000', // 60 % of 50,000 × 10 %
  Fay: '200000', // 40 % of 50,000 × 10 %
  Mia: '50000', // 1 % of Dan's 50,000 of 10 March, when he reported to her
  Max: '80000', // 1 % of Dan's 80,000 of 20 March, when he reported to him
  Nia: '50000', // 1 % of the 50,000 that Eve and Fay share, counted once
};
const TOTAL = '9980000';
const SELLERS = ['Ana', 'Ben', 'Cem', 'Dan', 'Eve', 'Fay'] as const;

const won = (recordId: string, day: string, amount: string, owner: string, more: object = {}) =>
  dealMessage(recordId, 'deal.updated', `2026-03-${day}T10:00:00.000Z`, {
    amount,
    currency: 'EUR',
    stage: 'closed_won',
    status: 'won',
    ownerRef: `u-${owner}`,
    ...more,
  });

const SHARED = [
  { ownerRef: 'u-eve', share: '0.6' },
  { ownerRef: 'u-fay', share: '0.4' },
];
const DEALS = [
  won('ana-1', '05', '190000', 'ana'),
  won('ana-2', '12', '80000.00', 'ana'),
  won('ben-1', '06', '150000', 'ben'),
  won('ben-2', '07', '80000', 'ben'),
  won('cem-1', '09', '190000', 'cem'),
  won('dan-1', '10', '50000', 'dan'),
  won('dan-2', '20', '80000', 'dan'),
  won('eve-1', '18', '50000', 'eve', { splits: SHARED }),
];

type Explanation = Json & {
  arithmetic: { amountMinor: string }[];
  deal: { id: string };
  events: { causedTheCredit: boolean; raw: string; signature: { verified: boolean } }[];
};

describe('the first quarter of a company', () => {
  const platform = platformFrom('2026-01-05T08:00:00Z');
  const people = {} as Record<keyof typeof PAID, string>;
  let company: Company;
  let sellersPlan: string;
  let preview: Run;
  let final: Run;

  const statement = async (who: keyof typeof PAID, run?: string) =>
    statementOf(await company.api(), people[who], Q1, run);
  const period = async (id: string) => (await company.api()).get(`/v1/periods/${id}`);

  async function staff(api: Client): Promise<void> {
    for (const name of ['Mia', 'Max', 'Nia'] as const) people[name] = await hire(api, name);
    for (const name of SELLERS) people[name] = await hire(api, name);
    const reports = (who: string, person: string, from: string) => reportTo(api, who, { person, from });
    await reports(people.Eve, people.Nia, '2026-01-01');
    await reports(people.Fay, people.Nia, '2026-01-01');
    await reports(people.Dan, people.Mia, '2026-01-01');
    await reports(people.Dan, people.Max, '2026-03-15');
  }

  async function promise(api: Client): Promise<void> {
    const sellers = SELLERS.map((name) => people[name]);
    const quarterly = (name: string, component: Json) => ({
      name,
      period: 'quarter' as const,
      components: [component],
    });
    sellersPlan = await enrolled(api, sellers, quarterly('Sellers', COMMISSION));
    await enrolled(api, [people.Ana], quarterly('Bonus', BONUS));
    const managers = [people.Mia, people.Max, people.Nia];
    await enrolled(api, managers, {
      ...quarterly('Managers', { ...OVERRIDE, rate: '0.01' }),
      measures: [{ id: 'team', credits: 'rollUp' }],
    });
    for (const seller of sellers) await setQuota(api, seller, Q1, '20000000');
  }

  beforeAll(async () => {
    company = await onboard(platform.current);
    const api = await company.api();
    await staff(api);
    await promise(api);
    await moveTo(platform.current, '2026-03-25T09:00:00Z');
    const answers = await sideBySide(DEALS, 4, (deal) => company.deliver(deal));
    expect(new Set(answers)).toEqual(new Set([202]));
    await platform.current.host.idle();
  });

  it('A58 credits a deal once, although closed_won comes twice and is said again later', async () => {
    expect(await company.deliver(DEALS[0] as (typeof DEALS)[number])).toBe(202);
    expect(await company.deliver(won('ana-1', '06', '190000', 'ana'))).toBe(202);
    await platform.current.host.idle();
    const id = dealIdOf(ConnectorId.parse(company.connector.id), 'ana-1');
    const { credits } = await (await company.api()).get<{ credits: Json[] }>(`/v1/deals/${id}`);
    expect(credits).toMatchObject([{ person: people.Ana, day: '2026-03-05', amountMinor: '19000000' }]);
  });

  it('A77 tells a payee in plain words how to earn, and what one more deal would earn', async () => {
    const api = await company.api();
    const text = await api.get<{ components: Json[] }>(`/v1/plans/${sellersPlan}/versions/1/text`);
    expect(text.components[0]?.['text']).toContain(
      '10 % from 0 % to 100 %, 15 % from 100 % to 125 %, 20 % from 125 % on',
    );
    const asked = { period: Q1, amountMinor: '4000000' };
    // At 190,000 of 200,000, a deal of 40,000: 10,000 × 10 % + 30,000 × 15 % = 1,000 + 4,500 = 5,500.
    expect(await api.post(`/v1/people/${people.Cem}/estimate`, asked)).toMatchObject({
      period: Q1,
      currency: 'EUR',
      earnedSoFarMinor: '1900000',
      wouldEarnMinor: '550000',
      sentence: 'You would earn 5,500.00 EUR from a deal of 40,000.00 EUR.',
    });
  });

  it('A74 previews an open quarter, as often as one likes, without publishing anything', async () => {
    const api = await company.api();
    preview = await runOf(platform.current, api, Q1, 'preview');
    expect(preview).toMatchObject({ status: 'calculated', totalMinor: TOTAL, summary: { kind: 'preview' } });
    const again = await runOf(platform.current, api, Q1, 'preview once more');
    expect(again.id).not.toBe(preview.id);
    expect(again.digest).toBe(preview.digest);
    const [one, other] = [await statement('Ana', preview.id), await statement('Ana', again.id)];
    expect(one.status).toBe('preview');
    expect(canonical(other)).toEqual(canonical(one));
    expect(await refusalOf(statement('Ana'))).toEqual([404, 'not-found']);
  });

  it('A124 closes no period while an earlier one is open', async () => {
    await moveTo(platform.current, '2026-04-01T08:00:00Z');
    const close = (await company.api()).post(`/v1/periods/${Q1}/close`);
    expect(await refusalOf(close)).toEqual([409, 'period.earlier-open']);
    expect(await period('2026-m02')).not.toMatchObject({ status: 'open' });
    expect(await period('2026-m03')).toMatchObject({ status: 'open' });
  });

  it('A114 closes at T+3, midnight where the company is, pays and locks, with nobody near', async () => {
    // The quarter's last day is 31 March; three days after its end it is 4 April, in Berlin 22:00Z before.
    await moveTo(platform.current, '2026-04-03T21:59:00Z');
    expect(await period(Q1)).toMatchObject({ status: 'open', closesAt: '2026-04-03T22:00:00.000Z' });
    await moveTo(platform.current, '2026-04-03T22:00:30Z');
    expect(await period(Q1)).toMatchObject({ status: 'calculating' });
    const api = await company.api();
    const early = api.post('/v1/runs', { period: Q1 }, { key: 'early' });
    expect(await refusalOf(early)).toEqual([409, 'period.earlier-unpaid', '/period']);
    const month = { period: '2026-m03' };
    const byHand = ['one', 'other'].map((key) => api.post<Run>('/v1/runs', month, { key }));
    const begun = await Promise.all(byHand);
    expect(begun[1]?.id).toBe(begun[0]?.id);
    await moveTo(platform.current, '2026-04-03T22:15:30Z');
    expect(await period(Q1)).toMatchObject({ status: 'locked' });
    const runs = await (await company.api()).list<Run>('/v1/runs');
    const finals = runs.filter(({ summary }) => summary.period === Q1 && summary.kind === 'final');
    expect(finals.map(({ status }) => status)).toEqual(['published']);
    expect(runs.find(({ id }) => id === begun[0]?.id)).toMatchObject({ status: 'published' });
    final = await (await company.api()).get<Run>(`/v1/runs/${finals[0]?.id}`);
    const again = (await company.api()).post('/v1/runs', { period: Q1 }, { key: 'late' });
    expect(await refusalOf(again)).toEqual([409, 'period.locked', '/period']);
  });

  it('A73 A74 pays 31,500.00 on 270,000 of 200,000, and to everybody what was derived by hand', async () => {
    // Wrong answers for Ana's commission: 54,000 (all at the top rate), 27,000 (flat), 40,500 (all at 15 %).
    const ana = await statement('Ana');
    expect(ana.components.map(({ component, amountMinor }) => [component, amountMinor]).sort()).toEqual([
      ['commission', '3150000'],
      ['quota-bonus', '500000'],
    ]);
    for (const [name, totalMinor] of Object.entries(PAID)) {
      expect(await statement(name as keyof typeof PAID)).toMatchObject({ totalMinor, status: 'published' });
    }
    expect(final).toMatchObject({ totalMinor: TOTAL, payees: 9, digest: preview.digest, held: 0 });
    expect(canonical(ana)).toEqual(canonical(await statement('Ana', preview.id)));
  });

  it('A33 says how much of the quota is reached', async () => {
    // 230,000 ÷ 200,000 = 115 %.
    expect((await statement('Ben')).components).toMatchObject([
      { creditedMinor: '23000000', quotaMinor: '20000000', attainment: '1.15' },
    ]);
  });

  it('A118 credits the manager of the day: the old one on 10 March, the new one on 20 March', async () => {
    const linesOf = async (who: keyof typeof PAID) =>
      (await statement(who)).lines.map(({ day, creditedMinor, amountMinor }) => [
        day,
        creditedMinor,
        amountMinor,
      ]);
    expect(await linesOf('Mia')).toEqual([['2026-03-10', '5000000', '50000']]);
    expect(await linesOf('Max')).toEqual([['2026-03-20', '8000000', '80000']]);
    expect(await linesOf('Nia')).toEqual([
      ['2026-03-18', '3000000', '30000'],
      ['2026-03-18', '2000000', '20000'],
    ]);
  });

  reportsJourney(async () => {
    const api = await company.api();
    const control = new Client(platform.current.at.control, api.token);
    return { company, api, control, people, paid: PAID, total: TOTAL };
  });

  it('A85 explains every line by webhooks whose signature still proves them, and sums to the cent', async () => {
    const api = await company.api();
    for (const [name, person] of Object.entries(people)) {
      const { lines, components, totalMinor } = await statement(name as keyof typeof PAID);
      expect([sum(lines), sum(components)]).toEqual([totalMinor, totalMinor]);
      for (const { line, dealRef, amountMinor } of lines) {
        const path = `/v1/people/${person}/statements/${Q1}/lines/${line}/explanation`;
        const why = await api.get<Explanation>(path);
        expect(why).toMatchObject({ line, amountMinor });
        expect(why.deal.id).toContain(dealRef);
        expect(sum(why.arithmetic)).toBe(amountMinor);
        const causes = why.events.filter(({ causedTheCredit }) => causedTheCredit);
        expect(causes.length).toBeGreaterThan(0);
        expect(why.events.every(({ signature }) => signature.verified)).toBe(true);
        expect(DEALS.map(({ body }) => body)).toContain(causes[0]?.raw);
      }
    }
    const payees = await api.list<{ totalMinor: string }>(`/v1/runs/${final.id}/payees`);
    expect(sum(payees.map(({ totalMinor }) => ({ amountMinor: totalMinor })))).toBe(TOTAL);
  });
});
