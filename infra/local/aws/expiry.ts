/**
 * Removes expired items by the platform's clock (DynamoDB Local would go by this machine's), and remembers
 * that it did, so that the stream can say so. Looks when the clock is moved, at most once for each hour.
 */
import type { Clock } from '../kinds.ts';
import type { Json, TableClient } from './dynamodb-client.ts';
import type { StreamRecord } from './stream-reader.ts';
import type { Table } from './tables.ts';

const EVERY_MS = 3_600_000;
/** DynamoDB leaves alone what expired longer ago than that: it takes it for a mistake. */
const FIVE_YEARS_S = 5 * 365 * 86_400;

export type Expiry = {
  /** Whether a removal, by the id of its record in the stream, was the platform's. */
  readonly expired: (table: string, record: StreamRecord) => boolean;
};

export function startExpiry(
  client: TableClient,
  tables: readonly Table[],
  clock: Clock,
  wrote: (tables: readonly string[]) => void,
): Expiry {
  const removed = new Set<string>();
  let swept = clock.now().getTime();
  clock.onMove(async (now) => {
    if (now.getTime() - swept < EVERY_MS) return;
    swept = now.getTime();
    for (const table of tables) {
      for (const keys of await expiredKeys(client, table, now)) {
        removed.add(identity(table.name, keys));
        await client.call('DynamoDB_20120810.DeleteItem', { TableName: table.name, Key: keys });
      }
      wrote([table.name]);
    }
  });
  // Several functions may read one stream, and an item that is made anew may then be deleted by a caller.
  const known = new Set<string>();
  return {
    expired(table, { eventID, dynamodb }) {
      if (removed.delete(identity(table, dynamodb.Keys))) known.add(eventID);
      return known.has(eventID);
    },
  };
}

async function expiredKeys(client: TableClient, table: Table, now: Date): Promise<Json[]> {
  const keys: Json[] = [];
  const seconds = Math.floor(now.getTime() / 1000);
  let from: Json;
  do {
    const page = await client.call('DynamoDB_20120810.Scan', {
      TableName: table.name,
      ProjectionExpression: Object.keys(namesOf(table)).join(', '),
      FilterExpression: '#ttl <= :now AND #ttl > :mistake',
      ExpressionAttributeNames: { '#ttl': table.ttl, ...namesOf(table) },
      ExpressionAttributeValues: {
        ':now': { N: `${seconds}` },
        ':mistake': { N: `${seconds - FIVE_YEARS_S}` },
      },
      ExclusiveStartKey: from,
    });
    keys.push(...page.Items);
    from = page.LastEvaluatedKey;
  } while (from);
  return keys;
}

const namesOf = ({ keyNames }: Table) => Object.fromEntries(keyNames.map((name, at) => [`#k${at}`, name]));

/** The same however DynamoDB orders the attributes. */
const identity = (table: string, keys: Json): string =>
  JSON.stringify([table, Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))]);
