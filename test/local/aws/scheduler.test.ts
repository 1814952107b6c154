/** Schedules: they follow the platform's clock, and catch up once. */
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readSchedule } from '../../../infra/local/aws/schedule-expression.ts';
import { ACCOUNT, allow, arnOf, lambda, type Platform, resource, role, startPlatform } from './kit.ts';

const schedule = (name: string, expression: string, target: string, Input?: string) =>
  resource('Scheduler::Schedule', name, {
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: arnOf('Lambda::Function', target),
      RoleArn: arnOf('IAM::Role', 'scheduler'),
      DeadLetterConfig: { Arn: arnOf('SQS::Queue', 'unreached') },
      ...(Input && { Input }),
    },
  });

const fired: string[] = [];
const note = (name: string) => async (event: { at?: string; time?: string }) => {
  await new Promise((done) => setTimeout(done, 20));
  fired.push(`${name} ${event.at ?? event.time}`);
};

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(
    [
      ...lambda('closer'),
      ...lambda('daily'),
      ...lambda('forbidden'),
      resource('SQS::Queue', 'unreached'),
      role('scheduler', [
        allow('lambda:InvokeFunction', [
          arnOf('Lambda::Function', 'closer'),
          arnOf('Lambda::Function', 'daily'),
        ]),
        allow('sqs:SendMessage', arnOf('SQS::Queue', 'unreached')),
      ]),
      schedule('tick', 'rate(15 minutes)', 'closer', '{"at":"<aws.scheduler.scheduled-time>"}'),
      schedule('morning', 'cron(0 6 * * ? *)', 'daily'),
      schedule('no-right', 'rate(1 day)', 'forbidden', '{"at":"<aws.scheduler.scheduled-time>"}'),
    ],
    { closer: note('closer'), daily: note('daily') },
    { startAt: new Date('2026-03-28T05:01:00Z') },
  );
});
afterAll(() => platform.stop());
beforeEach(() => {
  fired.length = 0;
});

it('fires nothing at the start, and each schedule at its tick, before the move is over', async () => {
  await platform.clock.moveTo(new Date('2026-03-28T05:14:00Z'));
  expect(fired).toEqual([]);
  await platform.clock.moveTo(new Date('2026-03-28T05:15:00Z'));
  expect(fired).toEqual(['closer 2026-03-28T05:15:00Z']);
});

it('fires once after many missed ticks, at the last of them', async () => {
  await platform.clock.moveTo(new Date('2026-03-29T11:07:00Z'));
  expect(fired.toSorted()).toEqual(['closer 2026-03-29T11:00:00Z', 'daily 2026-03-29T06:00:00Z']);
});

it('fires by itself while time runs on', async () => {
  await platform.clock.moveTo(new Date('2026-03-29T11:14:59.700Z'));
  expect(fired).toEqual([]);
  await new Promise((done) => setTimeout(done, 500));
  expect(fired).toEqual(['closer 2026-03-29T11:15:00Z']);
});

it('sends what it may not deliver to its dead-letter queue, and records the refusal', async () => {
  const command = new ReceiveMessageCommand({ QueueUrl: `${platform.aws.endpoint}/${ACCOUNT}/unreached` });
  const { Messages } = await new SQSClient(platform.as('root')).send(command);
  expect(Messages?.[0]?.Body).toBe('{"at":"2026-03-29T00:00:00Z"}');
  expect(platform.aws.denials()).toMatchObject([
    {
      functionName: 'no-right',
      action: 'lambda:InvokeFunction',
      resource: arnOf('Lambda::Function', 'forbidden'),
    },
  ]);
});

it.each([
  // expression, zone, now, last, next
  ['rate(1 hour)', 'UTC', '2026-01-01T10:30:00Z', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z'],
  ['cron(30 18 L * ? *)', 'UTC', '2028-03-01T00:00:00Z', '2028-02-29T18:30:00Z', '2028-03-31T18:30:00Z'],
  // Noon in Berlin is 11:00 UTC in winter; clocks go forward on 29 March 2026, then it is 10:00.
  [
    'cron(0 12 * * ? *)',
    'Europe/Berlin',
    '2026-03-29T00:00:00Z',
    '2026-03-28T11:00:00Z',
    '2026-03-29T10:00:00Z',
  ],
  // 2026-03-06 is the first Friday of March; the working week has no Saturday.
  [
    'cron(0/20 8-9 ? * MON-FRI *)',
    'UTC',
    '2026-03-07T12:00:00Z',
    '2026-03-06T09:40:00Z',
    '2026-03-09T08:00:00Z',
  ],
  ['cron(0 0 ? * 6#1 2026)', 'UTC', '2026-03-10T00:00:00Z', '2026-03-06T00:00:00Z', '2026-04-03T00:00:00Z'],
  ['cron(0 0 29 2 ? *)', 'UTC', '2026-01-01T00:00:00Z', '2024-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
])('reads %s in %s', (expression, zone, now, last, next) => {
  const ticks = readSchedule(expression, zone);
  expect(ticks.last(new Date(now))).toEqual(new Date(last));
  expect(ticks.next(new Date(now))).toEqual(new Date(next));
});

it.each([
  'rate(5)',
  'rate(0 minutes)',
  'cron(0 0 * * * *)',
  'cron(60 0 * * ? *)',
  'cron(0 0 15W * ? *)',
  'hourly',
])('refuses %s', (expression) => {
  expect(() => readSchedule(expression)).toThrow(/./);
});
