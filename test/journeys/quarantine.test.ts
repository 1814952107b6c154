/** Nothing accepted is lost: what cannot be used lies in quarantine, in sight, until its cause is mended. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { ask, sideBySide } from '../kit/asking.ts';
import { canonical, enrolled, type Run, runOf, statementOf } from '../kit/paying.ts';
import { closeBySchedule, type Company, hire, onboard, platformFrom } from '../kit/platform.ts';

const JANUARY = '2026-m01';
const FLAT = { id: 'flat', name: 'Commission', kind: 'flat-rate', rate: '0.10', goal: 'New business' };
const NAMES = ['Ana', 'Ben', 'Cem', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jon'];
const USABLE = 990;

const won = (n: number, fields: Json = {}): Json => ({
  type: 'deal',
  recordId: `deal-${n}`,
  event: 'deal.won',
  occurredAt: `2026-01-${String((n % 20) + 1).padStart(2, '0')}T09:00:00.000Z`,
  amount: `${1_000 + n}.${String(n % 100).padStart(2, '0')}`,
  currency: 'EUR',
  status: 'won',
  ownerRef: `u-${NAMES[n % 10]?.toLowerCase()}`,
  ...fields,
});
const message = (n: number, body: unknown) => ({ id: `msg-${n}`, body: JSON.stringify(body) });
const { occurredAt: _, ...undated } = won(998);

const split = (...parts: [ref: string, share: string][]) => ({
  splits: parts.map(([ref, share]) => ({ ownerRef: `u-${ref}`, share })),
});
/** Authentic, and each unusable in a way of its own. */
const UNUSABLE: readonly [code: string, body: unknown][] = [
  ['owner.unknown', won(990, { ownerRef: 'u-late' })],
  ['owner.unknown', won(991, split(['late', '1']))],
  ['amount.invalid', won(992, { amount: 'NaN' })],
  ['amount.invalid', won(993, { amount: '12.345' })],
  ['currency.mismatch', won(994, { currency: 'USD' })],
  ['split.total', won(995, split(['ana', '0.6'], ['ben', '0.3']))],
  ['type.unknown', won(996, { type: 'contact' })],
  ['body.shape', [won(997)]],
  ['body.shape', undated],
  ['body.shape', won(999, { discount: '5' })],
];

/** What the CRM says that these deals amount to, in cents. */
const amountOf = (deals: readonly Json[]) =>
  deals.reduce((total, { amount }) => total + BigInt(String(amount).replace('.', '')), 0n);

describe('a thousand webhooks, ten of them unusable', () => {
  const platform = platformFrom('2026-01-25T08:00:00Z');
  const usable = Array.from({ length: USABLE }, (_, n) => won(n));
  let company: Company;
  let people: string[];
  let quarantine: string;

  beforeAll(async () => {
    company = await onboard(platform.current);
    const api = await company.api();
    people = await sideBySide(NAMES, 4, (name) => hire(api, name));
    await enrolled(api, people, { name: 'Flat', period: 'month', components: [FLAT] });
    quarantine = `/v1/connectors/${company.connector.id}/quarantine`;
  });

  const counts = async () => {
    await platform.current.host.idle();
    const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-01-01&to=2026-02-01`;
    return (await company.api()).get(path);
  };
  const inQuarantine = async () =>
    (await company.api()).list<{ id: string; code: string; message: string }>(`${quarantine}?limit=3`);

  /** What the platform has credited, over all statements of a run. */
  async function credited(run: Run): Promise<bigint> {
    const api = await company.api();
    const all = await sideBySide(people, 4, (person) => statementOf(api, person, JANUARY, run.id));
    const lines = all.flatMap((statement) => statement.lines);
    return lines.reduce((total, { creditedMinor }) => total + BigInt(creditedMinor), 0n);
  }

  it('A115 are 990 applied and 10 in quarantine, and the sum is what the CRM says', async () => {
    const bodies = [...usable, ...UNUSABLE.map(([, body]) => body)];
    const answers = await sideBySide(bodies, 8, (body, n) => company.deliver(message(n, body)));
    expect(new Set(answers)).toEqual(new Set([202]));
    expect(await counts()).toEqual({
      received: 1_000,
      applied: USABLE,
      ignored: 0,
      quarantined: 10,
      pending: 0,
      pendingItems: [],
    });
    const run = await runOf(platform.current, await company.api(), JANUARY, 'preview');
    expect(await credited(run)).toBe(amountOf(usable));
  });

  it('A115 shows each that is unusable with the reason', async () => {
    const items = await inQuarantine();
    expect(new Set(items.map(({ id }) => id)).size).toBe(10);
    expect(items.map(({ code }) => code).sort()).toEqual(UNUSABLE.map(([code]) => code).sort());
    for (const { message } of items) expect(message).toMatch(/\w+ \w+/);
  });

  it('A113 applies what is replayed once its cause is mended, and keeps what is still unusable', async () => {
    const api = await company.api();
    const ivy = `/v1/people/${people[NAMES.indexOf('Ivy')]}`;
    const renamed = await ask(api, 'PATCH', ivy, { body: { ownerRefs: ['u-ivy', 'u-late'] } });
    expect(renamed.status).toBe(200);
    const [waiting] = (await inQuarantine()).filter(({ code }) => code === 'owner.unknown');
    expect(await api.post(`${quarantine}/${waiting?.id}/replay`)).toEqual({ replayed: 1 });
    expect(await counts()).toMatchObject({ applied: USABLE + 1, quarantined: 9, pending: 0 });
    expect(await api.post(`${quarantine}/replay`)).toEqual({ replayed: 9, more: false });
    expect(await counts()).toMatchObject({
      received: 1_000,
      applied: USABLE + 2,
      quarantined: 8,
      pending: 0,
    });
    const run = await runOf(platform.current, await company.api(), JANUARY, 'after the replay');
    expect(await credited(run)).toBe(amountOf([...usable, won(990), won(991)]));
  });

  it('A125 leaves a published statement as it is when a fact comes too late, and keeps that in sight', async () => {
    // Three days after January's end in Berlin: 4 February 00:00, which is 23:00Z before.
    await closeBySchedule(platform.current, company, JANUARY, '2026-02-03T23:00:30Z');
    const ana = people[0] ?? '';
    const before = await statementOf(await company.api(), ana, JANUARY);
    const lost = won(0, { event: 'deal.lost', status: 'lost', occurredAt: '2026-01-28T09:00:00.000Z' });
    const unheard = won(1_000, { amount: '500' });
    expect(await company.deliver(message(1_001, lost))).toBe(202);
    expect(await company.deliver(message(1_002, unheard))).toBe(202);
    expect(await counts()).toMatchObject({
      received: 1_002,
      applied: USABLE + 2,
      quarantined: 10,
      pending: 0,
    });
    const late = (await inQuarantine()).filter(({ code }) => code === 'period.locked');
    expect(late).toHaveLength(2);
    const after = await statementOf(await company.api(), ana, JANUARY);
    expect(after).toEqual(before);
    expect(canonical(after).lines.length).toBeGreaterThan(0);
  });
});
