/** A queue before every consumer, and a dead-letter queue behind whatever can fail. */
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Module } from '../shared/module.ts';
import { type Declared, declared } from './modules.ts';
import { logicalId, names } from './names.ts';

const DAY_SECONDS = 86_400;
/** AWS counts throttled deliveries too, so fewer would give up on messages that nobody has read. */
const DELIVERIES = 5;
/** A message may lie until each of its function's own retries has ended. */
const VISIBILITY_TIMEOUTS = 6;
/** The schedules share one dead-letter queue: a tick that failed says which function it was for. */
const TICKS = 'ticks';

/** By path of the function: what waits for an `on-` entry, and where each caller leaves what failed. */
export type Queues = {
  readonly work: ReadonlyMap<string, sqs.CfnQueue>;
  readonly dead: ReadonlyMap<string, sqs.CfnQueue>;
};

export function queuesOf(scope: Construct, plane: string, modules: readonly Module[]): Queues {
  const all = declared(modules);
  const crons = all.filter(({ entry }) => entry.startsWith('cron-'));
  const ticks = crons.length > 0 ? failureQueue(scope, plane, TICKS) : undefined;
  const dead = new Map(crons.flatMap(({ path }) => (ticks ? [[path, ticks]] : [])));
  const work = new Map<string, sqs.CfnQueue>();
  for (const one of all.filter(({ entry }) => /^(on|stream)-/.test(entry))) {
    const isWork = one.entry.startsWith('on-');
    const failed = (isWork ? deadLetterQueue : failureQueue)(scope, plane, one.path);
    dead.set(one.path, failed);
    if (isWork) work.set(one.path, workQueue(scope, plane, one, failed));
    else queuePolicy(scope, one.path, [failed]);
  }
  if (ticks) queuePolicy(scope, TICKS, [ticks]);
  return { work, dead };
}

export const timeoutOf = ({ entry, wants }: Declared): number =>
  wants.timeoutSeconds ?? (entry.startsWith('api') ? 15 : 60);

function workQueue(scope: Construct, plane: string, consumer: Declared, dead: sqs.CfnQueue): sqs.CfnQueue {
  return new sqs.CfnQueue(scope, logicalId(consumer.path, 'Queue'), {
    queueName: names.queue(plane, consumer.path),
    sqsManagedSseEnabled: true,
    messageRetentionPeriod: 4 * DAY_SECONDS,
    visibilityTimeout: VISIBILITY_TIMEOUTS * timeoutOf(consumer) + (consumer.wants.batch?.windowSeconds ?? 0),
    redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: DELIVERIES },
  });
}

/** Keeps what failed longer than any queue keeps what waits: a message brings its age along. */
function deadLetterQueue(scope: Construct, plane: string, path: string): sqs.CfnQueue {
  return new sqs.CfnQueue(scope, logicalId(path, 'DeadLetters'), {
    queueName: names.deadLetters(plane, path),
    sqsManagedSseEnabled: true,
    messageRetentionPeriod: 14 * DAY_SECONDS,
  });
}

/** Dead letters of something other than a queue. */
export function failureQueue(scope: Construct, plane: string, path: string): sqs.CfnQueue {
  const queue = deadLetterQueue(scope, plane, path);
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason:
      'It is itself where a stream, a schedule or a rule leaves what failed; nothing reads it but people.',
  });
  return queue;
}

/** Nothing reaches the queues unencrypted; of other services, only the given rule may send to them. */
export function queuePolicy(
  scope: Construct,
  path: string,
  queues: readonly sqs.CfnQueue[],
  ruleArn?: string,
): void {
  const refuse = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const admit = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
  new sqs.CfnQueuePolicy(scope, logicalId(path, 'QueuePolicy'), {
    queues: queues.map(({ ref }) => ref),
    policyDocument: { Version: '2012-10-17', Statement: ruleArn ? [refuse, admit] : [refuse] },
  });
}
