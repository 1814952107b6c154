/**
 * Fault 59: the second lock. Somebody holds the credentials that a function has for one company, asks the
 * services past all of our code, and gets nothing of another.
 */
import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { TenantId } from '../../shared/kernel/ids.ts';
import { itemOf } from '../../shared/table/items.ts';
import { keys } from '../../shared/table/keys.ts';
import { Table } from '../../shared/table/operations.ts';
import { type Company, hire, onboard, platformFrom } from '../kit/platform.ts';
import {
  clientConfig,
  documents,
  functionNamed,
  scopedDocuments,
  sessionOf,
  tenantTag,
} from './kit/credentials.ts';
import { fingerprint } from './kit/partitions.ts';

const PEOPLE = 'attain-pool-people-api';
const DEALS = 'attain-pool-deals-api';
const CONSUMER = 'attain-pool-deals-on-deal-changed';
const INTAKE = 'attain-pool-crm-api-intake';
const platform = platformFrom('2026-01-05T08:00:00Z');
let acme: Company;
let globex: Company;
let gil: string;
let TableName: string;
let asAcme: DynamoDBDocumentClient;

beforeAll(async () => {
  acme = await onboard(platform.current);
  globex = await onboard(platform.current, { name: 'Globex' });
  gil = await hire(await globex.api(), 'Gil');
  TableName = String(functionNamed(platform.current, PEOPLE).variables['TABLE_NAME']);
  asAcme = await scopedDocuments(platform.current, PEOPLE, acme.tenant);
});

const own = (key: string) => `T#${acme.tenant}#${key}`;
const foreign = (key: string) => `T#${globex.tenant}#${key}`;
const at = (pk: string, sk = 'A') => ({ TableName, Key: { pk, sk } });
const query = (pk: string, index = false) => ({
  TableName,
  ...(index && { IndexName: 'gsi1' }),
  KeyConditionExpression: `${index ? 'gsi1pk' : 'pk'} = :pk`,
  ExpressionAttributeValues: { ':pk': pk },
});

/** What AWS answers: the name of the error, and the action it refuses. */
async function denialOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => new Error('allowed'),
    (thrown: Error) => thrown,
  );
  const [, action = ''] = /not authorized to perform: (\S+)/.exec(error.message) ?? [];
  return error.name === 'Error' ? error.message : `${error.name} ${action}`.trim();
}

const DENIED = (action: string) => `AccessDeniedException dynamodb:${action}`;

describe('fault 59 with the credentials for Acme', () => {
  it('reaches the items of Acme, so that the refusals below mean something', async () => {
    const [{ id } = { id: '' }] = await (await acme.api()).list<{ id: string }>('/v1/people');
    const { Item } = await asAcme.send(new GetCommand(at(own(`PERSON#${id}`))));
    expect(Item).toMatchObject({ id, name: 'Ada Admin' });
    expect((await asAcme.send(new QueryCommand(query(own('PEOPLE'), true)))).Count).toBe(1);
  });

  it('is refused every single item of Globex, read or write', async () => {
    const before = await fingerprint(platform.current, globex.tenant);
    const person = foreign(`PERSON#${gil}`);
    expect(await denialOf(asAcme.send(new GetCommand(at(person))))).toBe(DENIED('GetItem'));
    const put = new PutCommand({ TableName, Item: { pk: person, sk: 'A', name: 'Taken' } });
    expect(await denialOf(asAcme.send(put))).toBe(DENIED('PutItem'));
    const consumer = await scopedDocuments(platform.current, CONSUMER, acme.tenant);
    const deal = foreign(`DEAL#dea_${'0'.repeat(26)}`);
    const update = new UpdateCommand({
      ...at(deal),
      UpdateExpression: 'SET stolen = :yes',
      ExpressionAttributeValues: { ':yes': true },
    });
    expect(await denialOf(consumer.send(update))).toBe(DENIED('UpdateItem'));
    expect(await denialOf(asAcme.send(new DeleteCommand(at(person))))).toBe(DENIED('DeleteItem'));
    expect(await fingerprint(platform.current, globex.tenant)).toEqual(before);
  });

  it('is refused queries of Globex, on the table and on the index, and every Scan', async () => {
    const consumer = await scopedDocuments(platform.current, CONSUMER, acme.tenant);
    expect((await consumer.send(new QueryCommand(query(own('PERIODS'))))).Count).toBe(32);
    expect(await denialOf(consumer.send(new QueryCommand(query(foreign('PERIODS')))))).toBe(DENIED('Query'));
    expect(await denialOf(asAcme.send(new QueryCommand(query(foreign('PEOPLE'), true))))).toBe(
      DENIED('Query'),
    );
    for (const more of [{}, { IndexName: 'gsi1' }]) {
      expect(await denialOf(asAcme.send(new ScanCommand({ TableName, ...more })))).toBe(DENIED('Scan'));
    }
  });

  it('is refused a batch and a transaction of which one item is of Globex', async () => {
    const deals = await scopedDocuments(platform.current, DEALS, acme.tenant);
    const id = `DEAL#dea_${'0'.repeat(26)}`;
    const batch = (...owners: string[]) =>
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: owners.map((pk) => ({ pk, sk: 'A' })) } } });
    expect(await denialOf(deals.send(batch(own(id))))).toBe('allowed');
    expect(await denialOf(deals.send(batch(own(id), foreign(id))))).toBe(DENIED('BatchGetItem'));
    const before = await fingerprint(platform.current, acme.tenant);
    const puts = [own(`PERSON#per_${'1'.repeat(26)}`), foreign(`PERSON#per_${'1'.repeat(26)}`)];
    const transaction = new TransactWriteCommand({
      TransactItems: puts.map((pk) => ({ Put: { TableName, Item: { pk, sk: 'A' } } })),
    });
    expect(await denialOf(asAcme.send(transaction))).toBe(DENIED('PutItem'));
    const consumer = await scopedDocuments(platform.current, CONSUMER, acme.tenant);
    const checking = new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { pk: own('CREDIT#2026-m01'), sk: 'pag_x' } } },
        { ConditionCheck: { ...at(foreign('PERIODS')), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    expect(await denialOf(consumer.send(checking))).toBe(DENIED('ConditionCheckItem'));
    expect(await fingerprint(platform.current, acme.tenant)).toEqual(before);
  });

  it('is refused what its own function has no use for, of Acme too', async () => {
    expect(await denialOf(asAcme.send(new GetCommand(at(own('PERIODS')))))).toBe(DENIED('GetItem'));
    expect(await denialOf(asAcme.send(new GetCommand(at(own('PERSONX#1')))))).toBe(DENIED('GetItem'));
    expect(await denialOf(asAcme.send(new GetCommand(at('C#DUE#close'))))).toBe(DENIED('GetItem'));
    expect(await denialOf(asAcme.send(new GetCommand(at(`T#${acme.tenant}`))))).toBe(DENIED('GetItem'));
  });

  it('is refused the secrets and the blobs of Globex', async () => {
    const session = await sessionOf(platform.current, INTAKE, tenantTag(acme.tenant));
    const ssm = new SSMClient(clientConfig(platform.current, session));
    const secret = ({ tenant, connector }: Company) =>
      new GetParameterCommand({
        Name: `/attain/pool/${tenant}/connectors/${connector.id}`,
        WithDecryption: true,
      });
    expect(await denialOf(ssm.send(secret(acme)))).toBe('allowed');
    expect(await denialOf(ssm.send(secret(globex)))).toBe('AccessDeniedException ssm:GetParameter');
    const s3 = new S3Client({ ...clientConfig(platform.current, session), forcePathStyle: true });
    const Bucket = String(functionNamed(platform.current, INTAKE).variables['BLOB_BUCKET']);
    const put = (tenant: string) => s3.send(new PutObjectCommand({ Bucket, Key: `${tenant}/x`, Body: 'x' }));
    expect(await denialOf(put(acme.tenant))).toBe('allowed');
    expect(await denialOf(put(globex.tenant))).toBe('AccessDenied s3:PutObject');
    const read = s3.send(new GetObjectCommand({ Bucket, Key: `${globex.tenant}/x` }));
    expect(await denialOf(read)).toBe('AccessDenied s3:GetObject');
  });
});

describe('fault 59 a session', () => {
  const assumed = (tags: ReturnType<typeof tenantTag>, roleArn?: string) =>
    denialOf(sessionOf(platform.current, PEOPLE, tags, roleArn));

  it('is not given without a tenant, or with anything beside it', async () => {
    expect(await assumed([])).toBe('AccessDenied sts:AssumeRole');
    expect(await assumed([{ Key: 'company', Value: acme.tenant }])).toBe('AccessDenied sts:AssumeRole');
    const two = [...tenantTag(acme.tenant), { Key: 'admin', Value: 'yes' }];
    expect(await assumed(two)).toBe('AccessDenied sts:AssumeRole');
    expect(await assumed(tenantTag(acme.tenant))).toBe('allowed');
  });

  it('of the role of another function is not given', async () => {
    const others = String(functionNamed(platform.current, DEALS).variables['TENANT_ROLE_ARN']);
    expect(await assumed(tenantTag(acme.tenant), others)).toBe('AccessDenied sts:AssumeRole');
  });

  it('for a tag that is a pattern opens no company', async () => {
    const everyone = { pk: `T#${'?'.repeat(30)}#PERSON#${gil}`, sk: 'A' };
    for (const tenant of ['ten_star', `ten_${'-'.repeat(26)}`]) {
      const table = await scopedDocuments(platform.current, PEOPLE, tenant);
      expect(await denialOf(table.send(new GetCommand(at(foreign(`PERSON#${gil}`)))))).toBe(
        DENIED('GetItem'),
      );
      expect(await denialOf(table.send(new GetCommand({ TableName, Key: everyone })))).toBe(
        DENIED('GetItem'),
      );
    }
    // STS itself takes no '*' or '?' in a tag.
    expect(await assumed(tenantTag('ten_*'))).toMatch(/^ValidationException/);
  });

  it('is needed: the own role of a function reaches no item of any company', async () => {
    const lambdas = platform.current.host.assembly.of('AWS::Lambda::Function');
    const scoped = lambdas.filter(({ properties }) => properties['Environment'].Variables['TENANT_ROLE_ARN']);
    for (const { name } of scoped) {
      const { credentials, variables } = functionNamed(platform.current, name);
      const bare = documents(platform.current, credentials);
      const asked = { ...at(foreign('SETTINGS')), TableName: String(variables['TABLE_NAME'] ?? TableName) };
      expect(await denialOf(bare.send(new GetCommand(asked))), name).toBe(DENIED('GetItem'));
    }
    expect(scoped.length).toBeGreaterThan(20);
  });
});

describe('fault 59 a foreign index key, where IAM does not look', () => {
  const planted = { pk: '', sk: 'A', id: `per_${'2'.repeat(26)}`, name: 'Mole', version: 1 };

  it('cannot be written by the data module: every key gets its owner, and values bring none', () => {
    const owner = own('');
    const key = { pk: 'PERSON#1', sk: 'A', gsi1pk: foreign('PEOPLE'), gsi1sk: 'mole' };
    expect(itemOf(owner, key, { name: 'Mole' })['gsi1pk']).toBe(`${owner}${foreign('PEOPLE')}`);
    for (const name of ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'facts', 'expiresAt']) {
      expect(() => itemOf(owner, { pk: 'PERSON#1', sk: 'A' }, { [name]: foreign('PEOPLE') })).toThrow(name);
    }
  });

  it('cannot be set by an update of the data module either', async () => {
    const table = new Table(asAcme, TableName, own(''));
    const key = keys.personById(`per_${'2'.repeat(26)}`);
    for (const part of ['set', 'setOnce', 'add'] as const) {
      const change = { [part]: { gsi1pk: foreign('PEOPLE') } };
      await expect(table.update(key, {} as never, change)).rejects.toThrow('gsi1pk is not for values');
    }
  });

  it('that got there all the same is shown to nobody: its reader stops at it', async () => {
    const Item = { ...planted, pk: own('PERSON#mole'), gsi1pk: foreign('PEOPLE'), gsi1sk: 'aaa' };
    expect(await denialOf(asAcme.send(new PutCommand({ TableName, Item })))).toBe('allowed');
    const api = await globex.api();
    const answer = await fetch(`${api.url}/v1/people`, { headers: { authorization: `Bearer ${api.token}` } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('Mole');
    const { gsi1pk: _, gsi1sk: __, ...harmless } = Item;
    await asAcme.send(new PutCommand({ TableName, Item: harmless }));
    expect((await (await globex.api()).list('/v1/people')).map(({ name }) => name)).toEqual([
      'Ada Admin',
      'Gil',
    ]);
  });

  it('could name no tenant anyway that is not one', () => {
    for (const text of ['*', 'ten_*', `${globex.tenant}#`, `TEN_${globex.tenant.slice(4)}`, '\u0024{aws:x}'])
      expect(TenantId.safeParse(text).success, text).toBe(false);
  });
});
