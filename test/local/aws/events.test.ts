/** The event bus: which events meet which rules, and what their targets receive. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ACCOUNT,
  allow,
  arnOf,
  lambda,
  type Platform,
  REGION,
  refusalOf,
  resource,
  role,
  startPlatform,
} from './kit.ts';

const rule = (name: string, EventBusName: string, EventPattern: object, ...Targets: object[]) =>
  resource('Events::Rule', name, { EventBusName, EventPattern, State: 'ENABLED', Targets });
const toQueue = (name: string, more: object = {}) => ({ Id: name, Arn: arnOf('SQS::Queue', name), ...more });
const bus = (name: string) => arnOf('Events::EventBus', name);

const resources = [
  resource('Events::EventBus', 'cell'),
  resource('Events::EventBus', 'control'),
  resource('SQS::Queue', 'deals'),
  resource('SQS::Queue', 'big'),
  resource('SQS::Queue', 'shaped'),
  resource('SQS::Queue', 'lost-work'),
  ...lambda('publisher', [allow('events:PutEvents', bus('cell'))]),
  ...lambda('worker', [allow('sqs:SendMessage', arnOf('SQS::Queue', 'lost-work'))]),
  ...lambda('careless'),
  resource('Lambda::EventInvokeConfig', 'worker-config', {
    FunctionName: 'worker',
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: arnOf('SQS::Queue', 'lost-work') } },
  }),
  rule('deals', 'cell', { source: ['attain'], 'detail-type': [{ prefix: 'deal.' }] }, toQueue('deals')),
  rule(
    'big',
    bus('cell'),
    { detail: { data: { amount: [{ numeric: ['>=', 100] }], lost: [{ exists: false }] } } },
    toQueue('big', { InputPath: '$.detail.data' }),
  ),
  rule(
    'shaped',
    'cell',
    { 'detail-type': ['shape.me'] },
    {
      ...toQueue('shaped'),
      InputTransformer: {
        InputPathsMap: { who: '$.detail.who', all: '$.detail' },
        InputTemplate: '{"text": "it was <who>", "who": <who>, "detail": <all>}',
      },
    },
  ),
  rule(
    'work',
    'cell',
    { 'detail-type': ['work.due'] },
    { Id: 'f', Arn: arnOf('Lambda::Function', 'worker') },
  ),
  rule(
    'care',
    'cell',
    { 'detail-type': ['care.due'] },
    { Id: 'f', Arn: arnOf('Lambda::Function', 'careless') },
  ),
  rule(
    'across',
    'control',
    { source: ['attain'] },
    { Id: 'b', Arn: bus('cell'), RoleArn: arnOf('IAM::Role', 'across') },
  ),
  role('across', [allow('events:PutEvents', bus('cell'))]),
];

const worked: unknown[] = [];
const code = {
  worker: (event: unknown) => {
    worked.push(event);
    throw new Error('out of order');
  },
  careless: () => {
    throw new Error('never mind');
  },
};

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(resources, code, { startAt: new Date('2030-04-01T00:00:00Z') });
});
afterAll(() => platform.stop());

const entry = (DetailType: string, detail: object, EventBusName = 'cell') => ({
  Source: 'attain',
  DetailType,
  Detail: JSON.stringify(detail),
  EventBusName,
});
const put = async (who: string, ...Entries: object[]) => {
  const answer = await new EventBridgeClient(platform.as(who)).send(new PutEventsCommand({ Entries }));
  await platform.idle();
  return answer;
};
const received = async (queue: string) => {
  const command = new ReceiveMessageCommand({
    QueueUrl: `${platform.aws.endpoint}/${ACCOUNT}/${queue}`,
    MaxNumberOfMessages: 10,
  });
  const { Messages = [] } = await new SQSClient(platform.as('root')).send(command);
  return Messages.map(({ Body }) => JSON.parse(String(Body)));
};

it('brings an event to the queues of the rules it meets, at the time of the platform', async () => {
  const answer = await put('publisher', entry('deal.won', { id: 1 }), entry('quota.set', { id: 2 }));
  expect(answer).toMatchObject({ FailedEntryCount: 0 });
  expect(await received('deals')).toEqual([
    {
      version: '0',
      id: answer.Entries?.[0]?.EventId,
      source: 'attain',
      'detail-type': 'deal.won',
      account: ACCOUNT,
      region: REGION,
      time: expect.stringMatching(/^2030-04-01T00:00:\d\dZ$/),
      resources: [],
      detail: { id: 1 },
    },
  ]);
});

it('matches numbers and absence, and hands over a part of the event', async () => {
  await put(
    'publisher',
    entry('x', { data: { amount: 100 } }),
    entry('x', { data: { amount: 99 } }),
    entry('x', { data: { amount: 500, lost: true } }),
  );
  expect(await received('big')).toEqual([{ amount: 100 }]);
});

it('makes a new text of an event', async () => {
  await put('publisher', entry('shape.me', { who: 'a "b"' }));
  expect(await received('shaped')).toEqual([
    { text: 'it was a "b"', who: 'a "b"', detail: { who: 'a "b"' } },
  ]);
});

it('sends an event on to another bus, with the right of the rule', async () => {
  await put('root', entry('deal.crossed', { id: 7 }, 'control'));
  expect(await received('deals')).toMatchObject([{ 'detail-type': 'deal.crossed', detail: { id: 7 } }]);
});

it('fails entries one by one, and says so with 200', async () => {
  const answer = await put(
    'root',
    { Source: 'attain', DetailType: 'deal.won', Detail: '[1]', EventBusName: 'cell' },
    { Source: 'attain', Detail: '{}', EventBusName: 'cell' },
    entry('deal.won', {}, 'nowhere'),
    entry('deal.good', {}),
  );
  expect(answer.FailedEntryCount).toBe(3);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'MalformedDetail',
    'InvalidArgument',
    'ResourceNotFoundException',
    undefined,
  ]);
  expect(await received('deals')).toHaveLength(1);
});

it('tries a function again as often as it asks for, then sends the event to its failure destination', async () => {
  await put('publisher', entry('work.due', { n: 1 }));
  expect(worked).toHaveLength(2);
  expect(await received('lost-work')).toMatchObject([
    {
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { 'detail-type': 'work.due', detail: { n: 1 } },
      responsePayload: { errorMessage: 'out of order' },
    },
  ]);
});

it('loses an event that fails without a failure destination, and lets the host say so', async () => {
  await put('publisher', entry('care.due', {}));
  expect(platform.aws.lost()).toEqual([
    'careless failed 3 times and has no failure destination: Error: never mind',
  ]);
});

it('refuses a bus that the caller may not write to, and more than ten entries', async () => {
  expect(await refusalOf(put('publisher', entry('deal.won', {}, 'control')))).toMatch(
    /AccessDeniedException: .*not authorized to perform: events:PutEvents on resource: .*event-bus\/control/,
  );
  expect(await refusalOf(put('root', ...Array(11).fill(entry('x', {}))))).toContain('ValidationException');
});
