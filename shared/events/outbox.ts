/**
 * The Lambda behind a table's stream: new facts go to the bus. What fails is told by the sequence number
 * it begins at; from there on the stream repeats, and consumers know an event by its id.
 */
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { log } from '../log.ts';
import { type Announcement, newFacts } from './new-facts.ts';
import { publish } from './publish.ts';

type Read = Announcement & { readonly position: number };

export function outbox() {
  return middy(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const read: Read[] = [];
    const failed: number[] = [];
    for (const [position, record] of Records.entries()) {
      try {
        read.push(...newFacts(record).map((announced) => ({ ...announced, position })));
      } catch (error) {
        log.error('a record of the stream cannot be read', { name: nameOf(error), sequence: at(record) });
        failed.push(position);
      }
    }
    failed.push(...(await publish(read)).map(({ position }) => position));
    return { batchItemFailures: firstOf(Records, failed) };
  });
}

/** The lowest sequence number that failed: the stream goes on from there. */
function firstOf(records: readonly DynamoDBRecord[], failed: readonly number[]) {
  const first = failed.length > 0 ? records[Math.min(...failed)] : undefined;
  return first ? [{ itemIdentifier: at(first) }] : [];
}

function at({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
