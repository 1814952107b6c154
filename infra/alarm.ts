/** How an alarm is raised and where it goes. What there is to be alarmed about stands in alarms.ts. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** CloudWatch evaluates no more metrics in one alarm. */
const METRICS = 10;

type Metric = { readonly namespace: string; readonly name: string; readonly of: Record<string, string> };
export type Alarm = {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly metrics: readonly Metric[];
  readonly statistic: 'Sum' | 'Maximum';
  readonly above: number;
  readonly minutes: number;
};

/** Whoever runs the platform subscribes to it. */
export function opsTopic(scope: Construct, plane: string): sns.CfnTopic {
  const topic = new sns.CfnTopic(scope, 'Ops', { topicName: `attain-${plane}-ops` });
  new sns.CfnTopicPolicy(scope, 'OpsPolicy', {
    topics: [topic.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic.ref,
          Condition: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sns:Publish',
          Resource: topic.ref,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
  return topic;
}

export function raise(scope: Construct, plane: string, topic: sns.CfnTopic, alarms: readonly Alarm[]): void {
  for (const alarm of alarms.flatMap(cut)) {
    new cloudwatch.CfnAlarm(scope, `${alarm.id}Alarm`, {
      alarmName: `attain-${plane}: ${alarm.name}`,
      alarmDescription: alarm.text,
      metrics: dataQueries(alarm),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: alarm.above,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [topic.ref],
      okActions: [topic.ref],
    });
  }
}

/** An alarm on more metrics than CloudWatch evaluates becomes several of the same kind. */
function cut(alarm: Alarm): Alarm[] {
  const parts = Math.ceil(alarm.metrics.length / METRICS);
  return Array.from({ length: parts }, (_, n) => ({
    ...alarm,
    ...(n > 0 && { id: `${alarm.id}${n + 1}`, name: `${alarm.name} (${n + 1})` }),
    metrics: alarm.metrics.slice(n * METRICS, (n + 1) * METRICS),
  }));
}

function dataQueries({
  metrics,
  statistic,
  minutes,
  name,
}: Alarm): cloudwatch.CfnAlarm.MetricDataQueryProperty[] {
  const expression = statistic === 'Sum' ? 'SUM(METRICS())' : 'MAX(METRICS())';
  return [
    { id: 'all', expression, label: name, returnData: true },
    ...metrics.map(({ namespace, name: metricName, of }, n) => ({
      id: `m${n + 1}`,
      returnData: false,
      metricStat: {
        metric: {
          namespace,
          metricName,
          dimensions: Object.entries(of).map(([name, value]) => ({ name, value })),
        },
        period: minutes * 60,
        stat: statistic,
      },
    })),
  ];
}
