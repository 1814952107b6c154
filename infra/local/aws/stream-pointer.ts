/** The message of a failure destination: where the records are in the stream, never what they hold. */
import { randomUUID } from 'node:crypto';
import type { Clock, Resource } from '../kinds.ts';
import type { StreamRecord } from './stream-reader.ts';

export function pointerTo(
  records: readonly StreamRecord[],
  tries: number,
  mapping: Resource,
  lambda: Resource,
  clock: Clock,
): string {
  const [first, last] = [records[0], records.at(-1)];
  const arrival = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb['ApproximateCreationDateTime'] ?? 0) * 1000).toISOString();
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: lambda.arn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: tries,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: clock.now().toISOString(),
    DDBStreamBatchInfo: {
      shardId: first?.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: mapping.properties['EventSourceArn'],
    },
  });
}
