/** Milestones of a quarter, looked for at night. On the platform of the plans, after the ledger: it moves on to May. */
import { beforeAll, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { enrolled, setQuota } from '../kit/paying.ts';
import { type Company, dealMessage, hire, moveTo, onboard } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const FLAT = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };
const Q2 = '2026-q2';

export function milestonesJourney({ platform }: Ground): void {
  let company: Company;
  let nora: string;
  let otto: string;

  const say = async (day: string, fields: Json) => {
    const message = dealMessage(`nora-${String(fields['id'] ?? 1)}`, 'deal.updated', `${day}T10:00:00.000Z`, {
      currency: 'EUR',
      ownerRef: 'u-nora',
      status: 'won',
      ...fields,
      id: undefined,
    });
    expect(await company.deliver(message)).toBe(202);
    await platform.current.host.idle();
  };
  const night = (day: string) => moveTo(platform.current, `${day}T02:00:30Z`);
  const noticed = async () => {
    const notices = await (await company.api()).list(`/v1/people/${nora}/notices?limit=1`);
    return notices.map(({ measure, percent, at }) => `${measure} ${percent} ${String(at).slice(0, 10)}`);
  };

  beforeAll(async () => {
    await moveTo(platform.current, '2026-05-04T08:00:00Z');
    company = await onboard(platform.current, { name: 'Noticing' });
    const api = await company.api();
    nora = await hire(api, 'Nora');
    otto = await hire(api, 'Otto');
    await enrolled(api, [nora], { name: 'Sellers', period: 'quarter', components: [FLAT] });
    await setQuota(api, nora, Q2, '20000000');
    const control = new Client(platform.current.at.control, api.token);
    for (const [name, person] of Object.entries({ nora, otto })) {
      await control.post('/v1/logins', { email: `${name}@acme.example`, person, roles: ['rep'] });
    }
  });

  it('A124 March does not close while February is open', async () => {
    // Who joins in May may bring what happened before for thirty days, so nothing has closed yet.
    const api = await company.api();
    expect(await api.get('/v1/periods/2026-m02')).toMatchObject({ status: 'open' });
    const march = api.post('/v1/periods/2026-m03/close');
    expect(await refusalOf(march)).toEqual([409, 'period.earlier-open']);
  });

  it('A83 are told of the night after they were reached: 100,000 of 200,000 is half', async () => {
    await say('2026-05-04', { amount: '100000' });
    expect(await noticed()).toEqual([]);
    await night('2026-05-05');
    expect(await noticed()).toEqual(['bookings 50 2026-05-05']);
  });

  it('A83 are told once, although a deal is lost and another takes attainment above again', async () => {
    await say('2026-05-05', { status: 'lost' });
    await night('2026-05-06');
    // 120,000 of another deal is above half again, and below 90 %, 180,000.
    await say('2026-05-06', { id: 2, amount: '120000' });
    await night('2026-05-07');
    expect(await noticed()).toEqual(['bookings 50 2026-05-05']);
    await say('2026-05-07', { id: 3, amount: '80000' });
    await night('2026-05-08');
    // 200,000 of 200,000: both at once. The furthest comes first.
    expect(await noticed()).toEqual([
      'bookings 100 2026-05-08',
      'bookings 90 2026-05-08',
      'bookings 50 2026-05-05',
    ]);
  });

  it('A83 are seen by the payee and told in words, and a peer finds nothing', async () => {
    const path = `/v1/people/${nora}/notices`;
    const [latest] = await (await company.api('nora@acme.example')).list(path);
    expect(latest).toMatchObject({
      period: Q2,
      over: 'period',
      end: '2026-07-01',
      creditedMinor: '20000000',
      quotaMinor: '20000000',
      sentence: 'You have reached 100 % of your bookings quota: 200,000.00 EUR of 200,000.00 EUR, 100 %.',
    });
    const peer = (await company.api('otto@acme.example')).get(path);
    expect(await refusalOf(peer)).toEqual([404, 'not-found']);
  });
}
