/** Table streams: records reach functions in order, bad ones are isolated, expired items are told apart. */
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ACCOUNT, allow, arnOf, lambda, type Platform, REGION, resource, startPlatform } from './kit.ts';

type Record = {
  eventName: string;
  dynamodb: { Keys: { pk: { S: string } }; SequenceNumber: string };
};
type Event = { Records: Record[] };

const STREAM = `${arnOf('DynamoDB::GlobalTable', 'streamed')}/stream/local`;
const DEAD = arnOf('SQS::Queue', 'stream-dead');
const reading = [
  allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], STREAM),
  allow('sqs:SendMessage', DEAD),
];
const mapping = (to: string, pattern: object, more: object = {}) =>
  resource('Lambda::EventSourceMapping', `${to}-mapping`, {
    EventSourceArn: STREAM,
    FunctionName: arnOf('Lambda::Function', to),
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 10,
    MaximumRetryAttempts: 2,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: DEAD } },
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
    ...more,
  });

const written = { eventName: ['INSERT', 'MODIFY'] };
const notExpired = { userIdentity: { principalId: [{ exists: false }] } };
const keysOf = ({ Records }: Event) => Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);

const seen: string[][] = [];
const kept: Record[] = [];
const removed: string[] = [];
const expired: string[] = [];
const code = {
  publisher: (event: Event) => {
    seen.push(keysOf(event));
    kept.push(...event.Records);
    const bad = event.Records.filter(({ dynamodb }) => dynamodb.Keys.pk.S.startsWith('bad'));
    return { batchItemFailures: bad.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
  },
  mourner: (event: Event) => void removed.push(...keysOf(event)),
  gravedigger: (event: Event) => void expired.push(...keysOf(event)),
};

let platform: Platform;
let db: DynamoDBClient;
beforeAll(async () => {
  platform = await startPlatform(
    [
      resource('DynamoDB::GlobalTable', 'streamed', {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
      resource('SQS::Queue', 'stream-dead'),
      ...lambda('publisher', reading),
      ...lambda('mourner', reading),
      ...lambda('gravedigger', reading),
      mapping('publisher', written),
      mapping('mourner', { ...notExpired, eventName: ['REMOVE'] }),
      mapping('gravedigger', { userIdentity: { principalId: ['dynamodb.amazonaws.com'] } }),
    ],
    code,
    { startAt: new Date('2031-01-01T00:00:00Z') },
  );
  db = new DynamoDBClient(platform.as('root'));
});
afterAll(() => platform?.stop());
beforeEach(() => {
  seen.length = 0;
  kept.length = 0;
});

const TableName = 'streamed';
const write = (pk: string, n = 0) =>
  db.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, n: { N: `${n}` } } }));

it('shows a function what was written, old and new', async () => {
  await write('one', 1);
  await write('one', 2);
  await platform.idle();
  expect(kept).toMatchObject([
    { eventName: 'INSERT', dynamodb: { NewImage: { n: { N: '1' } } } },
    {
      eventName: 'MODIFY',
      eventSource: 'aws:dynamodb',
      eventSourceARN: STREAM,
      awsRegion: REGION,
      dynamodb: {
        OldImage: { n: { N: '1' } },
        NewImage: { n: { N: '2' } },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    },
  ]);
});

it('keeps the order of each item through batches of the declared size', async () => {
  for (let n = 0; n < 25; n += 1) await write(`k${n % 3}`, n);
  await platform.idle();
  expect(seen.every((batch) => batch.length <= 10)).toBe(true);
  expect(keysOf({ Records: kept })).toEqual(Array.from({ length: 25 }, (_, n) => `k${n % 3}`));
});

it('isolates a bad record: those before it are done once, those after it are done, a pointer remains', async () => {
  for (const pk of ['r1', 'r2', 'bad', 'r4', 'r5', 'r6', 'r7']) await write(pk);
  await platform.idle();
  const times = (pk: string) => seen.flat().filter((each) => each === pk).length;
  expect([times('r1'), times('r2')]).toEqual([1, 1]);
  expect(['r4', 'r5', 'r6', 'r7'].every((pk) => times(pk) >= 1)).toBe(true);
  expect(times('bad')).toBeGreaterThanOrEqual(3);
  const bad = kept.find(({ dynamodb }) => dynamodb.Keys.pk.S === 'bad');
  const receive = { QueueUrl: `${platform.aws.endpoint}/${ACCOUNT}/stream-dead`, MaxNumberOfMessages: 10 };
  const { Messages = [] } = await new SQSClient(platform.as('root')).send(new ReceiveMessageCommand(receive));
  expect(Messages.map(({ Body }) => JSON.parse(String(Body)))).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      DDBStreamBatchInfo: {
        startSequenceNumber: bad?.dynamodb.SequenceNumber,
        endSequenceNumber: bad?.dynamodb.SequenceNumber,
        batchSize: 1,
        streamArn: STREAM,
      },
    },
  ]);
  expect(Messages[0]?.Body).not.toContain('bad');
});

it('tells a removal by a caller from one by the passing of time', async () => {
  const expiresAt = { N: String(Date.parse('2031-01-02T00:00:00Z') / 1000) };
  await db.send(new PutItemCommand({ TableName, Item: { pk: { S: 'expiring' }, expiresAt } }));
  await db.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'one' } } }));
  await platform.clock.moveTo(new Date('2031-01-03T00:00:00Z'));
  await platform.idle();
  const { Items = [] } = await db.send(new ScanCommand({ TableName }));
  expect(Items.map(({ pk }) => pk?.S)).not.toContain('expiring');
  expect([removed, expired]).toEqual([['one'], ['expiring']]);
});
