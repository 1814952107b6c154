/** Deals and the pages of credits in the table. */
import * as z from 'zod';
import { unstow } from '../../shared/blobs.ts';
import { fact } from '../../shared/events/fact.ts';
import type { ConnectorId, DealId, TenantId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Change } from '../../shared/table/expressions.ts';
import type { Table, Write } from '../../shared/table/operations.ts';
import type { Received } from '../crm/inbox.ts';
import { recordOf } from '../crm/normal-form.ts';
import { compact, expand } from './compact.ts';
import { Deal, type DealChange, dealIdOf, type WebhookChange } from './deal.ts';
import type { Worths } from './worth.ts';

/** A change and its hold are attributes of their own, so that adding one needs no reading before. */
const CHANGE = 'e_';
const HELD = 'h_';
const OVERRIDE = 'o_';
const LATE = 'l_';
const WORTH = 'x_';
const SIDE_BY_SIDE = 10;
export const DealItem = z.preprocess(
  (item: Readonly<Record<string, unknown>>) => ({
    ...item,
    changes: [
      ...Object.entries(named(item, CHANGE)).map(([id, text]) =>
        expand(id, String(item['connector']), String(text)),
      ),
      ...Object.entries(named(item, OVERRIDE)).map(([id, said]) => ({ id, ...(said as object) })),
    ],
    held: named(item, HELD),
    late: named(item, LATE),
    ...kept(named(item, WORTH)),
  }),
  Deal,
);

export async function dealById(table: Table, id: DealId): Promise<Deal | undefined> {
  return table.find(keys.deal(id), DealItem);
}

/** Those of these deals that there are, by id. */
export async function dealsById(table: Table, ids: readonly DealId[]): Promise<Deal[]> {
  const wanted = [...new Set(ids)].map((id) => keys.deal(id));
  const found = await table.findAll(wanted, DealItem);
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export type Addition = {
  readonly deal: { readonly id: DealId; readonly connector: ConnectorId; readonly recordId: string };
  readonly change: WebhookChange;
  readonly at: Instant;
  /** What brought it: a replay announces the deal anew. */
  readonly cause: string;
};

/** Adds a change to a deal, without reading it; one that is there already stays as it is, held back or not. */
export async function addChange(table: Table, addition: Addition): Promise<void> {
  await table.update(keys.deal(addition.deal.id), DealItem, adding(addition));
}

/**
 * The same for one that was taken out of quarantine: it counts again, unless it was judged since and lies
 * there once more, as when its message comes twice.
 */
export async function countAgain(table: Table, addition: Addition, item: Received): Promise<void> {
  const { connector, day, dedupe, replays } = item;
  const key = keys.deal(addition.deal.id);
  const change = { ...adding(addition), remove: [HELD + addition.change.id] };
  const check = { check: keys.inbox(connector, day, dedupe), where: { replays, status: undefined } };
  try {
    await table.transact([{ update: key, change }, check]);
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}

const adding = ({ deal, change, at, cause }: Addition): Change => ({
  setOnce: { ...deal, [CHANGE + change.id]: compact(change) },
  add: { revision: 1 },
  facts: [fact('deal.changed', at, { deal: deal.id }, change.id, cause)],
});

/** Adds what the company says itself, unless somebody else has said the next word of that meanwhile. */
export async function saveOverride(table: Table, deal: Deal, { id, ...said }: DealChange): Promise<void> {
  const { connector, recordId } = deal;
  const name = OVERRIDE + id;
  await table.update(keys.deal(deal.id), DealItem, {
    setOnce: { id: deal.id, connector, recordId },
    set: { [name]: said },
    add: { revision: 1 },
    where: { [name]: undefined },
    facts: [fact('deal.changed', said.occurredAt, { deal: deal.id }, id, id)],
  });
}

/** What its currency was worth stays with the deal: of two who say it, the first. */
export async function keepWorths(table: Table, { id }: Pick<Deal, 'id'>, worths: Worths): Promise<void> {
  const marks = Object.entries(worths).map(([name, rate]) => [WORTH + name, rate]);
  await table.update(keys.deal(id), DealItem, {
    setOnce: Object.fromEntries(marks),
    add: { revision: 1 },
  });
}

/** Announces a deal once more, to whoever may not have heard of it. */
export async function tellAgainOfDeal(table: Table, id: DealId, now: Instant): Promise<void> {
  await table.update(keys.deal(id), DealItem, {
    facts: [fact('deal.changed', now, { deal: id }, 'again', now)],
  });
}

/** The deals that webhooks are about; those in quarantine are about none. */
export async function dealsNamedIn(
  table: Table,
  tenant: TenantId,
  items: readonly Received[],
): Promise<Deal[]> {
  const ids: DealId[] = [];
  for (let start = 0; start < items.length; start += SIDE_BY_SIDE) {
    const some = items.slice(start, start + SIDE_BY_SIDE);
    const named = await Promise.all(some.map((item) => dealNamedIn(tenant, item)));
    ids.push(...named.flatMap((id) => id ?? []));
  }
  return dealsById(table, ids);
}

async function dealNamedIn(tenant: TenantId, item: Received): Promise<DealId | undefined> {
  if (item.status === 'quarantined') return undefined;
  const recordId = recordOf(await unstow(tenant, item.body));
  return recordId === undefined ? undefined : dealIdOf(item.connector, recordId);
}

/** Holds a change back, if the deal is still as it was judged; with it, whatever shows that. */
export async function holdBack(
  table: Table,
  { id, revision }: Pick<Deal, 'id' | 'revision'>,
  held: Readonly<Record<string, string>>,
  writes: readonly Write[],
): Promise<void> {
  const marks = Object.entries(held).map(([change, code]) => [HELD + change, code]);
  const change = { set: Object.fromEntries(marks), add: { revision: 1 }, where: { revision } };
  await table.transact([{ update: keys.deal(id), change }, ...writes]);
}

/**
 * Notes on a deal in which periods its credits came late, with the page that says so: whoever judges it next
 * says of these periods what is so then, even if that is again what was said in time.
 */
export function notingLate(
  { id, revision }: Pick<Deal, 'id' | 'revision'>,
  late: Readonly<Record<string, string>>,
): Write {
  const marks = Object.entries(late).map(([period, counted]) => [LATE + period, counted]);
  return { update: keys.deal(id), change: { set: Object.fromEntries(marks), where: { revision } } };
}
const kept = (worths: Record<string, unknown>) => (Object.keys(worths).length > 0 ? { worths } : {});

/** The attributes whose names begin so, without that beginning. */
function named(item: Readonly<Record<string, unknown>>, prefix: string): Record<string, unknown> {
  const found = Object.entries(item).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}
