/**
 * Lambdas behind a table's stream. What fails is told by the sequence number it begins at: from there on
 * the stream repeats, so doing a record twice must be doing it once.
 *
 *   export const handler = readStream(async (records) => positionsOfThoseThatFailed);
 */
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { log } from '../log.ts';

export function readStream(run: (records: readonly DynamoDBRecord[]) => Promise<readonly number[]>) {
  return middy(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed = await run(Records);
    const first = failed.length > 0 ? Records[Math.min(...failed)] : undefined;
    return { batchItemFailures: first ? [{ itemIdentifier: sequenceOf(first) }] : [] };
  });
}

export function sequenceOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}

/** Says which record, and nothing of what it holds. */
export function unreadable(record: DynamoDBRecord, error: unknown): void {
  const name = error instanceof Error ? error.name : 'unknown';
  log.error('a record of the stream was not taken', { name, sequence: sequenceOf(record) });
}
