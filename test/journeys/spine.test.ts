/** The spine: a signed webhook becomes an explained payout. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { closeBySchedule, dealMessage, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';

const PLAN = {
  name: 'Sellers',
  currency: 'EUR',
  period: 'quarter',
  components: [
    {
      id: 'commission',
      name: 'Commission',
      kind: 'rate-table',
      mode: 'marginal',
      goal: 'Quota',
      bands: [
        { from: '0', to: '1', rate: '0.10' },
        { from: '1', to: '1.25', rate: '0.15' },
        { from: '1.25', to: null, rate: '0.20' },
      ],
    },
    { id: 'bonus', name: 'Bonus', kind: 'attainment-bonus', at: '1', amountMinor: '500000', goal: 'Quota' },
  ],
};

describe('a quarter of Ana', () => {
  const platform = platformFrom('2026-01-05T08:00:00Z');

  it('A73 A74 A85 A113 A114 pays 31,500.00 and the bonus on 270,000.00, and explains each cent', async () => {
    const company = await onboard(platform.current);
    const api = await company.api();
    const ana = await hire(api, 'Ana');
    const { plan } = await api.post<{ plan: string }>('/v1/plans', PLAN, { key: 'plan' });
    await api.put(`/v1/people/${ana}/quotas/2026-q1`, { amountMinor: '20000000', currency: 'EUR' });
    const enrolment = { person: ana, plan, version: 1, from: '2026-01-01', to: null };
    await api.post('/v1/enrolments', enrolment, { key: 'enrol' });

    await moveTo(platform.current, '2026-02-10T09:00:00Z');
    const won = (id: string, amount: string, closeDate: string) =>
      dealMessage(id, 'deal.won', '2026-02-10T08:00:00.000Z', {
        amount,
        currency: 'EUR',
        status: 'won',
        ownerRef: 'u-ana',
        closeDate,
      });
    expect(await company.deliver(won('d1', '190000', '2026-02-09'))).toBe(202);
    expect(await company.deliver(won('d2', '80000.00', '2026-02-10'))).toBe(202);
    await platform.current.host.idle();
    await closeBySchedule(platform.current, company, '2026-q1', '2026-04-04T00:20:00Z');

    const fresh = await company.api();
    const path = `/v1/people/${ana}/statements/2026-q1`;
    const statement = await fresh.get<Json & { lines: Json[] }>(path);
    // 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 % = 20,000 + 7,500 + 4,000 = 31,500; bonus 5,000.
    // Wrong answers: 54,000 (all of it at the top rate), 27,000 (flat), 40,500 (all at 15 %).
    expect(statement).toMatchObject({ totalMinor: '3650000', status: 'published' });
    expect(statement.lines.map(({ component, amountMinor }) => [component, amountMinor])).toEqual([
      ['commission', '1900000'],
      ['commission', '1250000'],
      ['bonus', '500000'],
    ]);
    const explanation = await fresh.get(`${path}/lines/2/explanation`);
    expect(explanation).toMatchObject({ amountMinor: '1250000' });
  });
});
