/** Bus → rule → queue → Lambda: how an event reaches each function that wants it. */
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Ground } from './ground.ts';
import type { Deployed } from './lambda.ts';
import { logicalId } from './names.ts';
import { queuePolicy } from './queues.ts';
import { allow, type Statement } from './rights.ts';

/** Calls at once per consumer, so that one flooded queue leaves room for everybody else. */
const CALLS_AT_ONCE = 20;
const DAY_SECONDS = 86_400;
/** EventBridge's own limit; what it could not deliver by then goes to the dead letters. */
const DELIVERIES = 185;

export const consumes = (queue: sqs.CfnQueue): Statement =>
  allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.attrArn);

export function feed(
  scope: Construct,
  ground: Ground,
  consumer: Deployed,
  queue: sqs.CfnQueue,
  dead: sqs.CfnQueue,
): void {
  const rule = consumer.wants.events && subscribe(scope, ground, consumer, queue, dead);
  queuePolicy(scope, consumer.path, [queue, dead], rule?.attrArn);
  const { size = 10, windowSeconds = 0 } = consumer.wants.batch ?? {};
  new lambda.CfnEventSourceMapping(scope, logicalId(consumer.path, 'Source'), {
    functionName: consumer.resource.ref,
    eventSourceArn: queue.attrArn,
    batchSize: size,
    maximumBatchingWindowInSeconds: windowSeconds,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: CALLS_AT_ONCE },
  });
}

/** The queue takes events whole, so that those which could not be delivered look like those which were. */
function subscribe(
  scope: Construct,
  { busName }: Ground,
  { path, wants }: Deployed,
  queue: sqs.CfnQueue,
  dead: sqs.CfnQueue,
): events.CfnRule {
  return new events.CfnRule(scope, logicalId(path, 'Rule'), {
    description: `What ${path} is told`,
    eventBusName: busName,
    eventPattern: { 'detail-type': [...(wants.events ?? [])] },
    targets: [
      {
        id: 'queue',
        arn: queue.attrArn,
        deadLetterConfig: { arn: dead.attrArn },
        retryPolicy: { maximumRetryAttempts: DELIVERIES, maximumEventAgeInSeconds: DAY_SECONDS },
      },
    ],
  });
}
