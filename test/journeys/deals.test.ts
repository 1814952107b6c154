/** Deals over HTTP: all orders of what is said come to one state, and a closed month stays as it is. */
import { describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { refusalOf } from '../kit/asking.ts';
import { enrolled, runOf, statementOf } from '../kit/paying.ts';
import { type Company, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';

type Deal = {
  state: Record<string, unknown>;
  changes: { held?: string; item: string }[];
  late?: Record<string, string>;
  credits: { day: string; amountMinor: string; person: string; role?: string; clock?: string }[];
};

type Why = {
  trueUpOf: object;
  arithmetic: { amountMinor: string }[];
  events: { event: string; causedTheCredit: boolean; raw?: string; signature?: object }[];
};

const platform = platformFrom('2026-01-16T08:00:00Z');

/** Created, won, reopened, won again at another price. */
const STORY = [
  { what: 'created', day: '02', fields: { amount: '50000.00', status: 'open', ownerRef: 'u-ana' } },
  { what: 'won', day: '10', fields: { status: 'won' } },
  { what: 'reopened', day: '12', fields: { status: 'open' } },
  { what: 'regained', day: '15', fields: { status: 'won', amount: '60000' } },
];

const message = (recordId: string, { what, day, fields }: (typeof STORY)[number], month = '01') => ({
  id: `${recordId}-${what}`,
  body: JSON.stringify({
    type: 'deal',
    recordId,
    event: `deal.${what}`,
    occurredAt: `2026-${month}-${day}T09:00:00.000Z`,
    currency: 'EUR',
    ...fields,
  }),
});

async function dealOf(company: Company, recordId: string): Promise<Deal> {
  const id = dealIdOf(ConnectorId.parse(company.connector.id), recordId);
  return (await company.api()).get<Deal>(`/v1/deals/${id}`);
}

/** As a CRM does that gets no good answer. */
async function deliverUntilTaken(company: Company, one: ReturnType<typeof message>): Promise<void> {
  for (let attempt = 1; (await company.deliver(one)) !== 202; attempt += 1) {
    if (attempt === 10) throw new Error('ten deliveries were not taken');
  }
}

/** The message of a webhook comes once more, as queues have it. */
async function tellAgain({ tenant, connector }: Company, item = ''): Promise<void> {
  const { host } = platform.current;
  const [day, dedupe] = item.split('.');
  const data = { connector: connector.id, day, dedupe };
  const at = host.clock.now().toISOString();
  const message = { id: `evt_${'0'.repeat(26)}`, type: 'webhook.received', tenant, at, data };
  host.aws.queue('attain-pool-deals-on-webhook-received').send(JSON.stringify(message));
  await host.idle();
}

describe('a deal', () => {
  it('A58 that is lost in a closed month is made good in the open one, whose statement says why', async () => {
    const company = await onboard(platform.current, { name: 'Bolt' });
    const ana = await hire(await company.api(), 'Ana');
    const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };
    await enrolled(await company.api(), [ana], { name: 'Flat', period: 'month', components: [flat] });
    for (const said of STORY.slice(0, 2)) await company.deliver(message('d1', said));
    await platform.current.host.idle();
    await moveTo(platform.current, '2026-02-04T06:00:00Z');
    await moveTo(platform.current, '2026-02-04T06:15:00Z');
    const api = await company.api();
    const january = await statementOf(api, ana, '2026-m01');
    expect(january.totalMinor).toBe('500000'); // 50,000 × 10 %
    const told = async (what: string, [month, day]: [string, string], status: string) => {
      expect(await company.deliver(message('d1', { what, day, fields: { status } as never }, month))).toBe(
        202,
      );
      await platform.current.host.idle();
      const { id } = await runOf(platform.current, api, '2026-m02', what);
      return statementOf(api, ana, '2026-m02', id);
    };
    const lost = await told('lost', ['01', '28'], 'lost');
    const deal = await dealOf(company, 'd1');
    expect(deal).toMatchObject({ state: { status: 'lost' }, late: { '2026-m01': '2026-m02' } });
    expect(lost).toMatchObject({
      totalMinor: '-500000',
      components: [{ component: 'flat' }, { component: 'flat', name: 'Flat', trueUpOf: '2026-m01' }],
      lines: [{ line: 1, trueUpOf: '2026-m01', creditedMinor: '0', amountMinor: '-500000' }],
    });
    const why = await api.get<Why>(
      `/v1/people/${ana}/statements/2026-m02/lines/1/explanation?run=${lost.run}`,
    );
    expect(why.trueUpOf).toEqual({ period: '2026-m01', deals: [expect.stringMatching(/^dea_/)] });
    expect(why.arithmetic.map(({ amountMinor }) => amountMinor)).toEqual(['-500000', '0']);
    expect(why.events.map(({ event }) => event)).toEqual(['deal.created', 'deal.won', 'deal.lost']);
    expect(why.events.filter(({ causedTheCredit }) => causedTheCredit)).toMatchObject([
      {
        event: 'deal.lost',
        raw: expect.stringContaining('"status":"lost"'),
        signature: { verified: true },
      },
    ]);
    // Won again on the next day of January: nothing is left to be made good.
    expect(await told('regained', ['01', '29'], 'won')).toMatchObject({ totalMinor: '0', lines: [] });
    expect(await told('cancelled', ['02', '03'], 'lost')).toMatchObject({ totalMinor: '-500000' });
    expect(await statementOf(api, ana, '2026-m01')).toEqual(january);
  });

  it('that would be credited on a day of no period waits in quarantine, however often it is replayed', async () => {
    const company = await onboard(platform.current, { name: 'Aeon' });
    await hire(await company.api(), 'Ana');
    const [created, won] = STORY.slice(0, 2);
    const far = { ...won, fields: { status: 'won', closeDate: '2041-01-01' } } as unknown as typeof created;
    for (const said of [created, far]) if (said) await company.deliver(message('d1', said));
    await platform.current.host.idle();
    const held = await dealOf(company, 'd1');
    expect(held.changes.at(-1)).toMatchObject({ held: 'period.missing' });
    const quarantine = `/v1/connectors/${company.connector.id}/quarantine`;
    const waiting = { data: [{ id: held.changes.at(-1)?.item, code: 'period.missing' }] };
    expect(await (await company.api()).get(quarantine)).toMatchObject(waiting);
    await (await company.api()).post(`${quarantine}/replay`);
    await platform.current.host.idle();
    expect(await (await company.api()).get(quarantine)).toMatchObject(waiting);
    // The second time it announces nothing that would have it judged again.
    for (const _ of [1, 2]) await tellAgain(company, held.changes.at(-1)?.item);
    expect((await dealOf(company, 'd1')).credits).toEqual([]);
  });

  it('A115 is counted once although calls fail before they take effect or lose their answer', async () => {
    const company = await onboard(platform.current, { name: 'Dent' });
    await hire(await company.api(), 'Ana');
    let calls = 0;
    platform.current.host.aws.onCall(({ principal: { functionName } }) => {
      if (!/-(crm|deals|outbox)-/.test(functionName)) return 'pass';
      calls += 1;
      return (['pass', 'pass', 'refuse', 'pass', 'lose-answer'] as const)[calls % 5] ?? 'pass';
    });
    const ids = Array.from({ length: 8 }, (_, n) => `d${n}`);
    try {
      const messages = ids.flatMap((id) => STORY.map((said) => message(id, said)));
      await Promise.all(messages.map((one) => deliverUntilTaken(company, one)));
      await platform.current.host.idle();
    } finally {
      platform.current.host.aws.onCall(undefined);
    }
    const api = await company.api();
    const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-01-01&to=2026-02-01`;
    const counts = await api.get(path);
    expect(counts).toMatchObject({ applied: 32, quarantined: 0, pending: 0 }); // 8 deals × 4
    for (const id of ids) {
      const { credits } = await dealOf(company, id);
      expect(credits.map(({ amountMinor }) => amountMinor)).toEqual(['5000000', '-5000000', '6000000']);
    }
  });

  it('A124 that is won while its month closes is credited there, or late', async () => {
    const company = await onboard(platform.current, { name: 'Edge' });
    await hire(await company.api(), 'Ana');
    const won = { what: 'won', day: '10', fields: { amount: '1', status: 'won', ownerRef: 'u-ana' } };
    const ids = Array.from({ length: 20 }, (_, n) => `d${n}`);
    const api = await company.api();
    const [codes] = await Promise.all([
      Promise.all(ids.map((id) => company.deliver(message(id, won)))),
      api.post('/v1/periods/2026-m01/close'),
    ]);
    expect(new Set(codes)).toEqual(new Set([202]));
    await platform.current.host.idle();
    const found = await Promise.all(ids.map((id) => dealOf(company, id)));
    for (const deal of found) {
      expect(deal.credits).toHaveLength(1);
      expect([undefined, { '2026-m01': '2026-m02' }]).toContainEqual(deal.late);
    }
    const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-01-01&to=2026-02-01`;
    const counts = { applied: ids.length, quarantined: 0, pending: 0 };
    expect(await api.get(path)).toMatchObject({ received: ids.length, ignored: 0, ...counts });
  });

  it('says what it is about and what was collected, and is whose the company says until that is released', async () => {
    const company = await onboard(platform.current, { name: 'Flux' });
    const api = await company.api();
    const [ana, ben, cem] = [await hire(api, 'Ana'), await hire(api, 'Ben'), await hire(api, 'Cem')];
    const told = async (what: string, [month = '', day = '']: string[], fields: object) => {
      await company.deliver(message('d1', { what, day, fields: fields as never }, month));
      await platform.current.host.idle();
    };
    const about = { type: 'new', product: 'Seats', custom: { years: 3 } };
    const facts = { about, units: 5, cost: '40.00', overlays: [{ ownerRef: 'u-cem', share: 1 }] };
    await told('won', ['01', '05'], {
      amount: '100.00',
      status: 'won',
      ownerRef: 'u-ana',
      invoiced: 100,
      ...facts,
    });
    const said = {
      day: '2026-01-05',
      about: { ...about, custom: { years: '3' } },
      units: '5',
      costMinor: '4000',
    };
    expect((await dealOf(company, 'd1')).credits).toMatchObject([
      { ...said, person: ana, amountMinor: '10000' },
      { ...said, person: cem, amountMinor: '10000', role: 'overlay' },
      { ...said, person: ana, amountMinor: '10000', clock: 'invoice' },
      { ...said, person: cem, amountMinor: '10000', clock: 'invoice', role: 'overlay' },
    ]);
    // Nobody was on top or paid of it more than once: the report counts the sale.
    expect(await api.get('/v1/reports/sales?from=2026-01-01&to=2026-02-01&by=product')).toMatchObject({
      rows: [{ key: { product: 'Seats' }, deals: 1, amountMinor: '10000' }],
    });

    const override = `/v1/deals/${dealIdOf(ConnectorId.parse(company.connector.id), 'd1')}/credit-override`;
    const shared = { splits: [{ person: ben, share: '1' }], reason: 'Ben sold it' };
    const stranger = { splits: [{ person: `per_${'0'.repeat(26)}`, share: '1' }], reason: 'x' };
    expect(await refusalOf(api.put(override, stranger))).toEqual([422, 'person.unknown', '/splits/0/person']);
    expect(await refusalOf(api.get(override))).toEqual([404, 'not-found']);
    const today = platform.current.host.clock.now().toISOString().slice(0, 10);
    const set = await api.put(override, shared);
    expect(await api.put(override, shared)).toEqual(set);
    const other = { ...shared, splits: [{ person: cem, share: '1' }] };
    expect(await refusalOf(api.put(override, other))).toEqual([428, 'precondition.missing']);
    await told('moved', ['01', '14'], { ownerRef: 'u-cem', collected: '60.00' });
    const sold = async () =>
      (await dealOf(company, 'd1')).credits
        .filter(({ role, clock }) => !role && clock !== 'invoice')
        .map(({ day, person, amountMinor, clock }) => [day, person, amountMinor, clock]);
    // The CRM says on the 14th that it is Cem's and that 60.00 came in; Ben's it is from today on.
    expect(await sold()).toEqual([
      ['2026-01-05', ana, '10000', undefined],
      ['2026-01-14', ana, '-10000', undefined],
      ['2026-01-14', cem, '10000', undefined],
      ['2026-01-14', cem, '6000', 'cash'],
      [today, cem, '-10000', undefined],
      [today, ben, '10000', undefined],
      [today, cem, '-6000', 'cash'],
      [today, ben, '6000', 'cash'],
    ]);
    await told('late', ['02', '05'], { ownerRef: 'u-ana' });
    expect((await sold()).at(-1)).toEqual([today, ben, '6000', 'cash']);
    await api.delete(override, { ifMatch: await api.tagOf(override) });
    await api.delete(override);
    await platform.current.host.idle();
    expect((await sold()).at(-1)?.[1]).toBe(ana);
  });

  it('A116 of another company, or of none, is not there', async () => {
    const company = await onboard(platform.current, { name: 'Crate' });
    await expect(dealOf(company, 'd1')).rejects.toMatchObject({ status: 404 });
  });
});
