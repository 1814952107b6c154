/** Calendars over HTTP: years of 53 weeks that close where companies are, windows that are paid, reports. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import type { Json } from '../../infra/cli/client.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { refusalOf } from '../kit/asking.ts';
import { COMMISSION, enrolled, type Run, setQuota, statementOf } from '../kit/paying.ts';
import {
  type Company,
  COMPANY,
  dealMessage,
  hire,
  moveTo,
  onboard,
  operator,
  platformFrom,
} from '../kit/platform.ts';

/** On New Year's Day of 2024, in the last month of the retailers' 2023. */
const platform = platformFrom('2024-01-01T12:00:00Z');

const NRF = {
  kind: 'weeks',
  pattern: '4-5-4',
  yearEnds: { weekday: 'saturday', month: 1, which: 'nearest' },
};
const SEASONS = { kind: 'boundaries', days: ['2011-05-31', '2011-08-31', '2011-12-01'], end: null };
const byShape = (calendar: object) => ({ fiscalYearStartsIn: undefined, calendar, closeAfterDays: 0 });

let kolkata: Company;
let saoPaulo: Company;
let seasons: Company;
let seller: string;

const statusOf = async (company: Company, period: string) =>
  (await (await company.api()).get<Json>(`/v1/periods/${period}`))['status'];

async function sold(company: Company, record: string, at: string, amount: string): Promise<void> {
  const won = { amount, currency: 'EUR', status: 'won', ownerRef: 'u-ana' };
  expect(await company.deliver(dealMessage(record, 'deal.won', at, won))).toBe(202);
  await platform.current.host.idle();
}

async function stateOf(company: Company, record: string) {
  const id = dealIdOf(ConnectorId.parse(company.connector.id), record);
  return (await company.api()).get<{ credits: Json[]; changes: Json[] }>(`/v1/deals/${id}`);
}

beforeAll(async () => {
  const { current } = platform;
  const retail = byShape(NRF);
  kolkata = await onboard(current, { name: 'Kolkata', timeZone: 'Asia/Kolkata', ...retail });
  saoPaulo = await onboard(current, { name: 'São Paulo', timeZone: 'America/Sao_Paulo', ...retail });
  const history = { ...byShape(SEASONS), historyFrom: '2011-06-15' };
  seasons = await onboard(current, { name: 'Seasons', timeZone: 'America/Sao_Paulo', ...history });
  const api = await seasons.api();
  seller = await hire(api, 'Ana');
  const plan = { name: 'Sellers', period: 'window' as const, components: [COMMISSION], from: '2011-01-01' };
  await enrolled(api, [seller], plan);
  for (const window of SEASONS.days) await setQuota(api, seller, window, '10000000');
});

describe('a year of 53 weeks', () => {
  it('has its last month up to 3 February, and is shown by weeks', async () => {
    const api = await kolkata.api();
    const found = await api.get<Json>('/v1/periods/2023-m12');
    expect(found).toMatchObject({ from: '2023-12-31', to: '2024-02-04', endsAt: '2024-02-03T18:30:00.000Z' });
    const weeks = '/v1/calendars/pay/periods?kind=week&from=2023-01-29&to=2024-02-04';
    const all = await api.list<Json>(weeks);
    expect([all.length, all.at(-1)?.['id'], all.at(-1)?.['endsAt']]).toEqual([
      53,
      '2023-w53',
      '2024-02-03T18:30:00.000Z',
    ]);
    expect(await api.get('/v1/settings')).toMatchObject({ calendar: { ...NRF, named: 'most' } });
    expect(await api.list('/v1/plans')).toHaveLength(1);
  });

  it('closes on its own day where each company is, and a sale after midnight is of the next year', async () => {
    await hire(await kolkata.api(), 'Ana');
    // What was over when they joined closes thirty days later, on the 31st, before the month that follows.
    await moveTo(platform.current, '2024-01-31T12:00:00Z');
    expect(await statusOf(kolkata, '2023-m11')).not.toBe('open');
    await sold(kolkata, 'early', '2024-02-03T18:29:59.000Z', '1000');
    await sold(kolkata, 'late', '2024-02-03T18:30:00.000Z', '1000');
    expect((await stateOf(kolkata, 'early')).credits).toMatchObject([{ day: '2024-02-03' }]);
    expect((await stateOf(kolkata, 'late')).credits).toMatchObject([{ day: '2024-02-04' }]);
    const both = async () => [await statusOf(kolkata, '2023-m12'), await statusOf(saoPaulo, '2023-m12')];
    await moveTo(platform.current, '2024-02-03T18:29:00Z');
    expect(await both()).toEqual(['open', 'open']);
    await moveTo(platform.current, '2024-02-03T18:30:01Z');
    expect(await both()).toEqual(['calculating', 'open']);
    await moveTo(platform.current, '2024-02-04T02:59:00Z');
    expect(await both()).toEqual(['locked', 'open']);
    await moveTo(platform.current, '2024-02-04T03:00:01Z');
    await moveTo(platform.current, '2024-02-04T03:15:01Z');
    expect(await both()).toEqual(['locked', 'locked']);
    expect(await statusOf(saoPaulo, '2023-q4')).toBe('locked');
    expect(await statusOf(kolkata, '2024-m01')).toBe('open');
    // In 2024 the year after it is there: it has 52 weeks, so 2025 ends on 31 January 2026.
    const last = await (await kolkata.api()).get<Json>('/v1/periods/2025-m12');
    expect(last).toMatchObject({ to: '2026-02-01', status: 'open' });
  });
});

describe('windows', () => {
  it('are credited, calculated and locked, though they lie twelve years back', async () => {
    const api = await seasons.api();
    expect((await api.list<Json>('/v1/periods')).map(({ id, to }) => [id, to])).toEqual([
      ['2011-05-31', '2011-08-31'],
      ['2011-08-31', '2011-12-01'],
      ['2011-12-01', null],
    ]);
    // Both windows were over when the company joined, and closed as the 31st of January 2024 began.
    expect(await statusOf(seasons, '2011-08-31')).toBe('locked');
    await sold(seasons, 'd0', '2011-07-01T12:00:00.000Z', '50000');
    expect(await stateOf(seasons, 'd0')).toMatchObject({ late: { '2011-05-31': '2011-12-01' } });
  });

  it('without an end takes credits and previews, and does not close', async () => {
    await sold(seasons, 'd1', '2012-02-10T12:00:00.000Z', '50000');
    await sold(seasons, 'd2', '2012-03-10T12:00:00.000Z', '100000');
    const api = await seasons.api();
    const { id } = await api.post<Run>('/v1/runs', { period: '2011-12-01' }, { key: 'preview' });
    await platform.current.host.idle();
    // 10 % of 100,000 and 15 % of 25,000 and 20 % of 25,000 = 10,000 + 3,750 + 5,000; and 10 % of the
    // 50,000 that were heard of late.
    const statement = await statementOf(api, seller, '2011-12-01', id);
    expect(statement).toMatchObject({ from: '2011-12-01', to: null, totalMinor: '2375000' });
    const refused = refusalOf(api.post('/v1/periods/2011-12-01/close'));
    expect(await refused).toEqual([409, 'period.not-ended']);
  });

  it('is split by a new boundary, with what was credited after it, and then paid', async () => {
    const api = await seasons.api();
    const boundaries = '/v1/calendars/pay/boundaries';
    expect(await refusalOf(api.post(boundaries, { day: '2011-11-30' }))).toEqual([
      422,
      'boundary.not-later',
      '/day',
    ]);
    const longer = { shape: { days: [...SEASONS.days, '2012-03-01'], end: null }, role: 'pay' };
    expect(await api.post(boundaries, { day: '2012-03-01' })).toMatchObject(longer);
    expect(await api.post(boundaries, { day: '2012-03-01' })).toMatchObject(longer);
    await platform.current.host.idle();
    expect(await api.list('/v1/periods')).toMatchObject([
      {},
      {},
      { id: '2011-12-01', to: '2012-03-01', version: 2 },
      { id: '2012-03-01', to: null, version: 1 },
    ]);
    await setQuota(api, seller, '2012-03-01', '10000000');
    await moveTo(platform.current, '2024-02-05T12:00:00Z');
    await moveTo(platform.current, '2024-02-05T12:15:00Z');
    expect([await statusOf(seasons, '2011-12-01'), await statusOf(seasons, '2012-03-01')]).toEqual([
      'locked',
      'open',
    ]);
    const fresh = await seasons.api();
    // 50,000 of a quota of 100,000 at 10 %, and the same of what was heard of late.
    // With what lies after the boundary it would be 18,750 and 5,000.
    expect(await statementOf(fresh, seller, '2011-12-01')).toMatchObject({
      status: 'published',
      totalMinor: '1000000',
    });
    const { id } = await fresh.post<Run>('/v1/runs', { period: '2012-03-01' }, { key: 'next' });
    await platform.current.host.idle();
    // 100,000 of a quota of 100,000 at 10 %.
    expect(await statementOf(fresh, seller, '2012-03-01', id)).toMatchObject({ totalMinor: '1000000' });
  });
});

describe('a calendar to report by', () => {
  it('lists its periods beside those that are paid, and nothing of it is closed', async () => {
    const api = await seasons.api();
    const wanted = { name: 'Retail', shape: NRF };
    const made = await api.post<Json>('/v1/calendars', wanted, { key: 'retail' });
    expect(await api.post('/v1/calendars', wanted, { key: 'retail' })).toEqual(made);
    expect(made).toMatchObject({ role: 'report', kinds: ['week', 'month', 'quarter', 'half', 'year'] });
    expect((await api.list<Json>('/v1/calendars')).map(({ role }) => role)).toEqual(['report', 'pay']);
    const calendar = `/v1/calendars/${String(made['id'])}`;
    expect(await api.get(calendar)).toEqual(made);
    const quarters = await api.list<Json>(`${calendar}/periods?kind=quarter&from=2023-06-01&to=2024-02-05`);
    // Quarters of 13 weeks from 29 January 2023: 30 April, 30 July, 29 October; the last one has 14.
    expect(quarters.map(({ id, from }) => [id, from])).toEqual([
      ['2023-q2', '2023-04-30'],
      ['2023-q3', '2023-07-30'],
      ['2023-q4', '2023-10-29'],
      ['2024-q1', '2024-02-04'],
    ]);
    expect(await refusalOf(api.get(`${calendar}/periods?kind=window`))).toEqual([
      422,
      'calendar.no-such-kind',
      '/query/kind',
    ]);
    expect(await refusalOf(api.post(`${calendar}/boundaries`, { day: '2030-01-01' }))).toEqual([
      422,
      'calendar.no-boundaries',
    ]);
    expect(await refusalOf(api.get('/v1/periods/2024-q1'))).toEqual([404, 'not-found']);
  });

  it('is refused to those who may not make one, and plans are that pay by other periods', async () => {
    const api = await seasons.api();
    const plan = { name: 'Monthly', period: 'month', currency: 'EUR', components: [COMMISSION] };
    const refused = refusalOf(api.post('/v1/plans', plan, { key: 'monthly' }));
    expect(await refused).toEqual([422, 'period.other-calendar', '/period']);
    const { fiscalYearStartsIn: _, ...neither } = COMPANY;
    const operating = await operator(platform.current);
    const onboarding = (body: object, key: string) =>
      refusalOf(operating.post('/v1/tenants', body as Json, { key }));
    const wrong = [422, 'input.invalid', '/calendar'];
    expect(await onboarding(neither, 'neither')).toEqual(wrong);
    expect(await onboarding({ ...COMPANY, calendar: NRF }, 'both')).toEqual(wrong);
    const ahead = await onboarding({ ...COMPANY, historyFrom: '2030-01-01' }, 'ahead');
    expect(ahead).toEqual([422, 'history.ahead', '/historyFrom']);
  });
});
