/** Stops in the ledger: adjustments by hand, and a second month that opens as the first one closed. */
import { refusalOf } from '../../kit/asking.ts';
import { Client } from '../../../infra/cli/client.ts';
import { onLaptop } from '../../../infra/cli/sign-in.ts';
import { COMMISSION, enrolled, runOf } from '../../kit/paying.ts';
import { hire } from '../../kit/platform.ts';
import { type Guide, newcomer, show, type Stop, twoPages } from './guide.ts';

const FLAT = { id: 'flat', name: 'Flat', kind: 'flat-rate', goal: 'Sales', rate: '0.1' };

/** A seller of a company that closes by hand, and somebody who approves. */
export async function adjusting(guide: Guide) {
  const { id: tenant, api } = await newcomer(guide, { fiscalYearStartsIn: 1, closeAfterDays: 60 });
  const [person, second] = [await hire(api, 'Ana'), await hire(api, 'Finn')];
  const login = { email: `finn-${guide.n}@acme.example`, person: second, roles: ['finance'] };
  await new Client(guide.platform.at.control, api.token).post('/v1/logins', login, { key: 'finn' });
  const { token } = await onLaptop(guide.platform.at, login.email, { tenant });
  return { tenant, api, person, finance: new Client(guide.platform.at.api, token) };
}

const adjustments: Stop = {
  name: 'adjustments by hand',
  async visit(guide) {
    const { api, person, finance } = await adjusting(guide);
    const path = `/v1/people/${person}/adjustments`;
    const propose = async (amountMinor: string) => {
      const asked = { period: '2026-m01', amountMinor, reason: 'because' };
      return (await api.post<{ id: string }>(path, asked, { key: amountMinor })).id;
    };
    const unknown = { period: '2026-m01', release: `dea_${'0'.repeat(26)}`, reason: 'because' };
    const [, why] = await refusalOf(api.post(path, unknown, { key: 'unknown' }));
    show('nothing is released of no deal', why === 'deal.unknown');
    const [owed, wrong] = [await propose('-500'), await propose('1')];
    await finance.post(`/v1/adjustments/${owed}/approve`);
    await finance.post(`/v1/adjustments/${wrong}/reject`);
    show('it is approved', (await api.get(`/v1/adjustments/${owed}`))['status'] === 'approved');
    await twoPages(api, path);
    await twoPages(api, '/v1/periods/2026-m01/adjustments');
    await runBoth(guide, api);
    const [first] = await api.list<{ closing: { overpaidMinor: string } }>(`/v1/people/${person}/ledger`);
    show('it is carried', first?.closing.overpaidMinor === '500');
  },
};

/** The second month is refused before the first; once that is published, it begins by itself. */
export async function runBoth({ platform }: Guide, api: Client): Promise<void> {
  const [first, second] = ['2026-m01', '2026-m02'];
  for (const period of [first, second]) await api.post(`/v1/periods/${period}/close`);
  const early = api.post('/v1/runs', { period: second }, { key: 'second' });
  show('the second month waits', (await refusalOf(early))[1] === 'period.earlier-unpaid');
  await api.post('/v1/runs', { period: first }, { key: 'first' });
  await platform.host.idle();
  const runs = await api.list<{ status: string }>('/v1/runs');
  show('both are published', runs.filter(({ status }) => status === 'published').length === 2);
}

const payers: Stop = {
  name: 'two plans with payment terms',
  async visit({ api, n }) {
    const seller = await hire(api, `Seller-${n}`);
    const payment = { minimumMinor: '100' };
    const of = { period: 'month', components: [COMMISSION], payment } as const;
    await enrolled(api, [seller], { ...of, name: `First ${n}` });
    const second = enrolled(api, [seller], { ...of, name: `Second ${n}` });
    show('she has one of them', (await refusalOf(second))[1] === 'payment.second-plan');
  },
};

/** An adjustment of 500.00 at 0.8. */
const abroad: Stop = {
  name: 'pay in another currency',
  async visit(guide) {
    const { api, person, finance } = await adjusting(guide);
    const draft = { name: 'Abroad', currency: 'EUR', period: 'month', components: [FLAT] };
    const { plan } = await api.post<{ plan: string }>('/v1/plans', draft, { key: 'abroad' });
    const asked = { person, plan, version: 1, from: '2026-01-01', to: null, payCurrency: 'GBP' };
    await api.post('/v1/enrolments', asked, { key: 'abroad' });
    await api.put('/v1/currency-rates/2026-01-30/EUR/GBP', { rate: '0.8' });
    const owed = { period: '2026-m01', amountMinor: '50000', reason: 'because' };
    const { id } = await api.post<{ id: string }>(`/v1/people/${person}/adjustments`, owed, { key: 'owed' });
    await finance.post(`/v1/adjustments/${id}/approve`);
    const run = await runOf(guide.platform, api, '2026-m01', 'abroad');
    show('it is calculated', run.status === 'calculated');
    const { settlement } = await api.get<{ settlement: { paidMinor: string; pay: object } }>(
      `/v1/people/${person}/statements/2026-m01?run=${run.id}`,
    );
    show('it is converted', settlement.paidMinor === '40000' && 'currency' in settlement.pay);
  },
};

export const inTheLedger: readonly Stop[] = [adjustments, payers, abroad];
