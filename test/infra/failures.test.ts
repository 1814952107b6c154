/** What happens to work that fails: it is repeated a bounded number of times, kept, and somebody is told. */
import { describe, expect, it } from 'vitest';
import { ASSEMBLY } from '../kit/synth.ts';
import { Templates, target } from './templates.ts';

const templates = new Templates(ASSEMBLY);
const queues = templates.of('AWS::SQS::Queue');
const at = (stack: string, reference: unknown) => {
  const resource = templates.byStack.get(stack)?.Resources[target(reference)];
  if (!resource) throw new Error(`${stack} has no ${JSON.stringify(reference)}`);
  return resource;
};
const isDead = ({ Properties }: { Properties: { QueueName: string } }) =>
  Properties.QueueName.endsWith('-dead');

describe('every queue', () => {
  it('has a dead-letter queue after five attempts, or is one', () => {
    expect(queues.filter((queue) => !isDead(queue)).length).toBeGreaterThan(5);
    for (const queue of queues.filter((queue) => !isDead(queue))) {
      const { deadLetterTargetArn, maxReceiveCount } = queue.Properties.RedrivePolicy;
      expect(maxReceiveCount).toBe(5);
      const dead = at(queue.stack, deadLetterTargetArn).Properties;
      expect(dead.QueueName).toBe(`${queue.Properties.QueueName}-dead`);
      // A message keeps its age: were the dead kept no longer than the living, some would vanish at once.
      expect(dead.MessageRetentionPeriod).toBeGreaterThan(queue.Properties.MessageRetentionPeriod);
    }
  });

  it('is encrypted, at rest and on the way', () => {
    const policies = templates.of('AWS::SQS::QueuePolicy');
    for (const { stack, id, Properties } of queues) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      const own = policies.filter(
        (policy) => policy.stack === stack && policy.Properties.Queues.some((q: unknown) => target(q) === id),
      );
      expect(own, `${stack}/${id}`).toHaveLength(1);
      expect(JSON.stringify(own)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('every consumer', () => {
  it('of a queue answers for each message and has six times its time-out before it comes again', () => {
    for (const { stack, Properties } of sources('AWS::SQS::Queue')) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
      const queue = at(stack, Properties.EventSourceArn).Properties;
      const lambda = at(stack, Properties.FunctionName).Properties;
      const least = 6 * lambda.Timeout + Properties.MaximumBatchingWindowInSeconds;
      expect(queue.VisibilityTimeout, lambda.FunctionName).toBeGreaterThanOrEqual(least);
    }
  });

  it('of a stream is bounded in attempts and age, halves a bad batch and leaves it in a queue', () => {
    const streams = templates
      .of('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => Properties.StartingPosition);
    expect(streams).toHaveLength(4);
    for (const { stack, Properties } of streams) {
      expect(Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      // What is removed announces nothing; the audit trail is told of it.
      const audits = at(stack, Properties.FunctionName).Properties.FunctionName.includes('audit');
      const seen = ['INSERT', 'MODIFY', ...(audits ? ['REMOVE'] : [])];
      expect(Properties.FilterCriteria.Filters).toEqual([{ Pattern: JSON.stringify({ eventName: seen }) }]);
      expect(Properties.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3_600);
      expect(isDead(at(stack, Properties.DestinationConfig.OnFailure.Destination))).toBe(true);
    }
  });

  it('of a schedule is told within the quarter of an hour or not at all, and failures are kept', () => {
    for (const { stack, Properties } of templates.of('AWS::Scheduler::Schedule')) {
      const { RetryPolicy, DeadLetterConfig, Arn, Input } = Properties.Target;
      expect(Properties.ScheduleExpression).toBe('rate(15 minutes)');
      expect(Input).toBe('{"at":"<aws.scheduler.scheduled-time>"}');
      expect(RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 900 });
      expect(isDead(at(stack, DeadLetterConfig.Arn))).toBe(true);
      const called = templates
        .of('AWS::Lambda::EventInvokeConfig')
        .find((one) => one.stack === stack && target(one.Properties.FunctionName) === target(Arn));
      expect(called?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 900 });
      expect(isDead(at(stack, called?.Properties.DestinationConfig.OnFailure.Destination))).toBe(true);
    }
  });

  it('of a bus gets its events again for a day, and then they are kept', () => {
    const rules = templates.of('AWS::Events::Rule');
    expect(rules.length).toBeGreaterThan(5);
    for (const { stack, Properties } of rules) {
      for (const { DeadLetterConfig, RetryPolicy } of Properties.Targets) {
        expect(RetryPolicy.MaximumEventAgeInSeconds).toBe(86_400);
        expect(isDead(at(stack, DeadLetterConfig.Arn))).toBe(true);
      }
    }
  });
});

describe('people are told', () => {
  const watched = (stack: string, metric: string) =>
    templates
      .of('AWS::CloudWatch::Alarm')
      .filter((alarm) => alarm.stack === stack && alarm.Properties.AlarmActions.length > 0)
      .flatMap(({ Properties }) => Properties.Metrics)
      .filter(({ MetricStat }) => MetricStat?.Metric.MetricName === metric)
      .flatMap(({ MetricStat }) =>
        MetricStat.Metric.Dimensions.map(({ Value }: { Value: unknown }) => target(Value)),
      );

  it('A114 when anything lies in a dead-letter queue', () => {
    for (const { stack, id } of queues.filter(isDead))
      expect(watched(stack, 'ApproximateNumberOfMessagesVisible'), `${stack}/${id}`).toContain(id);
  });

  it('when work waits for long', () => {
    for (const { stack, id } of queues.filter((queue) => !isDead(queue)))
      expect(watched(stack, 'ApproximateAgeOfOldestMessage'), `${stack}/${id}`).toContain(id);
  });

  it('when a function fails or is not started, and when a stream lags', () => {
    for (const { stack, id, Properties } of templates.of('AWS::Lambda::Function')) {
      expect(watched(stack, 'Errors')).toContain(id);
      expect(watched(stack, 'Throttles')).toContain(id);
      if (Properties.FunctionName.includes('-stream-')) expect(watched(stack, 'IteratorAge')).toContain(id);
    }
  });

  it('in sentences that say what to do, with no more metrics than CloudWatch evaluates', () => {
    for (const { Properties } of templates.of('AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmDescription.length).toBeGreaterThan(100);
      expect(
        Properties.Metrics.filter((one: { MetricStat?: unknown }) => one.MetricStat).length,
      ).toBeLessThan(11);
    }
  });
});

function sources(type: string) {
  return templates.of('AWS::Lambda::EventSourceMapping').filter(({ stack, Properties }) => {
    const source = templates.byStack.get(stack)?.Resources[target(Properties.EventSourceArn)];
    return source?.Type === type;
  });
}
