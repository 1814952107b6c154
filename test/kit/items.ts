/** A table of DynamoDB Local for the tests of a store, with as many tenants as they want. */
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { Table } from '../../shared/table/operations.ts';
import { clientOf, placeOfOnesOwn } from './tables.ts';

/** Made before the tests of a file; what is asked for is one tenant's part of it. For stores without an index. */
export function tableFrom(name: string): (tenant: string) => Table {
  let client: DynamoDBClient;
  beforeAll(async () => {
    client = clientOf(placeOfOnesOwn());
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
  });
  afterAll(() => client.destroy());
  return (tenant) => new Table(DynamoDBDocumentClient.from(client), name, `T#${tenant}#`);
}
