/** What tests of the audit trail are made of: records of a stream, and a table in DynamoDB Local. */
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { recorded, type Recorded } from '../../shared/audit/entry.ts';
import { Table } from '../../shared/table/operations.ts';
import { clientOf, placeOfOnesOwn } from '../kit/tables.ts';

export const TENANT = `ten_${'a'.repeat(26)}`;
export const ADA = `per_${'1'.repeat(26)}`;
export const ACTOR = {
  by: ADA,
  request: 'req-1',
  address: '192.0.2.1',
  at: '2026-03-10T11:59:59.500Z',
  why: 'target letter',
};
/** 2026-03-10T12:00:00Z, as a stream says it. */
export const SECOND = 1_773_144_000;

export type Item = Readonly<Record<string, unknown>>;

/** An item as the stream shows it to Lambda: numbers and bytes are text. */
function imageOf(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'number') return { N: String(value) };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  if (value instanceof Set) return { SS: [...value].map(String) };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  return typeof value === 'string' ? { S: value } : { M: imageOf(value as Item) };
}

export function recordOf(before?: Item, after?: Item, n = 1, second = SECOND): DynamoDBRecord {
  return {
    eventID: `event-${n}`,
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    dynamodb: {
      ApproximateCreationDateTime: second,
      SequenceNumber: String(100 + n),
      ...(before && { OldImage: imageOf(before) }),
      ...(after && { NewImage: imageOf(after) }),
    },
  };
}

export const quotaItem = (amountMinor: string, version: number, more: Item = {}): Item => ({
  pk: `T#${TENANT}#QUOTAS#2026-q1`,
  sk: `${ADA}#bookings`,
  person: ADA,
  amountMinor,
  version,
  actor: ACTOR,
  ...more,
});

/** The n-th change of a quota, recorded so many seconds later. */
export function change(n: number, seconds = n): Recorded {
  const found = recorded(
    recordOf(quotaItem(String(n), n), quotaItem(String(n + 1), n + 1), n, SECOND + seconds),
  );
  if (!found) throw new Error('a quota is audited');
  return found;
}

export type LocalTable = {
  /** A tenant's items, through a client of one's own choice. */
  readonly of: (tenant: string, client?: DynamoDBDocumentClient) => Table;
  readonly client: DynamoDBDocumentClient;
  readonly stop: () => void;
};

export async function startTable(TableName: string): Promise<LocalTable> {
  const plain = clientOf(placeOfOnesOwn());
  await plain.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return {
    client,
    of: (tenant, through = client) => new Table(through, TableName, `T#${tenant}#`),
    stop: () => plain.destroy(),
  };
}
