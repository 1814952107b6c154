/** Deliveries over HTTP: what is refused, what is taken, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { deliver as send } from '../../infra/cli/webhook.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { type Company, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';

const AT = '2026-02-10T09:00:00Z';
const platform = platformFrom(AT);
const nobody = `con_${'0'.repeat(26)}_${'0'.repeat(26)}`;

type Quarantine = { data: { id: string; code: string; message: string; receivedAt: string }[] };
type Counts = Record<'received' | 'applied' | 'ignored' | 'quarantined' | 'pending', number>;

const deal = (recordId: string, fields: object = {}) => ({
  id: `msg-${recordId}`,
  body: JSON.stringify({
    type: 'deal',
    recordId,
    event: 'deal.won',
    occurredAt: '2026-02-10T08:00:00.000Z',
    amount: '100.00',
    currency: 'EUR',
    status: 'won',
    ownerRef: 'u-ana',
    ...fields,
  }),
});

async function counts(company: Company): Promise<Counts> {
  await platform.current.host.idle();
  const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-02-01&to=2026-03-01`;
  return (await company.api()).get<Counts>(path);
}

describe('a delivery', () => {
  it('A113 A125 fifty times at once is one event, and every answer is good', async () => {
    const company = await onboard(platform.current);
    await hire(await company.api(), 'Ana');
    const answers = await Promise.all(Array.from({ length: 50 }, () => company.deliver(deal('d1'))));
    expect(new Set(answers)).toEqual(new Set([202]));
    expect(await counts(company)).toMatchObject({
      received: 50,
      applied: 1,
      ignored: 49,
      quarantined: 0,
      pending: 0,
    });
  });

  it('A113 forged, unknown, unreadable or too large is refused and leaves nothing', async () => {
    const company = await onboard(platform.current, { name: 'Bolt' });
    const { connector } = company;
    const at = platform.current.host.clock.now();
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
    const message = deal('d1');
    expect(await company.deliver(message, `whsec_${Buffer.alloc(32, 1).toString('base64')}`)).toBe(401);
    expect(await send(message, { ...connector, at: later(-310) })).toBe(401);
    expect(await send(message, { ...connector, at: later(310) })).toBe(401);
    expect(await company.deliver({ ...message, id: 'with.dot' })).toBe(401);
    expect((await fetch(connector.url, { method: 'POST', body: message.body })).status).toBe(401);
    const elsewhere = connector.url.replace(connector.id, nobody);
    expect(await send(message, { ...connector, url: elsewhere, at })).toBe(404);
    expect(await company.deliver({ id: 'm', body: 'not json' })).toBe(400);
    expect(await company.deliver({ id: 'm', body: `"${'x'.repeat(999_999)}"` })).toBe(413);
    expect(await counts(company)).toMatchObject({ received: 0 });
  });

  it('costs one request to the table when it is proven, and none when it is not', async () => {
    const company = await onboard(platform.current, { name: 'Cost' });
    const { aws } = platform.current.host;
    await company.deliver(deal('d0'));
    aws.resetCapacity();
    await company.deliver(deal('d1'), company.connector.secret.replace(/.{4}$/, 'AAA='));
    expect(aws.capacity()['attain-pool-crm-api-intake']).toBeUndefined();
    await company.deliver(deal('d1'));
    expect(aws.capacity()['attain-pool-crm-api-intake']).toEqual({
      UpdateItem: { calls: 1, rcu: 0, wcu: 1 },
    });
  });

  it('of A for the connector of B is refused', async () => {
    const [a, b] = [
      await onboard(platform.current, { name: 'A' }),
      await onboard(platform.current, { name: 'B' }),
    ];
    expect(await b.deliver(deal('d1'), a.connector.secret)).toBe(401);
  });

  it('that barely compresses lies in a blob and is applied all the same', async () => {
    const company = await onboard(platform.current, { name: 'Crate' });
    await hire(await company.api(), 'Ana');
    let state = 1;
    const noise = Array.from({ length: 620_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (state % 90)).replace(/["\\]/, '~');
    }).join('');
    const big = deal('d1').body.replace('{', () => `{"type":"${noise}",`);
    expect(await company.deliver({ id: 'big', body: big })).toBe(202);
    expect(await counts(company)).toMatchObject({ received: 1, applied: 1, pending: 0 });
  });

  it('A113 is signed with either secret for a day after a rotation, and then only with the new one', async () => {
    const company = await onboard(platform.current, { name: 'Dial' });
    const path = `/v1/connectors/${company.connector.id}/rotate`;
    const { secret: old } = company.connector;
    const { secret } = await (await company.api()).post<{ secret: string }>(path);
    expect(secret).not.toBe(old);
    const start = platform.current.host.clock.now().getTime();
    const later = (minutes: number) =>
      moveTo(platform.current, new Date(start + minutes * 60_000).toISOString());
    const both = async (n: number) => [
      await company.deliver(deal(`old-${n}`), old),
      await company.deliver(deal(`new-${n}`), secret),
    ];
    expect(await both(1)).toEqual([202, 202]);
    await later(24 * 60 - 1);
    expect(await both(2)).toEqual([202, 202]);
    await later(24 * 60 + 1);
    expect(await both(3)).toEqual([401, 202]);
  });

  it('A113 is signed with two secrets at most: rotating twice ends the first early', async () => {
    const company = await onboard(platform.current, { name: 'Ekg' });
    const path = `/v1/connectors/${company.connector.id}/rotate`;
    await (await company.api()).post(path);
    const { secret } = await (await company.api()).post<{ secret: string }>(path);
    // Longer than an instance keeps the secrets that it has read.
    await moveTo(
      platform.current,
      new Date(platform.current.host.clock.now().getTime() + 60_000).toISOString(),
    );
    expect(await company.deliver(deal('d1'), company.connector.secret)).toBe(401);
    expect(await company.deliver(deal('d2'), secret)).toBe(202);
  });
});

describe('quarantine', () => {
  it('A115 shows what was authentic but unusable, and replays it once it can be used', async () => {
    const company = await onboard(platform.current, { name: 'Echo' });
    await company.deliver(deal('d1'));
    await company.deliver(deal('d2', { amount: '1,000.00' }));
    await company.deliver(deal('d3', { currency: 'DOLLAR' }));
    await company.deliver({ id: 'd4', body: '[]' });
    expect(await counts(company)).toMatchObject({ received: 4, applied: 0, quarantined: 4, pending: 0 });
    const api = await company.api();
    const quarantine = `/v1/connectors/${company.connector.id}/quarantine`;
    const { data } = await api.get<Quarantine>(quarantine);
    expect(data.map(({ code }) => code).sort()).toEqual([
      'amount.invalid',
      'body.shape',
      'currency.unknown',
      'owner.unknown',
    ]);
    await hire(api, 'Ana');
    const waiting = data.find(({ code }) => code === 'owner.unknown');
    await api.post(`${quarantine}/${waiting?.id}/replay`);
    expect(await counts(company)).toMatchObject({ applied: 1, quarantined: 3, pending: 0 });
    await expect(api.post(`${quarantine}/${waiting?.id}/replay`)).rejects.toMatchObject({ status: 409 });
    expect(await api.post(`${quarantine}/replay`)).toEqual({ replayed: 3, more: false });
    expect(await counts(company)).toMatchObject({ applied: 1, quarantined: 3, pending: 0 });
  });

  it('holds a deal in another currency until its rate is said, and that rate stays with it', async () => {
    const company = await onboard(platform.current, { name: 'Golf' });
    const api = await company.api();
    await hire(api, 'Ana');
    const dollars = { amount: '40000.00', currency: 'USD' };
    await company.deliver(deal('d1', dollars));
    expect(await counts(company)).toMatchObject({ received: 1, applied: 0, quarantined: 1, pending: 0 });
    const quarantine = `/v1/connectors/${company.connector.id}/quarantine`;
    const { data } = await api.get<Quarantine>(quarantine);
    expect(data.map(({ code }) => code)).toEqual(['rate.missing']);
    await api.put('/v1/currency-rates/2026-02-09/USD/EUR', { rate: '0.7' });
    expect(await api.post(`${quarantine}/replay`)).toEqual({ replayed: 1, more: false });
    expect(await counts(company)).toMatchObject({ applied: 0, quarantined: 1 });
    await api.put('/v1/currency-rates/2026-02-10/USD/EUR', { rate: '1.10' });
    expect(await api.post(`${quarantine}/replay`)).toEqual({ replayed: 1, more: false });
    expect(await counts(company)).toMatchObject({ applied: 1, quarantined: 0, pending: 0 });
    const before = { ifMatch: await api.tagOf('/v1/currency-rates/2026-02-10/USD/EUR') };
    await api.put('/v1/currency-rates/2026-02-10/USD/EUR', { rate: '1.20' }, before);
    const amended = { ...dollars, amount: '41000.00', occurredAt: '2026-02-12T08:00:00.000Z' };
    await company.deliver({ ...deal('d1', amended), id: 'msg-d1-more' });
    expect(await counts(company)).toMatchObject({ applied: 2, quarantined: 0, pending: 0 });
    const id = dealIdOf(ConnectorId.parse(company.connector.id), 'd1');
    const { state, credits } = await api.get<{ state: object; credits: object[] }>(`/v1/deals/${id}`);
    // 40,000 × 1.10 = 44,000, taken back, and 41,000 × 1.10 = 45,100. Wrong: 49,200, by the rate as it is now.
    expect(state).toMatchObject({ amountMinor: '4100000', currency: 'USD' });
    const converted = { from: 'USD', rate: '1.1', on: '2026-02-10' };
    expect(credits).toMatchObject(
      ['4400000', '-4400000', '4510000'].map((amountMinor) => ({ amountMinor, converted })),
    );
  });

  it('A116 of another company is not there', async () => {
    const [a, b] = [
      await onboard(platform.current, { name: 'A' }),
      await onboard(platform.current, { name: 'B' }),
    ];
    const api = await a.api();
    for (const path of ['', '/quarantine', '/reconciliation?from=2026-02-01&to=2026-02-02']) {
      await expect(api.get(`/v1/connectors/${b.connector.id}${path}`)).rejects.toMatchObject({ status: 404 });
    }
    for (const path of ['/rotate', '/quarantine/replay', `/quarantine/undated.${'0'.repeat(64)}/replay`]) {
      await expect(api.post(`/v1/connectors/${b.connector.id}${path}`)).rejects.toMatchObject({
        status: 404,
      });
    }
  });
});
