/**
 * Three months of a recoverable draw of 1,000, one of them below zero, and an adjustment by hand. On the
 * platform of the plans, last of all: it closes the quarter.
 */
import { beforeAll, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { type Run, runOf, statementOf } from '../kit/paying.ts';
import { closeBySchedule, type Company, dealMessage, hire, onboard, reportTo } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const FLAT = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };
const PAYMENT = { draw: { kind: 'advance', amountMinor: '100000' } };
const NOTHING = { owedMinor: '0', overpaidMinor: '0', excessMinor: '0', heldMinor: '0' };

type Entry = Json & {
  readonly period: string;
  readonly earnedMinor: string;
  readonly paidMinor: string;
  readonly opening: Json;
  readonly closing: Json;
  readonly postings: readonly { kind: string; amountMinor: string }[];
};

export function ledgerJourney({ platform }: Ground): void {
  let company: Company;
  let lea: string;
  let mia: string;

  const as = (who: string) => company.api(`${who}@acme.example`);
  const plan = (name: string, payment?: object) => ({
    name,
    currency: 'EUR',
    period: 'month',
    components: [FLAT],
    ...(payment && { payment }),
  });
  const won = (day: string, amount: string) =>
    company.deliver(
      dealMessage(`lea-${day}`, 'deal.updated', `${day}T10:00:00.000Z`, {
        amount,
        currency: 'EUR',
        status: 'won',
        ownerRef: 'u-lea',
      }),
    );
  const close = async (period: string, at: string) => {
    await platform.current.host.idle();
    await closeBySchedule(platform.current, company, period, at);
  };
  const postings = ({ postings: all }: Entry) => all.map(({ kind, amountMinor }) => [kind, amountMinor]);

  beforeAll(async () => {
    company = await onboard(platform.current, { name: 'Drawing' });
    const api = await company.api();
    const control = new Client(platform.current.at.control, api.token);
    lea = await hire(api, 'Lea');
    mia = await hire(api, 'Mia');
    await reportTo(api, lea, { person: mia, from: '2026-01-01' });
    const people = { lea, mia, cora: await hire(api, 'Cora'), finn: await hire(api, 'Finn') };
    const roles = { lea: ['rep'], mia: ['manager'], cora: ['comp-admin', 'finance'], finn: ['finance'] };
    for (const [name, person] of Object.entries(people)) {
      const login = { email: `${name}@acme.example`, person, roles: roles[name as keyof typeof roles] };
      await control.post('/v1/logins', login, { key: name });
    }
  }, 120_000);

  it('a plan says how it pays, in words too, and a person has one such plan on any day', async () => {
    const api = await company.api();
    const made = await api.post<{ plan: string }>('/v1/plans', plan('Drawn', PAYMENT), { key: 'drawn' });
    const { payment } = await api.get<{ payment: string[] }>(`/v1/plans/${made.plan}/versions/1/text`);
    expect(payment[0]).toBe('You are advanced what is missing to a draw of 1,000.00 EUR a period.');
    const wrong = plan('Wrong', { minimumMinor: '100', maximumMinor: '99' });
    expect(await refusalOf(api.post('/v1/plans', wrong, { key: 'wrong' }))).toEqual([
      422,
      'payment.maximum-too-low',
      '/payment/maximumMinor',
    ]);
    const enrolment = { person: lea, plan: made.plan, version: 1, from: '2026-01-01', to: null };
    await api.post('/v1/enrolments', enrolment, { key: 'lea' });
    const other = await api.post<{ plan: string }>('/v1/plans', plan('Second', PAYMENT), { key: 'second' });
    const second = { ...enrolment, plan: other.plan, from: '2026-06-01' };
    expect(await refusalOf(api.post('/v1/enrolments', second, { key: 'second lea' }))).toEqual([
      422,
      'payment.second-plan',
      '/plan',
    ]);
  });

  it('advances what is missing to the draw', async () => {
    // 5,000 × 10 % = 500; 500 are advanced.
    expect(await won('2026-01-04', '5000')).toBe(202);
    await close('2026-m01', '2026-02-03T23:00:30Z');
    const api = await as('lea');
    const { settlement, totalMinor } = (await statementOf(api, lea, '2026-m01')) as unknown as {
      settlement: Entry;
      totalMinor: string;
    };
    expect(totalMinor).toBe('50000');
    expect(settlement).toMatchObject({ opening: NOTHING, paidMinor: '100000' });
    expect(settlement.closing).toEqual({ ...NOTHING, owedMinor: '50000' });
    expect(postings(settlement)).toEqual([
      ['earned', '50000'],
      ['draw', '50000'],
    ]);
  });

  it('carries a month below zero, beside the draw', async () => {
    // −12,000 × 10 % = −1,200, put aside; 1,000 are advanced all the same, and 1,500 owed.
    expect(await won('2026-02-02', '-12000')).toBe(202);
    await close('2026-m02', '2026-03-03T23:00:30Z');
    const [, february] = await (await as('lea')).list<Entry>(`/v1/people/${lea}/ledger?limit=1`);
    expect(february).toMatchObject({ period: '2026-m02', earnedMinor: '-120000', paidMinor: '100000' });
    expect(february?.closing).toEqual({ ...NOTHING, owedMinor: '150000', overpaidMinor: '120000' });
  });

  it('an adjustment counts once another person has approved it', async () => {
    const [cora, finn] = [await as('cora'), await as('finn')];
    const asked = { period: '2026-m03', amountMinor: '25000', reason: 'missing SPIFF' };
    const path = `/v1/people/${lea}/adjustments`;
    const made = await cora.post<Json & { id: string }>(path, asked, { key: 'spiff' });
    expect(made).toMatchObject({ ...asked, person: lea, status: 'proposed' });
    expect(await cora.post(path, asked, { key: 'spiff' })).toEqual(made);
    const other = await cora.post<{ id: string }>(path, { ...asked, amountMinor: '999' }, { key: 'not' });
    const to = (id: string, what: string) => `/v1/adjustments/${id}/${what}`;
    const own = cora.post(to(made.id, 'approve'));
    expect(await refusalOf(own)).toEqual([403, 'approval.own']);
    const rep = await as('lea');
    expect(await refusalOf(rep.get(path))).toEqual([403, 'permission.missing']);
    const approved = await finn.post(to(made.id, 'approve'));
    expect(approved).toMatchObject({ status: 'approved', version: 2 });
    expect(await finn.post(to(made.id, 'approve'))).toEqual(approved);
    await finn.post(to(other.id, 'reject'));
    expect(await refusalOf(finn.post(to(other.id, 'approve')))).toEqual([409, 'adjustment.decided']);
    const closed = cora.post(path, { ...asked, period: '2026-m01' }, { key: 'closed' });
    expect(await refusalOf(closed)).toEqual([409, 'period.not-open', '/period']);
    expect(await finn.list(path)).toHaveLength(2);
    expect(await finn.list('/v1/periods/2026-m03/adjustments?limit=1')).toHaveLength(2);
  });

  it('pays back first what was advanced, then what was overpaid, and never from the draw', async () => {
    // 30,000 × 10 % + 250 = 3,250. Above the draw are 2,250: 1,500 of the draw and 750 of the 1,200. Wrong:
    // 550 paid (all of it taken), or 3,000 (the adjustment forgotten, nothing taken).
    expect(await won('2026-03-02', '30000')).toBe(202);
    await close('2026-m03', '2026-04-03T22:00:30Z');
    const months = await (await as('mia')).list<Entry>(`/v1/people/${lea}/ledger`);
    const march = months.at(-1) ?? expect.fail();
    expect(postings(march)).toEqual([
      ['earned', '300000'],
      ['adjustment', '25000'],
      ['recovery', '-150000'],
      ['carriedIn', '-75000'],
    ]);
    expect(months.map(({ paidMinor }) => paidMinor)).toEqual(['100000', '100000', '100000']);
    expect(march.closing).toEqual({ ...NOTHING, overpaidMinor: '45000' });
    const run = await (await as('cora')).get<Run & { paidMinor: string }>(`/v1/runs/${String(march['run'])}`);
    expect(run).toMatchObject({ status: 'published', totalMinor: '300000', paidMinor: '100000' });
  });

  it('goes on from there after a quarter in which nobody is paid', async () => {
    const api = await company.api();
    expect(await api.get('/v1/periods/2026-q1')).toMatchObject({ status: 'locked' });
    const run = await runOf(platform.current, api, '2026-m04', 'april');
    const { settlement } = (await statementOf(api, lea, '2026-m04', run.id)) as unknown as {
      settlement: Entry;
    };
    expect(settlement.opening).toEqual({ ...NOTHING, overpaidMinor: '45000' });
  });
}
