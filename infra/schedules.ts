/** The clock: every `cron-` function is told the time every 15 minutes and does what is due by then. */
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Deployed } from './lambda.ts';
import { logicalId } from './names.ts';
import { allow, document, trustService } from './rights.ts';

/** A tick that comes later than this is worth nothing: the next one does its work too. */
const TICK_SECONDS = 900;
const ATTEMPTS = 2;

export function schedule(scope: Construct, crons: readonly Deployed[], dead: sqs.CfnQueue): void {
  const role = clockRole(scope, crons, dead);
  for (const cron of crons) {
    new scheduler.CfnSchedule(scope, logicalId(cron.path, 'Schedule'), {
      description: `Tells ${cron.path} what time it is`,
      scheduleExpression: `rate(${cron.wants.every})`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: cron.resource.attrArn,
        roleArn: role.attrArn,
        input: '{"at":"<aws.scheduler.scheduled-time>"}',
        retryPolicy: { maximumRetryAttempts: ATTEMPTS, maximumEventAgeInSeconds: TICK_SECONDS },
        deadLetterConfig: { arn: dead.attrArn },
      },
    });
    // The scheduler hands the tick over and leaves: what the function makes of it is Lambda's to repeat.
    new lambda.CfnEventInvokeConfig(scope, logicalId(cron.path, 'Retries'), {
      functionName: cron.resource.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: ATTEMPTS,
      maximumEventAgeInSeconds: TICK_SECONDS,
      destinationConfig: { onFailure: { destination: dead.attrArn } },
    });
  }
}

function clockRole(scope: Construct, crons: readonly Deployed[], dead: sqs.CfnQueue): iam.CfnRole {
  return new iam.CfnRole(scope, 'Clock', {
    description: 'What the schedules may do',
    assumeRolePolicyDocument: trustService('scheduler.amazonaws.com'),
    policies: [
      {
        policyName: 'clock',
        policyDocument: document([
          allow(
            ['lambda:InvokeFunction'],
            crons.map(({ resource }) => resource.attrArn),
          ),
          allow(['sqs:SendMessage'], dead.attrArn),
        ]),
      },
    ],
  });
}
