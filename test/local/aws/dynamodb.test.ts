/** DynamoDB through the proxy: rights on keys, capacity, faults. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest';
import { allow, arnOf, lambda, type Platform, refusalOf, resource, role, startPlatform } from './kit.ts';

const TABLE = arnOf('DynamoDB::GlobalTable', 'cell-data');
const INDEX = `${TABLE}/index/gsi1`;
const keyed = (...nouns: string[]) => ({
  'ForAllValues:StringLike': {
    'dynamodb:LeadingKeys': nouns.map((noun) => `T#\${aws:PrincipalTag/tenant}#${noun}`),
  },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});
const ALL = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];
const actions = [...ALL, 'BatchGetItem', 'BatchWriteItem'].map((name) => `dynamodb:${name}`);

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const schema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const resources = [
  resource('DynamoDB::GlobalTable', 'cell-data', {
    KeySchema: schema('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map(text),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: schema('gsi1pk', 'gsi1sk'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name'] },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }),
  ...lambda('writer'),
  ...lambda('directory', [
    allow(['dynamodb:GetItem', 'dynamodb:PutItem'], TABLE, {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['C#TENANTS'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    }),
  ]),
  role(
    'scoped',
    [allow(actions, TABLE, keyed('DEAL#*', 'PUB')), allow('dynamodb:Query', INDEX, keyed('RUNS'))],
    [
      {
        Effect: 'Allow',
        Principal: { AWS: arnOf('IAM::Role', 'writer-role') },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          Null: { 'aws:RequestTag/tenant': 'false' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
        },
      },
    ],
  ),
];

let platform: Platform;
let root: DynamoDBClient;
let mine: DynamoDBClient;

beforeAll(async () => {
  const tablesAt = { endpoint: inject('tables'), accessKeyId: 'local' };
  platform = await startPlatform(resources, {}, { tablesAt });
  root = new DynamoDBClient(platform.as('root'));
  mine = await clientOf([{ Key: 'tenant', Value: 'a' }]);
});
afterAll(() => platform?.stop());
beforeEach(() => platform.aws.resetCapacity());
afterEach(() => {
  platform.aws.onCall(undefined);
  vi.unstubAllEnvs();
});

async function clientOf(Tags: { Key: string; Value: string }[], functionName = 'writer') {
  const sts = new STSClient(platform.as(functionName));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: arnOf('IAM::Role', 'scoped'), RoleSessionName: 'ten-a', Tags }),
  );
  expect(Credentials?.AccessKeyId).toMatch(/^[A-Z0-9]+$/);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return new DynamoDBClient({ ...platform.as(functionName), credentials });
}

const TableName = 'cell-data';
const key = (pk: string, sk = 'A') => ({ pk: { S: pk }, sk: { S: sk } });
const item = (pk: string, bytes = 10, more: object = {}) => ({
  ...key(pk),
  v: { S: 'x'.repeat(bytes) },
  ...more,
});
const put = (pk: string) => new PutItemCommand({ TableName, Item: item(pk) });
const query = (value: string, more: object = {}) =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: '(#pk = :pk) AND begins_with(sk, :sk)',
    ExpressionAttributeNames: { '#pk': 'pk' },
    ExpressionAttributeValues: { ':pk': { S: value }, ':sk': { S: 'A' } },
    ...more,
  });
const runsOf = (tenant: string) =>
  new QueryCommand({
    TableName,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :p',
    ExpressionAttributeValues: { ':p': { S: `T#${tenant}#RUNS` } },
  });

it('carries reads and writes of a scoped session, on keys of its tenant and nouns', async () => {
  await mine.send(put('T#a#DEAL#1'));
  const { Item } = await mine.send(new GetItemCommand({ TableName, Key: key('T#a#DEAL#1') }));
  expect(Item?.['v']).toEqual({ S: 'xxxxxxxxxx' });
  expect((await mine.send(query('T#a#DEAL#1'))).Count).toBe(1);
  expect((await mine.send(runsOf('a'))).Count).toBe(0);
  const who = await new STSClient(platform.as('writer')).send(new GetCallerIdentityCommand({}));
  expect(who.Arn).toBe('arn:aws:sts::111122223333:assumed-role/writer-role/writer');
});

const both = (own: string, foreign: string) => [own, foreign];
const foreign = {
  'a get': new GetItemCommand({ TableName, Key: key('T#b#DEAL#1') }),
  'a put': put('T#b#DEAL#1'),
  'an update': new UpdateItemCommand({ TableName, Key: key('T#b#DEAL#1') }),
  'a query': query('T#b#DEAL#1'),
  'a query of the index': runsOf('b'),
  'a batch read with one foreign key': new BatchGetItemCommand({
    RequestItems: { [TableName]: { Keys: both('T#a#DEAL#1', 'T#b#DEAL#1').map((pk) => key(pk)) } },
  }),
  'a batch write with one foreign key': new BatchWriteItemCommand({
    RequestItems: {
      [TableName]: [
        { PutRequest: { Item: item('T#a#DEAL#1') } },
        { DeleteRequest: { Key: key('T#b#DEAL#1') } },
      ],
    },
  }),
  'a transaction with one foreign check': new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName, Item: item('T#a#DEAL#1') } },
      { ConditionCheck: { TableName, Key: key('T#b#DEAL#1'), ConditionExpression: 'attribute_exists(pk)' } },
    ],
  }),
  'a transaction that reads': new TransactGetItemsCommand({
    TransactItems: [{ Get: { TableName, Key: key('T#b#DEAL#1') } }],
  }),
  'a scan': new ScanCommand({ TableName }),
  'a put of a noun': put('T#a#RUN#1'),
};

it.each(Object.entries(foreign))(
  'refuses %s that is foreign, and nothing of it happens',
  async (_what, command) => {
    await root.send(put('T#b#DEAL#1'));
    const before = await root.send(new ScanCommand({ TableName }));
    const client: { send(command: unknown): Promise<unknown> } = mine;
    const refusal = await refusalOf(client.send(command));
    expect(refusal).toContain(
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/scoped/ten-a is not authorized to perform',
    );
    expect(refusal).toMatch(/: dynamodb:\w+ on resource: arn:aws:.*:table\/cell-data.* \(function writer\)$/);
    expect((await root.send(new ScanCommand({ TableName }))).Items).toEqual(before.Items);
  },
);

it('gives no session without the tag, with other tags, or to another function', async () => {
  const tag = (Key: string) => ({ Key, Value: 'a' });
  expect(await refusalOf(clientOf([]))).toContain('AccessDenied');
  expect(await refusalOf(clientOf([tag('tenant'), tag('admin')]))).toContain('AccessDenied');
  expect(await refusalOf(clientOf([tag('tenant')], 'directory'))).toMatch(
    /AccessDenied: .*sts:AssumeRole on resource: .*role\/scoped.*\(function directory\)/,
  );
});

it("keeps a function's own role to the directory", async () => {
  const directory = new DynamoDBClient(platform.as('directory'));
  await directory.send(put('C#TENANTS'));
  expect(await refusalOf(directory.send(put('T#a#DEAL#1')))).toContain('AccessDenied');
  expect(await refusalOf(new DynamoDBClient(platform.as('writer')).send(put('T#a#DEAL#1')))).toContain(
    'AccessDenied',
  );
});

it('shows capacity only to who asks, as much as is asked for', async () => {
  const input = { TableName, Item: item('T#a#DEAL#2') };
  expect(await mine.send(new PutItemCommand(input))).not.toHaveProperty('ConsumedCapacity');
  const total = await mine.send(new PutItemCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
  expect(total.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 1 });
  const parts = await mine.send(new PutItemCommand({ ...input, ReturnConsumedCapacity: 'INDEXES' }));
  expect(parts.ConsumedCapacity?.Table).toEqual({ CapacityUnits: 1 });
});

it('counts what a function consumes, transactions by the true price list', async () => {
  const indexed = { gsi1pk: { S: 'T#a#RUNS' }, gsi1sk: { S: '1' } };
  await mine.send(new PutItemCommand({ TableName, Item: item('T#a#DEAL#5', 2000, indexed) }));
  await mine.send(new GetItemCommand({ TableName, Key: key('T#a#DEAL#5') }));
  await mine.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: item('T#a#DEAL#6', 1500, indexed) } },
        { Put: { TableName, Item: item('T#a#DEAL#7', 10) } },
        {
          ConditionCheck: { TableName, Key: key('T#a#PUB'), ConditionExpression: 'attribute_not_exists(pk)' },
        },
      ],
    }),
  );
  const once = { TableName, Item: item('T#a#DEAL#5'), ConditionExpression: 'attribute_not_exists(pk)' };
  expect(await refusalOf(mine.send(new PutItemCommand(once)))).toContain('ConditionalCheckFailedException');
  expect(platform.aws.capacity()).toEqual({
    writer: {
      // 2 KB and an index entry: 2 + 1; and 1 for the refused condition.
      PutItem: { calls: 2, rcu: 0, wcu: 4 },
      // 2 KB, eventually consistent.
      GetItem: { calls: 1, rcu: 0.5, wcu: 0 },
      // Twice 2 KB + index entry + 1 KB + check = 2 × (2 + 1 + 1 + 1); four times as much is a plausible bug.
      TransactWriteItems: { calls: 1, rcu: 0, wcu: 10 },
    },
  });
});

it('makes a call fail before it happens, or happen without an answer, if a test wants it to', async () => {
  const fateOf = { refused: 'refuse', unanswered: 'lose-answer' } as const;
  platform.aws.onCall(({ input }) => {
    const { Item } = input as { Item?: { fate?: { S: keyof typeof fateOf } } };
    return Item?.fate ? fateOf[Item.fate.S] : 'pass';
  });
  const write = (pk: string, fate: string) =>
    refusalOf(mine.send(new PutItemCommand({ TableName, Item: { ...key(pk), fate: { S: fate } } })));
  expect(await write('T#a#DEAL#8', 'refused')).toContain('was made to fail before it began');
  expect(await write('T#a#DEAL#9', 'unanswered')).toMatch(/ECONNRESET|socket hang up/);
  const there = async (pk: string) => (await mine.send(query(pk))).Count;
  expect([await there('T#a#DEAL#8'), await there('T#a#DEAL#9')]).toEqual([0, 1]);
});

it('hands on what DynamoDB says about a bad request', async () => {
  expect(await refusalOf(root.send(new GetItemCommand({ TableName: 'nowhere', Key: {} })))).toContain(
    'ResourceNotFoundException',
  );
  expect(await refusalOf(root.send(new PutItemCommand({ TableName, Item: {} })))).toContain(
    'ValidationException',
  );
});

it('says in one sentence what to do where there is no Java', async () => {
  vi.stubEnv('JAVA_HOME', '/nonexistent');
  expect(await refusalOf(startPlatform(resources))).toBe(
    'Error: DynamoDB Local needs Java: install it with `apt-get install default-jre-headless` or ' +
      '`brew install openjdk`, or point AWS_ENDPOINT_URL_DYNAMODB at an instance that you have.',
  );
});

it('uses the instance that the environment names, and the tables that it finds there', async () => {
  await root.send(put('T#a#PUB'));
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', inject('tables'));
  const guest = await startPlatform(resources);
  const client = new DynamoDBClient(guest.as('root'));
  expect((await client.send(query('T#a#PUB'))).Count).toBe(1);
  await guest.stop();
  expect((await root.send(query('T#a#PUB'))).Count).toBe(1);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:9');
  expect(await refusalOf(startPlatform(resources))).toContain('Nothing answers at AWS_ENDPOINT_URL_DYNAMODB');
});

it('reports grants, used and unused', () => {
  const used = (name: string) =>
    platform.aws
      .usage()
      .filter(({ role: of }) => of === name)
      .map(({ policy, needed }) => [policy, needed.length > 0]);
  expect(used('scoped')).toEqual([
    ['own', true],
    ['own', true],
    ['trust', true],
  ]);
});
