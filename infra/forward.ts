/** What a cell reports to the control plane: the events that functions there wait for. */
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Fn } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { exported } from './names.ts';
import { failureQueue, queuePolicy } from './queues.ts';
import { allow, document, trustService } from './rights.ts';

const NAME = 'forward';
const DAY_SECONDS = 86_400;
const DELIVERIES = 185;

/** Returns the queue of what could not be reported. Both buses are of one account: a role is enough. */
export function forward(
  scope: Construct,
  cell: string,
  bus: events.CfnEventBus,
  reported: readonly string[],
): readonly sqs.CfnQueue[] {
  if (reported.length === 0) return [];
  const controlBus = Fn.importValue(exported.controlBusArn);
  const dead = failureQueue(scope, cell, NAME);
  const role = new iam.CfnRole(scope, 'ForwardRole', {
    description: 'Hands events of the cell to the control plane',
    assumeRolePolicyDocument: trustService('events.amazonaws.com'),
    policies: [
      { policyName: 'forward', policyDocument: document([allow(['events:PutEvents'], controlBus)]) },
    ],
  });
  const rule = new events.CfnRule(scope, 'ForwardRule', {
    description: 'What the control plane is told by the cell',
    eventBusName: bus.ref,
    eventPattern: { 'detail-type': [...reported] },
    targets: [
      {
        id: 'control',
        arn: controlBus,
        roleArn: role.attrArn,
        deadLetterConfig: { arn: dead.attrArn },
        retryPolicy: { maximumRetryAttempts: DELIVERIES, maximumEventAgeInSeconds: DAY_SECONDS },
      },
    ],
  });
  queuePolicy(scope, NAME, [dead], rule.attrArn);
  return [dead];
}
