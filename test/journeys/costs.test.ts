/** What use cases cost, counted by the checking proxy: requests and capacity repeat exactly, times do not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { sideBySide } from '../kit/asking.ts';
import { enrolled, type Run, statementOf } from '../kit/paying.ts';
import { closeBySchedule, type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const DEALS = 100;
let company: Company;
let ana: string;

type Cost = { readonly calls: number; readonly rcu: number; readonly wcu: number };
const NOTHING: Cost = { calls: 0, rcu: 0, wcu: 0 };

/** Capacity since the last reset: of one function, and of one operation where it is named. */
function costOf(entry: string, operation?: string): Cost {
  const own = platform.current.host.aws.capacity()[`attain-pool-${entry}`] ?? {};
  return Object.entries(own)
    .filter(([name]) => operation === undefined || name === operation)
    .reduce(
      (sum, [, { calls, rcu, wcu }]) => ({
        calls: sum.calls + calls,
        rcu: sum.rcu + rcu,
        wcu: sum.wcu + wcu,
      }),
      NOTHING,
    );
}

const component = (n: number) => ({
  id: `part-${n}`,
  name: `Part ${n}`,
  kind: 'flat-rate',
  goal: 'Bookings',
  rate: `0.0${n}`,
});

beforeAll(async () => {
  company = await onboard(platform.current);
  const api = await company.api();
  ana = await hire(api, 'Ana');
  const components = [1, 2, 3].map(component);
  await enrolled(api, [ana], { name: 'Sellers', period: 'quarter', components });
});

/** A deal that is created, with what it is about, amended and won, a day apart. */
const story = (n: number) => [
  dealMessage(`opp-${n}`, 'created', '2026-01-02T08:00:00.000Z', {
    amount: '50000',
    currency: 'EUR',
    status: 'open',
    stage: 'qualify',
    ownerRef: 'u-ana',
    about: { type: 'new', product: 'Seats', account: `Account ${n}`, territory: 'North' },
    units: 12,
    cost: '20000',
  }),
  dealMessage(`opp-${n}`, 'amended', '2026-01-03T08:00:00.000Z', { amount: `${60_000 + n * 7}.50` }),
  dealMessage(`opp-${n}`, 'won', '2026-01-04T08:00:00.000Z', { status: 'won', closeDate: '2026-01-04' }),
];

describe('a deal event by webhook', () => {
  it('costs one request before the answer, and at most 2.1 units of writing in all', async () => {
    const { host } = platform.current;
    await company.deliver(story(DEALS)[0] ?? { id: '', body: '' });
    await host.idle();
    host.aws.resetCapacity();
    const stories = Array.from({ length: DEALS }, (_, n) => story(n));
    for (const part of [0, 1, 2]) {
      await sideBySide(stories, 8, (messages) => company.deliver(messages[part] ?? { id: '', body: '' }));
      await host.idle();
    }
    const events = 3 * DEALS;
    // One update of the inbox, one unit: the compressed body and its proof are below a kilobyte.
    expect(costOf('crm-api-intake', 'UpdateItem')).toEqual({ calls: events, rcu: 0, wcu: events });
    // Nothing else is asked, but whether the company is served: once in five seconds for each instance.
    expect(Object.keys(host.aws.capacity()['attain-pool-crm-api-intake'] ?? {}).sort()).toEqual([
      'GetItem',
      'UpdateItem',
    ]);
    // One update of the deal, one unit: with three changes it is still below a kilobyte.
    expect(costOf('deals-on-webhook-received', 'UpdateItem').wcu).toBe(events);
    // Crediting comes in batches of up to a hundred: here is a full one, and its pages.
    host.aws.resetCapacity();
    await host.invoke(creditingArn(), { Records: stories.map((_, n) => changed(`opp-${n}`)) });
    const { calls, wcu } = costOf('deals-on-deal-changed', 'TransactWriteItems');
    expect(calls).toBe(1);
    expect((events + events + wcu) / events).toBeLessThanOrEqual(2.1);
  });
});

const creditingArn = () =>
  platform.current.host.assembly
    .of('AWS::Lambda::Function')
    .find(({ name }) => name === 'attain-pool-deals-on-deal-changed')?.arn ?? '';

/** The message that a deal changed, as the bus puts it into the queue. */
function changed(recordId: string) {
  const deal = dealIdOf(ConnectorId.parse(company.connector.id), recordId);
  const event = { id: `evt-${recordId}`, type: 'deal.changed', tenant: company.tenant };
  const detail = { ...event, at: '2026-01-05T08:00:00.000Z', data: { deal } };
  return { messageId: recordId, body: JSON.stringify({ detail }) };
}

describe('a run', () => {
  it('costs at most a tenth of a unit of writing for each line, and a statement of 300 lines one small read', async () => {
    const { host } = platform.current;
    host.aws.resetCapacity();
    await closeBySchedule(platform.current, company, '2026-q1', '2026-04-04T00:20:00Z');
    const steps = ['pin-run', 'calculate-shard', 'finish-run'].map((step) => `runs-step-${step}`);
    const run = ['runs-on-run-due', 'runs-on-run-started', ...steps].map((entry) => costOf(entry));
    const [wcu, rcu] = [
      run.reduce((sum, one) => sum + one.wcu, 0),
      run.reduce((sum, one) => sum + one.rcu, 0),
    ];
    console.info(
      `four runs over ${DEALS} deals: ${wcu} WCU, ${rcu} RCU; per deal ${wcu / DEALS}, ${rcu / DEALS}`,
    );
    expect(wcu).toBeLessThanOrEqual((3 * DEALS) / 5);

    const api = await company.api();
    const [quarter] = (await api.list<Run>('/v1/runs')).filter(({ summary }) => summary.period === '2026-q1');
    expect(quarter?.status).toBe('published');
    await statementOf(api, ana, '2026-q1');
    const costs: Cost[] = [];
    for (let time = 0; time < 3; time++) {
      host.aws.resetCapacity();
      const statement = await statementOf(api, ana, '2026-q1');
      expect(statement.lines).toHaveLength(3 * DEALS);
      costs.push(costOf('statements-api'));
    }
    // The sheet is one item below 4 KB, read eventually consistent: half a unit. Now and then an instance
    // also asks whether the company is served, and takes a handful of its turns.
    expect(costs).toContainEqual({ calls: 1, rcu: 0.5, wcu: 0 });
  });
});
