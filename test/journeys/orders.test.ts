/** A thousand webhooks: in all orders in which five can arrive, with repeats, and ten that nobody can use. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import type { Json } from '../../infra/cli/client.ts';
import type { Message } from '../../infra/cli/webhook.ts';
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
const DEALS = 120; // 5! orders
const SELLERS = 24; // with five deals each
const AT_ONCE = 8;

/** What happens to each deal: day of January, event, fields. */
const STORY = [
  ['12', 'created', { amount: '40000', currency: 'EUR', status: 'open', stage: 'qualify' }],
  ['13', 'changed', { amount: '120000.00', currency: 'EUR', stage: 'propose' }],
  ['14', 'won', { status: 'won', stage: 'closed_won' }],
  ['15', 'reopened', { status: 'open', stage: 'negotiate' }],
  ['16', 'lost', { status: 'lost', stage: 'closed_lost' }],
] as const;
const REGAINED = ['20', 'regained', { status: 'won', stage: 'closed_won' }] as const;

const orders = permutations([...STORY]);

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, n) => permutations(all.toSpliced(n, 1)).map((rest) => [one, ...rest]));
}

const messageOf = (deal: number, [day, what, fields]: readonly [string, string, object]) =>
  dealMessage(`deal-${deal}`, `deal.${what}`, `2026-01-${day}T09:00:00.000Z`, {
    ...fields,
    ownerRef: `u-s${deal % SELLERS}`,
  });

/** 600 of the sellers' deals, of which 120 × 5 pairs 86 have deal + n divisible by 7: those come twice. */
const arrivals = orders.map((order, deal) => {
  const messages = order.map((happening) => messageOf(deal, happening));
  return [...messages, ...messages.filter((_, n) => (deal + n) % 7 === 0)];
});

/** 270 more that are only hoped for, so that nobody is paid for them. */
const pipeline = Array.from({ length: 270 }, (_, n) =>
  dealMessage(`hope-${n}`, 'deal.created', '2026-01-21T09:00:00.000Z', {
    amount: `${n + 1}.50`,
    currency: 'EUR',
    status: 'open',
    ownerRef: `u-s${n % SELLERS}`,
  }),
);

const bad = (recordId: string, fields: Json = {}): Json => ({
  type: 'deal',
  recordId,
  event: 'deal.won',
  occurredAt: '2026-01-22T09:00:00.000Z',
  amount: '500',
  currency: 'EUR',
  status: 'won',
  ownerRef: 'u-s0',
  ...fields,
});
const split = (...parts: [ref: string, share: string][]) => ({
  splits: parts.map(([ownerRef, share]) => ({ ownerRef, share })),
});
const { occurredAt: _, ...undated } = bad('undated');
/** Authentic, and each unusable in a way of its own. */
const UNUSABLE: readonly [code: string, body: unknown][] = [
  ['owner.unknown', bad('late-owner', { ownerRef: 'u-late' })],
  ['owner.unknown', bad('late-seller', split(['u-late', '1']))],
  ['amount.invalid', bad('no-number', { amount: 'NaN' })],
  ['amount.invalid', bad('tenth-of-a-cent', { amount: '12.345' })],
  ['rate.missing', bad('dollars', { currency: 'USD' })],
  ['split.total', bad('90-percent', split(['u-s0', '0.6'], ['u-s1', '0.3']))],
  ['type.unknown', bad('contact', { type: 'contact' })],
  ['body.shape', [bad('list')]],
  ['body.shape', undated],
  ['body.shape', bad('unknown-field', { discount: '5' })],
];
const unusable = UNUSABLE.map(([, body], n): Message => ({ id: `bad-${n}`, body: JSON.stringify(body) }));

/** Without what tells one seller from another. */
function anonymous(statement: Statement) {
  const { person: _, name: _name, lines, ...content } = canonical(statement);
  return { ...content, lines: lines.map(({ dealRef: _, ...line }) => line) };
}

describe('a thousand webhooks of 24 sellers', () => {
  const platform = platformFrom('2026-01-25T08:00:00Z');
  let company: Company;
  let people: string[];
  let preview: Run;
  let previewed: Statement[];

  beforeAll(async () => {
    company = await onboard(platform.current);
    const api = await company.api();
    const names = Array.from({ length: SELLERS }, (_, n) => `S${n}`);
    people = await sideBySide(names, AT_ONCE, (name) => hire(api, name));
    await enrolled(api, people, { name: 'Monthly', period: 'month', components: [COMMISSION] });
    await sideBySide(people, AT_ONCE, (person) => setQuota(api, person, JANUARY, '50000000'));
  });

  const connectorPath = () => `/v1/connectors/${company.connector.id}`;
  const counts = async () => {
    await platform.current.host.idle();
    const api = await company.api();
    return api.get(`${connectorPath()}/reconciliation?from=2026-01-01&to=2026-02-01`);
  };
  const quarantined = async () =>
    (await company.api()).list<Json & { id: string }>(`${connectorPath()}/quarantine?limit=3`);
  const dealOf = async (recordId: string) => {
    const id = dealIdOf(ConnectorId.parse(company.connector.id), recordId);
    return (await company.api()).get<Json & { changes: Json[]; credits: Json[] }>(`/v1/deals/${id}`);
  };
  const statements = async (run?: string) => {
    const api = await company.api();
    return sideBySide(people, AT_ONCE, (person) => statementOf(api, person, JANUARY, run));
  };

  /** Each sender keeps its own order. */
  async function deliverAll(senders: readonly (readonly Message[])[]): Promise<void> {
    const answers = await sideBySide(senders, AT_ONCE, async (messages) => {
      const codes: number[] = [];
      for (const message of messages) codes.push(await company.deliver(message));
      return codes;
    });
    expect(new Set(answers.flat())).toEqual(new Set([202]));
  }

  it('A125 tell the same history of stages, in whichever order a deal’s webhooks came', async () => {
    await deliverAll(arrivals);
    expect(await counts()).toMatchObject({ received: 686, applied: 600, ignored: 86, pending: 0 });
    for (let deal = 0; deal < DEALS; deal += 7) {
      const { state, changes } = await dealOf(`deal-${deal}`);
      expect(state).toMatchObject({ stage: 'closed_lost', status: 'lost', amountMinor: '12000000' });
      expect(changes.map(({ stage }) => stage)).toEqual(STORY.map(([, , { stage }]) => stage));
    }
  });

  it('A125 pay nobody for a deal that was lost in the end', async () => {
    const run = await runOf(platform.current, await company.api(), JANUARY, 'lost');
    expect(run).toMatchObject({ status: 'calculated', payees: SELLERS, held: 0, totalMinor: '0' });
    const payees = await (await company.api()).list(`/v1/runs/${run.id}/payees?limit=50`);
    expect(payees).toHaveLength(SELLERS);
    // Each of the five was won, and lost again.
    for (const payee of payees) expect(payee).toMatchObject({ totalMinor: '0', lines: 10 });
  });

  it('A125 pay everybody the same, line by line, once it is won again', async () => {
    await deliverAll([...orders.map((_, deal) => [messageOf(deal, REGAINED)]), pipeline, unusable]);
    await platform.current.host.idle();
    preview = await runOf(platform.current, await company.api(), JANUARY, 'regained');
    previewed = await statements(preview.id);
    const [first, ...others] = previewed;
    if (!first) throw new Error('there are 24 statements');
    // On a quota of 500,000: 4 × 120,000 × 10 % = 48,000; of the fifth 20,000 × 10 % + 100,000 × 15 % =
    // 17,000; and back, the last one first, and again. So 65,000 for each, 24 × 65,000 = 1,560,000 in all.
    // Wrong answers: 130,000 (the reversals are lost), 0 (the second wins are), 20,000 (of first amounts).
    const [flat, crossing] = [12_000_00, 17_000_00];
    const line = (day: number, credited: number, amount: number) => ({
      day: `2026-01-${day}`,
      creditedMinor: String(credited),
      amountMinor: String(amount),
    });
    const up = (day: number) => [flat, flat, flat, flat, crossing].map((pay) => line(day, 120_000_00, pay));
    const down = [crossing, flat, flat, flat, flat].map((pay) => line(15, -120_000_00, -pay));
    expect(anonymous(first).lines).toMatchObject([...up(14), ...down, ...up(20)]);
    expect(first.totalMinor).toBe('6500000');
    for (const other of others) expect(anonymous(other)).toEqual(anonymous(first));
    expect(preview).toMatchObject({ payees: SELLERS, totalMinor: '156000000' });
  });

  it('A115 are 990 applied and 10 in quarantine, each with its reason, and the sum is the CRM’s', async () => {
    // 600 + 120 + 270 = 990 usable, 10 unusable, and 86 repeats.
    const expected = { received: 1_086, applied: 990, ignored: 86, quarantined: 10, pending: 0 };
    expect(await counts()).toEqual({ ...expected, pendingItems: [] });
    const items = await quarantined();
    expect(new Set(items.map(({ id }) => id)).size).toBe(10);
    expect(items.map(({ code }) => code).sort()).toEqual(UNUSABLE.map(([code]) => code).sort());
    for (const { message } of items) expect(message).toMatch(/\w+ \w+/);
    const credited = previewed.flatMap(({ components }) =>
      components.map((each) => BigInt(each.creditedMinor)),
    );
    // To the CRM, 120 deals of 120,000.00 stand won.
    expect(credited.reduce((all, one) => all + one)).toBe(120n * 12_000_000n);
  });

  it('A113 are applied when they are replayed and their cause is mended, and only those', async () => {
    const api = await company.api();
    const ivy = await hire(api, 'Ivy');
    await api.patch(`/v1/people/${ivy}`, { ownerRefs: ['u-ivy', 'u-late'] }, { ifMatch: 1 });
    const [waiting] = (await quarantined()).filter(({ code }) => code === 'owner.unknown');
    expect(await api.post(`${connectorPath()}/quarantine/${waiting?.id}/replay`)).toEqual({ replayed: 1 });
    expect(await counts()).toMatchObject({ applied: 991, quarantined: 9, pending: 0 });
    expect(await api.post(`${connectorPath()}/quarantine/replay`)).toEqual({ replayed: 9, more: false });
    expect(await counts()).toMatchObject({ received: 1_086, applied: 992, quarantined: 8, pending: 0 });
    for (const recordId of ['late-owner', 'late-seller']) {
      const { credits } = await dealOf(recordId);
      expect(credits).toMatchObject([{ person: ivy, amountMinor: '50000' }]);
    }
  });

  it('can be listed by person, page after page, without a gap or a repeat', async () => {
    const api = await company.api();
    // The 24, the first admin and the late Ivy, by name: 'ada admin', 'ivy', 's0', 's1', 's10', 's11', …
    const found = await api.list<{ id: string; name: string }>('/v1/people?limit=7');
    const names = found.map(({ name }) => name.toLowerCase());
    expect(names).toEqual(['ada admin', 'ivy', ...people.map((_, n) => `s${n}`).sort()]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(SELLERS + 2);
    expect(await api.list(`/v1/periods/${JANUARY}/quotas?limit=50`)).toHaveLength(SELLERS);
    const [all, fewer] = await Promise.all(
      ['24', '23'].map((limit) => api.get(`/v1/runs/${preview.id}/payees?limit=${limit}`)),
    );
    expect(all?.['nextCursor']).toBeNull();
    expect(fewer?.['nextCursor']).not.toBeNull();
  });

  it('A114 come to the same statements when some are delivered again and the schedule runs it', async () => {
    await deliverAll(arrivals.slice(0, 5).map((messages) => messages.toReversed()));
    // Three days after January's end in Berlin: 4 February 00:00, which is 23:00Z before.
    await closeBySchedule(platform.current, company, JANUARY, '2026-02-03T23:00:30Z');
    const api = await company.api();
    const final = (await api.list<Run>('/v1/runs')).find(({ status }) => status === 'published');
    expect(await api.get(`/v1/runs/${final?.id}`)).toMatchObject({ digest: preview.digest, payees: SELLERS });
    expect((await statements()).map(canonical)).toEqual(previewed.map(canonical));
  });

  it('A125 change no published statement when they come late, and are kept in sight', async () => {
    const [seller = ''] = people;
    const before = await statementOf(await company.api(), seller, JANUARY);
    await deliverAll([
      [messageOf(0, ['28', 'lost', { status: 'lost' }])],
      [dealMessage('unheard', 'deal.won', '2026-01-23T09:00:00.000Z', bad('unheard'))],
    ]);
    expect(await counts()).toMatchObject({ applied: 994, quarantined: 8, pending: 0 });
    for (const deal of ['deal-0', 'unheard']) {
      expect(await dealOf(deal)).toMatchObject({ late: { [JANUARY]: '2026-m02' } });
    }
    expect(await statementOf(await company.api(), seller, JANUARY)).toEqual(before);
    expect((await dealOf('deal-0'))['state']).toMatchObject({ status: 'lost' });
  });
});
