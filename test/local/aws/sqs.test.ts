/** Queues: what clients see, and how messages reach functions. */
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, arnOf, lambda, type Platform, refusalOf, resource, startPlatform, until } from './kit.ts';

type Event = {
  Records: { messageId: string; body: string; messageAttributes: object; attributes: object }[];
};

const READING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const calls: Record<string, string[][]> = {};
const running = { now: 0, most: 0 };

/** A queue, its dead letters, and a function behind it. */
const consumed = (name: string, more: object = {}) => [
  resource('SQS::Queue', name, {
    RedrivePolicy: { deadLetterTargetArn: arnOf('SQS::Queue', `${name}-dead`), maxReceiveCount: 3 },
  }),
  resource('SQS::Queue', `${name}-dead`),
  ...lambda(`on-${name}`, [allow(READING, arnOf('SQS::Queue', name))]),
  resource('Lambda::EventSourceMapping', `${name}-mapping`, {
    EventSourceArn: arnOf('SQS::Queue', name),
    FunctionName: `on-${name}`,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...more,
  }),
];

const record = (name: string, { Records }: Event) => {
  calls[name] = [...(calls[name] ?? []), Records.map(({ body }) => body)];
};

const failing = (name: string, answer: (failed: string[]) => unknown) => (event: Event) => {
  record(name, event);
  return answer(event.Records.filter(({ body }) => body === 'bad').map(({ messageId }) => messageId));
};

const code = {
  'on-partial': failing('partial', (ids) => ({
    batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
  })),
  'on-unknown': failing('unknown', () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] })),
  'on-throwing': failing('throwing', () => {
    throw new Error('no');
  }),
  'on-silent': failing('silent', () => null),
  'on-wide': async (event: Event) => {
    record('wide', event);
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await new Promise((done) => setTimeout(done, 30));
    running.now -= 1;
  },
};

let platform: Platform;
let sqs: SQSClient;

beforeAll(async () => {
  platform = await startPlatform(
    [
      resource('SQS::Queue', 'plain'),
      ...lambda('sender', [allow('sqs:SendMessage', arnOf('SQS::Queue', 'plain'))]),
      ...consumed('partial'),
      ...consumed('unknown'),
      ...consumed('throwing'),
      ...consumed('silent'),
      ...consumed('wide', { BatchSize: 5, MaximumBatchingWindowInSeconds: 30 }),
    ],
    code,
  );
  sqs = new SQSClient(platform.as('root'));
});
afterAll(() => platform.stop());

const urlOf = (name: string) => `${platform.aws.endpoint}/111122223333/${name}`;
const send = (name: string, bodies: string[]) =>
  sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: urlOf(name),
      Entries: bodies.map((MessageBody, at) => ({ Id: `m${at}`, MessageBody })),
    }),
  );
const bodiesIn = async (name: string) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: urlOf(name), MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body }) => Body).sort();
};

it('sends, receives and deletes', async () => {
  const QueueUrl = urlOf('plain');
  const attributes = { kind: { DataType: 'String', StringValue: 'greeting' } };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello ü', MessageAttributes: attributes }));
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 }),
  );
  expect(Messages?.[0]).toMatchObject({ Body: 'hello ü', MessageAttributes: attributes });
  expect(await bodiesIn('plain')).toEqual([]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

it('shows a delayed message when the clock has been moved past its delay', async () => {
  const QueueUrl = urlOf('plain');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
  expect(await bodiesIn('plain')).toEqual([]);
  expect(platform.aws.queues()['plain']).toMatchObject({ visible: 0, delayed: 1 });
  await platform.clock.moveTo(new Date(platform.clock.now().getTime() + 901_000));
  expect(await bodiesIn('plain')).toEqual(['later']);
});

it('makes a received message visible again after its visibility timeout', async () => {
  const QueueUrl = urlOf('plain');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'mine' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }));
  await platform.clock.moveTo(new Date(platform.clock.now().getTime() + 61_000));
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
  );
  const mine = Messages?.find(({ Body }) => Body === 'mine');
  expect(mine?.Attributes?.['ApproximateReceiveCount']).toBe('2');
});

it('refuses what AWS refuses', async () => {
  const MiB = 1_048_576;
  expect(await refusalOf(send('plain', []))).toContain('EmptyBatchRequest');
  expect(await refusalOf(send('plain', Array(11).fill('x')))).toContain('TooManyEntriesInBatchRequest');
  expect(await refusalOf(send('plain', Array(2).fill('x'.repeat(MiB / 2 + 1))))).toContain('TooLong');
  expect(await refusalOf(send('missing', ['x']))).toContain('QueueDoesNotExist');
  const tooLarge = new SendMessageCommand({ QueueUrl: urlOf('plain'), MessageBody: 'x'.repeat(MiB + 1) });
  expect(await refusalOf(sqs.send(tooLarge))).toContain('more than the 1048576 allowed');
  const mute = new SQSClient(platform.as('sender'));
  const receive = new ReceiveMessageCommand({ QueueUrl: urlOf('plain') });
  expect(await refusalOf(mute.send(receive))).toMatch(
    /^AccessDeniedException: .*sender-role.* not authorized to perform: sqs:ReceiveMessage on resource: .*:plain/,
  );
});

it('repeats only the messages that a function says have failed, and buries them in the end', async () => {
  await send('partial', ['good', 'bad', 'fine']);
  await platform.idle();
  expect(calls['partial']).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad']]);
  expect(await bodiesIn('partial-dead')).toEqual(['bad']);
  expect(platform.aws.queues()['partial-dead']).toMatchObject({ dead: true });
});

it('takes an identifier that it does not know for the failure of the whole batch', async () => {
  await send('unknown', ['a', 'b']);
  await platform.idle();
  expect(calls['unknown']?.flat().sort()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  expect(await bodiesIn('unknown-dead')).toEqual(['a', 'b']);
});

it('takes an exception for the failure of the whole batch, and no answer for success', async () => {
  await Promise.all([send('throwing', ['a']), send('silent', ['bad'])]);
  await platform.idle();
  expect(calls['throwing']).toHaveLength(3);
  expect(await bodiesIn('throwing-dead')).toEqual(['a']);
  expect(calls['silent']).toEqual([['bad']]);
});

it('gathers batches of the declared size and runs a few of them at once', async () => {
  await Promise.all([0, 1, 2, 3].map((at) => send('wide', Array(10).fill(`w${at}`))));
  await until(() => (calls['wide'] ?? []).flat().length === 40);
  expect(calls['wide']?.every((batch) => batch.length <= 5)).toBe(true);
  expect(running.most).toBe(4);
  await platform.idle();
});

it('does not start when a function may not read the queue behind which it stands', async () => {
  const [queue, dead, on, , mapping] = consumed('orphan');
  const powerless = lambda('on-orphan')[1];
  const resources = [queue, dead, on, powerless, mapping].filter((each) => each !== undefined);
  expect(await refusalOf(startPlatform(resources))).toContain(
    'on-orphan cannot be fed: its role may not sqs:ReceiveMessage',
  );
});
