/** The table's stream: facts leave the table through it. One bad record must not hold back the rest. */
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Ground } from './ground.ts';
import type { Deployed } from './lambda.ts';
import { logicalId } from './names.ts';
import { allow, allowAny, type Statement } from './rights.ts';

/** The stream forgets after 24 hours; by then the record must have left for the failure queue. */
const RECORD_AGE_SECONDS = 6 * 3_600;
const ATTEMPTS = 8;

export const readsStream = ({ streamArn }: Ground): Statement[] => [
  allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn),
  allowAny(['dynamodb:ListStreams'], '*', 'Lambda asks for it to make the source; it knows no resources.'),
];

export function follow(scope: Construct, ground: Ground, reader: Deployed, dead: sqs.CfnQueue): void {
  const { stream, batch = { size: 100, windowSeconds: 0 } } = reader.wants;
  // A removal announces nothing: neither one of ours nor one by the table's time to live.
  const eventName = ['INSERT', 'MODIFY', ...(stream === 'with removals' ? ['REMOVE'] : [])];
  new lambda.CfnEventSourceMapping(scope, logicalId(reader.path, 'Source'), {
    functionName: reader.resource.ref,
    eventSourceArn: ground.streamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: batch.size,
    maximumBatchingWindowInSeconds: batch.windowSeconds,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: ATTEMPTS,
    maximumRecordAgeInSeconds: RECORD_AGE_SECONDS,
    functionResponseTypes: ['ReportBatchItemFailures'],
    destinationConfig: { onFailure: { destination: dead.attrArn } },
    filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName }) }] },
  });
}
