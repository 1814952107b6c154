/** Sealing in DynamoDB Local: every entry in the chain once, whoever dies and however often it is tried. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recorded, SealedEntry } from '../../shared/audit/entry.ts';
import { asLines, entriesOf, nextPage } from '../../shared/audit/page.ts';
import { seal } from '../../shared/audit/sealer.ts';
import { endOfTrail, keep, listEntries, pagesAfter, waitingEntries } from '../../shared/audit/store.ts';
import { verify } from '../../shared/kernel/chain.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { change, type LocalTable, startTable } from './kit.ts';

const NOON = Instant.parse('2026-03-10T12:15:00.000Z');
let local: LocalTable;
let tenants = 0;

beforeAll(async () => {
  local = await startTable('audit-seal');
});
afterAll(() => local.stop());

/** A tenant of its own for each test, with these entries waiting. */
async function tenantWith(entries: readonly Recorded[]): Promise<{ tenant: string; table: Table }> {
  tenants += 1;
  const tenant = `ten_${String(tenants).padStart(26, '0')}`;
  const table = local.of(tenant);
  await Promise.all(entries.map((entry) => keep(table, entry)));
  return { tenant, table };
}

const changes = (count: number, from = 1) => Array.from({ length: count }, (_, n) => change(from + n));
const withText = (recorded: Recorded, text: string): Recorded => ({
  ...recorded,
  entry: { ...recorded.entry, after: { text } },
});
const idsOf = (entries: readonly Recorded[]) => entries.map(({ entry }) => entry.id);

async function sealedIn(table: Table): Promise<SealedEntry[]> {
  const { items } = await listEntries(table, { limit: 1_000, after: undefined }, () => true);
  return items;
}

/** All of these in the chain, once, in order; the chain holds, and nothing waits. */
async function expectSealed(table: Table, entries: readonly Recorded[]): Promise<void> {
  const sealed = await sealedIn(table);
  expect(sealed.map(({ id }) => id)).toEqual(idsOf(entries));
  const verdict = verify(asLines(sealed).trimEnd().split('\n'));
  expect(verdict).toMatchObject({ holds: true, last: { n: entries.length } });
  expect(await waitingEntries(table)).toEqual([]);
}

describe('sealing', () => {
  it('puts what waits into the next page, in the order in which the table took it', async () => {
    const entries = changes(5);
    const { table } = await tenantWith(entries.toReversed());
    await seal(table, NOON);
    await expectSealed(table, entries);
    const [first] = await sealedIn(table);
    expect(first).toMatchObject({ ...entries[0]?.entry, n: 1, page: 1, sealedAt: NOON });
  });

  it('goes on where the chain ended', async () => {
    const entries = changes(6);
    const { table } = await tenantWith(entries.slice(0, 4));
    await seal(table, NOON);
    for (const entry of entries.slice(4)) await keep(table, entry);
    await seal(table, Instant.parse('2026-03-10T12:30:00.000Z'));
    await expectSealed(table, entries);
    expect(await endOfTrail(table)).toMatchObject({ n: 6, page: 2 });
  });

  it('A116 changes nothing when it is done again', async () => {
    const { table } = await tenantWith(changes(3));
    await seal(table, NOON);
    const before = await pagesAfter(table, 0);
    await seal(table, NOON);
    expect(await pagesAfter(table, 0)).toEqual(before);
  });

  it('knows an entry that the stream brings again, however many pages later', async () => {
    const entries = changes(6);
    const { table } = await tenantWith([]);
    for (const entry of entries) {
      await keep(table, entry);
      await seal(table, NOON);
    }
    for (const entry of entries.slice(1, 5)) await keep(table, entry);
    await seal(table, NOON);
    await expectSealed(table, entries);
  });

  it('seals once what three seal at once', async () => {
    const entries = changes(20);
    const { table } = await tenantWith(entries);
    await Promise.all([1, 2, 3].map(() => seal(table, NOON)));
    await expectSealed(table, entries);
  });

  it('cuts pages that fit an item', async () => {
    const entries = changes(60).map((each) => withText(each, 'x'.repeat(10_000)));
    const { table } = await tenantWith(entries);
    await seal(table, NOON);
    const { items } = await pagesAfter(table, 0);
    // 10,000 bytes of text and some 500 more: 27 fit into 290,000.
    expect(items.map(({ n }) => n)).toEqual([27, 54, 60]);
    for (const page of items) expect(page.data.length).toBeLessThan(300_000);
    expect(items.flatMap(entriesOf).map(({ id }) => id)).toEqual(idsOf(entries));
    await expectSealed(table, entries);
  });

  it('A116 loses none and doubles none, wherever it dies', async () => {
    const entries = changes(4);
    let calls = 0;
    for (let fatal = 1; fatal <= calls + 1; fatal += 1) {
      for (const fate of ['before', 'after'] as const) {
        const { tenant, table } = await tenantWith(entries);
        const dying = dyingAt(fatal, fate);
        await seal(local.of(tenant, dying.client), NOON).catch(() => undefined);
        calls = Math.max(calls, dying.calls());
        await seal(table, NOON);
        await expectSealed(table, entries);
      }
    }
    // Entries, chain, page, and a removal of each of the four; then that none is left.
    expect(calls).toBe(1 + 1 + 1 + 4 + 1);
  });
});

it('fits the largest entries into a page of their own', () => {
  const huge = changes(3).map((each) => withText(each, 'x'.repeat(120_000)));
  const end = { page: 0, n: 0, hash: '0'.repeat(64), upTo: '' };
  expect(nextPage(end, huge, NOON)).toMatchObject({ n: 2, page: 1 });
});

it('lists in pages of its own, from wherever the one before ended', async () => {
  const entries = changes(7);
  const { table } = await tenantWith([]);
  for (const [n, entry] of entries.entries()) {
    await keep(table, entry);
    if (n % 3 === 0) await seal(table, NOON);
  }
  await seal(table, NOON);
  const found: string[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await listEntries(table, { limit: 2, after }, ({ n }) => n !== 3);
    expect(items.length).toBeLessThan(3);
    found.push(...items.map(({ id }) => id));
    after = next;
  } while (after !== undefined);
  expect(found).toEqual(idsOf(entries.toSpliced(2, 1)));
});

/** A client whose process is gone at the n-th call, before or after that has its effect. */
function dyingAt(fatal: number, fate: 'before' | 'after') {
  let count = 0;
  const send = async (command: never) => {
    count += 1;
    if (count > fatal || (count === fatal && fate === 'before')) throw new Error('gone');
    const answer: unknown = await local.client.send(command);
    if (count >= fatal) throw new Error('gone');
    return answer;
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, calls: () => count };
}
