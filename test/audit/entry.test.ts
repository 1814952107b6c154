/** What a record of the table's stream becomes in the audit trail. */
import { describe, expect, it } from 'vitest';
import { recorded } from '../../shared/audit/entry.ts';
import { recorder } from '../../shared/audit/recorder.ts';
import { pack } from '../../shared/table/packed.ts';
import { ACTOR, ADA, type Item, quotaItem, recordOf, TENANT } from './kit.ts';

const entryOf = (before?: Item, after?: Item) => recorded(recordOf(before, after))?.entry;
const at = (pk: string, sk: string, more: Item = {}): Item => ({ pk: `T#${TENANT}#${pk}`, sk, ...more });

describe('a change that somebody asked for', () => {
  it('says who, what, from what to what, why, and in which request from where', () => {
    expect(entryOf(quotaItem('100', 1), quotaItem('120', 2))).toEqual({
      id: expect.stringMatching(/^aud_[0-9a-z]{26}$/),
      tenant: TENANT,
      at: '2026-03-10T11:59:59.500Z',
      clock: 'request',
      noun: 'quota',
      key: `QUOTAS#2026-q1/${ADA}#bookings`,
      by: ADA,
      request: 'req-1',
      address: '192.0.2.1',
      why: 'target letter',
      before: { amountMinor: '100', version: 1 },
      after: { amountMinor: '120', version: 2 },
    });
  });

  it('is the same entry when the record comes again, and another for another record', () => {
    const [one, again, other] = [1, 1, 2].map(
      (n) => recorded(recordOf(undefined, quotaItem('1', 1), n))?.entry.id,
    );
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('says who took something away, though the stream only knows who touched it last', () => {
    const removed = entryOf(quotaItem('100', 1));
    expect(removed).toMatchObject({ by: ADA, before: { amountMinor: '100' } });
    expect(removed).not.toHaveProperty('after');
  });
});

it('a change by the platform itself is by the schedule, at the time of the table', () => {
  const { actor: _, ...before } = quotaItem('100', 1);
  expect(entryOf(quotaItem('100', 1), { ...before, amountMinor: '120' })).toMatchObject({
    by: 'schedule',
    clock: 'table',
    at: '2026-03-10T12:00:00.000Z',
  });
});

describe('nothing is recorded', () => {
  it.each([
    ['credits', at('CREDIT#2026-m01', 'pag_1', { page: 'x' })],
    ['results of payees', at('PAY#run_1#per_1', 'L#00000', { of: 1 })],
    ['kept answers', at('IDEM#1', 'A', { request: 'x' })],
    ['what is due', { pk: 'C#DUE#seal', sk: 'x', tenant: TENANT }],
    ['kept answers of operators', { pk: 'C#IDEM#1', sk: 'A' }],
    ['the manifest of a run', at('RUN#run_1', 'M#00000', { of: 1 })],
    ['the totals of a shard', at('RUN#run_1', 'TOT#00000', { of: 1 })],
    ['whose turn it is in a plan', at('PLAN#pln_1', 'E#per_1', { version: 1 })],
    ['a webhook that comes in', at('IN#con_1#2026-01-01', 'x', { deliveries: 1, bytes: 2 })],
    ['a change of a deal', at('DEAL#dea_1', 'A', { e_1: { amountMinor: '1' }, revision: 1 })],
    ['the trail itself', at('AUDIT', 'x', { entry: '{}' })],
    ['its pages', at('CHAIN', '000000001', { n: 1 })],
  ])('of %s', (_, item) => {
    expect(entryOf(undefined, item)).toBeUndefined();
  });

  it('of who touched an item, or of its facts', () => {
    const other = { ...ACTOR, request: 'req-2' };
    expect(
      entryOf(quotaItem('1', 1), quotaItem('1', 1, { actor: other, facts: [{ id: 'x' }] })),
    ).toBeUndefined();
  });
});

describe('what is only partly worth an entry', () => {
  it('is a webhook while it goes into quarantine and out of it', () => {
    const received = at('IN#con_1#2026-01-01', 'x', { deliveries: 1 });
    const aside = { ...received, status: 'quarantined', reason: 'owner.unknown', summary: 'Nobody is u-1.' };
    expect(entryOf(received, aside)).toMatchObject({
      noun: 'webhook',
      before: {},
      after: { status: 'quarantined', reason: 'owner.unknown' },
    });
    expect(entryOf(aside, { ...aside, deliveries: 2 })).toBeUndefined();
    const replayed = entryOf(aside, { ...received, replays: 1, actor: ACTOR });
    expect(replayed).toMatchObject({ by: ADA, before: { status: 'quarantined' }, after: { replays: 1 } });
  });

  it('is a deal while changes of it are held back', () => {
    const deal = at('DEAL#dea_1', 'A', { e_1: { amountMinor: '1' }, revision: 1 });
    expect(entryOf(deal, { ...deal, h_1: 'period.locked', revision: 2 })).toMatchObject({
      noun: 'deal',
      after: { h_1: 'period.locked' },
    });
  });
});

it('is of a deal whose credits somebody overrides, with who did it', () => {
  const deal = at('DEAL#dea_1', 'A', { e_1: { amountMinor: '1' }, revision: 1 });
  const override = { splits: [{ person: ADA, share: '1' }], reason: 'Agreed', by: ADA };
  const after = { ...deal, o_chg_2: { event: 'credit.overridden', override }, revision: 2, actor: ACTOR };
  expect(entryOf(deal, after)).toMatchObject({ noun: 'deal', by: ADA, after: { o_chg_2: { override } } });
});

it('opens what is packed, so that one reporting line stands out of all of them', () => {
  const org = (manager: string | null) => {
    const line = { manager, from: '2026-01-01', to: null };
    const people = { per_1: { name: 'Rob', lines: [line] }, per_2: { name: 'Mia', lines: [] } };
    return at('ORG#sales', 'HEAD', { ...pack({ version: 7, people })[0], version: 7, actor: ACTOR });
  };
  const lines = (manager: string | null) => ({
    data: { people: { per_1: { lines: [{ manager, from: '2026-01-01', to: null }] } } },
  });
  expect(entryOf(org(null), org('per_2'))).toMatchObject({ before: lines(null), after: lines('per_2') });
});

it('in the registry belongs to the company that it is about', () => {
  const item = { pk: 'C#TENANTS', sk: TENANT, tenant: TENANT, name: 'Acme', status: 'active', actor: ACTOR };
  const suspended = { ...item, status: 'suspended', prepared: new Set(['people']) };
  expect(entryOf(item, suspended)).toMatchObject({
    tenant: TENANT,
    noun: 'tenant',
    key: `TENANTS/${TENANT}`,
    before: { status: 'active' },
    after: { status: 'suspended' },
  });
});

it('of a machine key never says its hash', () => {
  const key = at('KEYS', 'key_1', { id: 'key_1', roles: ['machine'], hash: 'CANARY', actor: ACTOR });
  const entry = entryOf(undefined, key);
  expect(entry).toMatchObject({ noun: 'machine-key', after: { id: 'key_1' } });
  expect(JSON.stringify(entry)).not.toContain('CANARY');
});

it('a record that cannot be read stops the stream there, and says nothing of what it holds', async () => {
  const credit = recordOf(undefined, at('CREDIT#2026-m01', 'pag_1'), 1);
  const lost = recordOf(undefined, { ...quotaItem('1', 1), pk: 'T#ten_short#QUOTAS#2026-q1' }, 2);
  const handler = recorder() as unknown as (event: object, context: object) => Promise<unknown>;
  expect(await handler({ Records: [credit, lost, credit] }, {})).toEqual({
    batchItemFailures: [{ itemIdentifier: lost.dynamodb?.SequenceNumber }],
  });
});
