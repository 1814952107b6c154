/** Connectors and the inbox in the table. */
import { fact } from '../../shared/events/fact.ts';
import type { ConnectorId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Listed, ListOptions, Table, Write } from '../../shared/table/operations.ts';
import * as z from 'zod';
import { Connector } from './connector.ts';
import { itemIdOf, type Pointer, type Received, ReceivedItem, type Unusable } from './inbox.ts';

/** What the list shows of an item in quarantine. */
export const Quarantined = z.object({
  id: z.string(),
  reason: z.string(),
  summary: z.string(),
  receivedAt: Instant,
});
export type Quarantined = z.output<typeof Quarantined>;
type Delivery = Omit<Received, 'deliveries' | 'replays' | 'status' | 'reason' | 'summary'>;
type UpdateWrite = Extract<Write, { update: unknown }>;

export async function connectorById(table: Table, id: string): Promise<Connector> {
  const found = await table.find(keys.connector(id), Connector);
  return found ?? refuse('missing', 'not-found', 'There is no such connector.');
}

export function listConnectors(table: Table, page: ListOptions): Promise<Listed<Connector>> {
  return table.list(places.connectors(), Connector, page);
}

/** Adds a connector, or answers the one that an earlier try of the same request has added. */
export async function addConnector(table: Table, connector: Connector): Promise<Connector> {
  if (await putOnce(table, keys.connector(connector.id), connector)) return connector;
  return connectorById(table, connector.id);
}

/** Saves the next version of a connector, unless somebody else did. */
export async function saveConnector(table: Table, connector: Connector): Promise<void> {
  await table.put(keys.connector(connector.id), connector, { ifVersion: connector.version - 1 });
}

/**
 * Puts a webhook into the inbox and announces it, in one request. Delivered again it is only counted:
 * the first delivery's bytes stay, and the fact is the same one.
 */
export async function receive(table: Table, { connector, day, ...item }: Delivery): Promise<void> {
  const { dedupe, receivedAt } = item;
  await table.update(keys.inbox(connector, day, dedupe), ReceivedItem, {
    setOnce: item,
    add: { deliveries: 1 },
    facts: [fact('webhook.received', receivedAt, { connector, day, dedupe })],
  });
}

/** Announces a webhook once more, to whoever may not have heard of it. */
export async function tellAgainOfWebhook(
  table: Table,
  { connector, day, dedupe }: Pointer,
  now: Instant,
): Promise<void> {
  await table.update(keys.inbox(connector, day, dedupe), ReceivedItem, {
    facts: [fact('webhook.received', now, { connector, day, dedupe }, 'again', now)],
  });
}

export async function received(table: Table, pointer: Pointer): Promise<Received | undefined> {
  const { connector, day, dedupe } = pointer;
  const item = await table.find(keys.inbox(connector, day, dedupe), ReceivedItem);
  return item && { ...item, connector, day };
}

/** Everything that came for a day of events. */
export async function inboxOf(table: Table, connector: ConnectorId, day: string): Promise<Received[]> {
  const items = await table.all(places.inbox(connector, day), ReceivedItem);
  return items.map((item) => ({ ...item, connector, day }));
}

/** Sets a webhook aside, in sight, with its reason. Again is the same; one that is replayed is judged anew. */
export async function quarantine(table: Table, item: Received, why: Unusable, now: Instant): Promise<void> {
  const { update, change } = quarantining(item, why, now);
  const where = { replays: item.replays === 0 ? undefined : item.replays };
  try {
    await table.update(update, ReceivedItem, { ...change, where });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}

/** The same, as part of a transaction. */
export function quarantining(
  { connector, day, dedupe, receivedAt }: Pointer & { readonly receivedAt: Instant },
  { code, message }: Unusable,
  now: Instant,
): UpdateWrite {
  return {
    update: keys.quarantined(connector, day, dedupe, receivedAt),
    change: {
      set: {
        id: itemIdOf({ day, dedupe }),
        status: 'quarantined',
        reason: code,
        summary: message,
        quarantinedAt: now,
      },
      // A replay whose answer is lost is sent again: what it announces is to be new then, and heard once more.
      remove: ['facts'],
    },
  };
}

export function listQuarantine(
  table: Table,
  connector: string,
  page: ListOptions,
): Promise<Listed<Quarantined>> {
  return table.list(places.quarantine(connector), Quarantined, page);
}

/** Takes a webhook out of quarantine and announces it anew. `cause` tells one replay from another. */
export async function replay(table: Table, pointer: Pointer, now: Instant, cause: string): Promise<void> {
  const { connector, day, dedupe } = pointer;
  try {
    await table.update(keys.inbox(connector, day, dedupe), ReceivedItem, {
      remove: ['gsi1pk', 'gsi1sk', 'id', 'status', 'reason', 'summary', 'quarantinedAt'],
      add: { replays: 1 },
      where: { status: 'quarantined' },
      facts: [fact('webhook.received', now, { connector, day, dedupe }, 'replay', cause)],
    });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
    refuse('conflict', 'quarantine.empty', 'This webhook is not in quarantine.');
  }
}
