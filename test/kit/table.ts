/** One table in DynamoDB Local, with the index that the platform's has: for tests of stores. */
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { layout } from '../../shared/table/keys.ts';
import { Table } from '../../shared/table/operations.ts';
import { clientOf, placeOfOnesOwn } from './tables.ts';

const schema = (pk: string, sk: string) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
];

/** Makes it before the tests of a file; answers how to reach a tenant's items. */
export function tableFor(TableName: string): (tenant: string) => Table {
  let client: DynamoDBClient;
  beforeAll(async () => {
    client = clientOf(placeOfOnesOwn());
    const names = ['pk', 'sk', `${layout.index}pk`, `${layout.index}sk`];
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: schema('pk', 'sk'),
        GlobalSecondaryIndexes: [
          {
            IndexName: layout.index,
            KeySchema: schema(`${layout.index}pk`, `${layout.index}sk`),
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...layout.projected] },
          },
        ],
      }),
    );
  });
  afterAll(() => client.destroy());
  const options = { marshallOptions: { removeUndefinedValues: true } };
  return (tenant) => new Table(DynamoDBDocumentClient.from(client, options), TableName, `T#${tenant}#`);
}
