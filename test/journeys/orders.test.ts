/** All orders in which five webhooks of a deal can arrive, with repeats, come to the same statement. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import type { Json } from '../../infra/cli/client.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { sideBySide } from '../kit/asking.ts';
import {
  canonical,
  COMMISSION,
  enrolled,
  type Run,
  runOf,
  setQuota,
  type Statement,
  statementOf,
} from '../kit/paying.ts';
import { closeBySchedule, type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';

const JANUARY = '2026-m01';
const SELLERS = 120; // 5! orders
const AT_ONCE = 8;

/** What happens to each seller's deal: day of January, event, fields. */
const STORY = [
  ['12', 'created', { amount: '40000', currency: 'EUR', status: 'open', stage: 'qualify' }],
  ['13', 'changed', { amount: '120000.00', currency: 'EUR', stage: 'propose' }],
  ['14', 'won', { status: 'won', stage: 'closed_won' }],
  ['15', 'reopened', { status: 'open', stage: 'negotiate' }],
  ['16', 'lost', { status: 'lost', stage: 'closed_lost' }],
] as const;
const REGAINED = ['20', 'regained', { status: 'won' }] as const;

const orders = permutations([...STORY]);

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, n) => permutations(all.toSpliced(n, 1)).map((rest) => [one, ...rest]));
}

const messageOf = (seller: number, [day, what, fields]: readonly [string, string, object]) =>
  dealMessage(`deal-${seller}`, `deal.${what}`, `2026-01-${day}T09:00:00.000Z`, {
    ...fields,
    ownerRef: `u-s${seller}`,
  });

/** Without what tells one seller from another. */
function anonymous(statement: Statement) {
  const { person: _, name: _name, lines, ...content } = canonical(statement);
  return { ...content, lines: lines.map(({ dealRef: _, ...line }) => line) };
}

describe('120 sellers whose CRM tells the same in 120 orders', () => {
  const platform = platformFrom('2026-01-25T08:00:00Z');
  let company: Company;
  let people: string[];
  let preview: Run;

  beforeAll(async () => {
    company = await onboard(platform.current);
    const api = await company.api();
    people = await sideBySide(orders, AT_ONCE, (_, n) => hire(api, `S${n}`));
    await enrolled(api, people, { name: 'Monthly', period: 'month', components: [COMMISSION] });
    await sideBySide(people, AT_ONCE, (person) => setQuota(api, person, JANUARY, '10000000'));
  });

  const counts = async () => {
    await platform.current.host.idle();
    const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-01-01&to=2026-02-01`;
    return (await company.api()).get(path);
  };

  const statements = async (run?: string) => {
    const api = await company.api();
    return sideBySide(people, AT_ONCE, (person) => statementOf(api, person, JANUARY, run));
  };

  it('A125 applies each webhook once, in every order, some of them twice', async () => {
    const answers = await sideBySide(orders, AT_ONCE, async (order, seller) => {
      const arrivals = order.map((happening) => messageOf(seller, happening));
      // One in seven comes again after all others.
      const again = arrivals.filter((_, n) => (seller + n) % 7 === 0);
      const codes: number[] = [];
      for (const message of [...arrivals, ...again]) codes.push(await company.deliver(message));
      return codes;
    });
    expect(new Set(answers.flat())).toEqual(new Set([202]));
    // Of 120 × 5 = 600 pairs, 86 have seller + n divisible by 7.
    expect(await counts()).toMatchObject({
      received: 686,
      applied: 600,
      ignored: 86,
      quarantined: 0,
      pending: 0,
    });
  });

  it('A125 tells the same history of stages, whatever the order was', async () => {
    const api = await company.api();
    const connector = ConnectorId.parse(company.connector.id);
    for (let seller = 0; seller < SELLERS; seller += 7) {
      const deal = dealIdOf(connector, `deal-${seller}`);
      const { state, changes } = await api.get<Json & { changes: Json[] }>(`/v1/deals/${deal}`);
      expect(state).toMatchObject({ stage: 'closed_lost', status: 'lost', amountMinor: '12000000' });
      expect(changes.map(({ stage }) => stage)).toEqual(STORY.map(([, , { stage }]) => stage));
    }
  });

  it('A125 pays nothing for a deal that was lost in the end, whoever heard of it in whichever order', async () => {
    const run = await runOf(platform.current, await company.api(), JANUARY, 'lost');
    expect(run).toMatchObject({ status: 'calculated', payees: SELLERS, held: 0, totalMinor: '0' });
    const payees = await (await company.api()).list(`/v1/runs/${run.id}/payees`);
    expect(payees).toHaveLength(SELLERS);
    for (const payee of payees) expect(payee).toMatchObject({ totalMinor: '0', lines: 2 });
  });

  it('A125 pays all of them the same, line by line, when it is won again', async () => {
    await sideBySide(orders, AT_ONCE, (_, seller) => company.deliver(messageOf(seller, REGAINED)));
    await platform.current.host.idle();
    preview = await runOf(platform.current, await company.api(), JANUARY, 'regained');
    const [first, ...others] = await statements(preview.id);
    if (!first) throw new Error('there are 120 statements');
    // On a quota of 100,000: 100,000 × 10 % + 20,000 × 15 % = 13,000, and back, and again.
    // Wrong answers: 26,000 (the reversal is lost), 0 (the second win is), 4,000 (of the first amount).
    expect(anonymous(first).lines).toMatchObject([
      { day: '2026-01-14', creditedMinor: '12000000', amountMinor: '1300000' },
      { day: '2026-01-15', creditedMinor: '-12000000', amountMinor: '-1300000' },
      { day: '2026-01-20', creditedMinor: '12000000', amountMinor: '1300000' },
    ]);
    expect(first.totalMinor).toBe('1300000');
    for (const other of others) expect(anonymous(other)).toEqual(anonymous(first));
    expect(preview).toMatchObject({ payees: SELLERS, totalMinor: '156000000' }); // 120 × 13,000.00
  });

  it('lists all of them, page after page, without a gap or a repeat', async () => {
    const api = await company.api();
    // The 120, and the first admin; by name: 'ada admin', 's0', 's1', 's10', 's100', …
    const found = await api.list<{ id: string; name: string }>('/v1/people?limit=7');
    const names = found.map(({ name }) => name.toLowerCase());
    expect(names).toEqual(['ada admin', ...people.map((_, n) => `s${n}`).sort()]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(SELLERS + 1);
    expect(await api.list(`/v1/periods/${JANUARY}/quotas?limit=50`)).toHaveLength(SELLERS);
    expect(await api.list(`/v1/runs/${preview.id}/payees?limit=60`)).toHaveLength(SELLERS);
    const [whole, more] = await Promise.all(
      ['120', '119'].map((limit) => api.get<Json>(`/v1/runs/${preview.id}/payees?limit=${limit}`)),
    );
    expect(whole?.['nextCursor']).toBeNull();
    expect(more?.['nextCursor']).not.toBeNull();
  });

  it('A114 comes to the same statements when everything is delivered again and the schedule runs it', async () => {
    for (const [seller, order] of orders.slice(0, 10).entries()) {
      for (const happening of order.toReversed()) await company.deliver(messageOf(seller, happening));
    }
    expect(await counts()).toMatchObject({ received: 686 + 120 + 50, applied: 720, ignored: 136 });
    // Three days after January's end in Berlin: 4 February 00:00, which is 23:00Z before.
    await closeBySchedule(platform.current, company, JANUARY, '2026-02-03T23:00:30Z');
    const api = await company.api();
    const final = (await api.list<Run>('/v1/runs')).find(({ status }) => status === 'published');
    expect(await api.get(`/v1/runs/${final?.id}`)).toMatchObject({ digest: preview.digest, payees: SELLERS });
    const [before, after] = [await statements(preview.id), await statements()];
    expect(after.map(canonical)).toEqual(before.map(canonical));
  });
});
