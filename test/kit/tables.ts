/** Before all tests: one DynamoDB Local for all of them, where each keeps its tables under a key of its own. */
import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import type { Place } from '../../infra/local/aws/dynamodb-client.ts';
import { startDynamoDb } from '../../infra/local/aws/dynamodb-local.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tables: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dynamo = await startDynamoDb();
  project.provide('tables', dynamo.place.endpoint);
  return () => dynamo.stop();
}

/** Where a test keeps its tables, and no other does. */
export const placeOfOnesOwn = (): Place => ({
  endpoint: inject('tables'),
  accessKeyId: `test${randomBytes(8).toString('hex')}`,
});

/** The tables of a place, past all that the platform checks. */
export function clientOf({ endpoint, accessKeyId }: Place): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });
}
