/** Everything that a tenant has in the tables, read behind the back of the platform, and hashed. */
import { createHash } from 'node:crypto';
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { WithDatabase } from '../../kit/platform.ts';
import { clientOf } from '../../kit/tables.ts';

type Item = Record<string, AttributeValue>;

export const databaseClient = ({ database }: WithDatabase): DynamoDBClient => clientOf(database);

export const tableNames = ({ host }: WithDatabase): string[] =>
  [...host.assembly.of('AWS::DynamoDB::GlobalTable'), ...host.assembly.of('AWS::DynamoDB::Table')].map(
    ({ name }) => name,
  );

/** All items of all planes whose key begins so: `T#<tenant>#` is a tenant's, nothing at all is everything. */
export async function itemsOf(platform: WithDatabase, prefix = ''): Promise<Item[]> {
  const client = databaseClient(platform);
  const items: Item[] = [];
  for (const TableName of tableNames(platform)) {
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }));
      items.push(...(page.Items ?? []).filter(({ pk }) => pk?.S?.startsWith(prefix)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  client.destroy();
  return items;
}

/** Entries of the audit trail that are not sealed yet, by where they lie. */
export async function unsealedEntries(platform: WithDatabase): Promise<string[]> {
  const items = await itemsOf(platform);
  return items.filter(({ pk }) => pk?.S?.endsWith('#AUDIT')).map(({ pk, sk }) => `${pk?.S}/${sk?.S}`);
}

/** What a tenant has, as one hash of every byte, and how many items there are; how often it asked is left out. */
export async function fingerprint(platform: WithDatabase, tenant: string) {
  const all = await itemsOf(platform, `T#${tenant}#`);
  const items = all
    .filter(({ pk }) => !pk?.S?.includes('#RATE#'))
    .map(canonical)
    .sort();
  return { items: items.length, hash: createHash('sha256').update(items.join('\n')).digest('hex') };
}

/** The same text for the same item, in whatever order its attributes, or the elements of a set, come. */
export function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).map(([name, inner]) => {
    const isSet = ['SS', 'NS', 'BS'].includes(name) && Array.isArray(inner);
    return `${JSON.stringify(name)}:${canonical(isSet ? [...inner].map(canonical).sort() : inner)}`;
  });
  return `{${entries.sort().join()}}`;
}
