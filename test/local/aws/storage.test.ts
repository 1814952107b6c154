/** Parameters, keys, objects and sessions, as the SDK sees them. */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, arnOf, lambda, type Platform, refusalOf, resource, role, startPlatform } from './kit.ts';

let platform: Platform;
let ssm: SSMClient;
let kms: KMSClient;
let s3: S3Client;

beforeAll(async () => {
  platform = await startPlatform([
    resource('SSM::Parameter', '/attain/cells/pool', { Type: 'String', Value: '{"apiUrl":"x"}' }),
    resource('KMS::Key', 'signing', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
    resource('KMS::Key', 'cursors', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    resource('KMS::Key', 'data'),
    resource('KMS::Alias', 'alias/data', { TargetKeyId: 'data' }),
    resource('S3::Bucket', 'blobs'),
    ...lambda('reader', [allow('s3:GetObject', 'arn:aws:s3:::blobs/mine/*')]),
    role(
      'tenant',
      [allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::blobs/\${aws:PrincipalTag/tenant}/*`)],
      [
        {
          Effect: 'Allow',
          Principal: { AWS: arnOf('IAM::Role', 'reader-role') },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
      ],
    ),
  ]);
  ssm = new SSMClient(platform.as('root'));
  kms = new KMSClient(platform.as('root'));
  s3 = new S3Client(platform.as('root'));
});
afterAll(() => platform.stop());

it('has the parameters of the templates, and keeps those that are put', async () => {
  const declared = await ssm.send(new GetParameterCommand({ Name: '/attain/cells/pool' }));
  expect(declared.Parameter).toMatchObject({ Value: '{"apiUrl":"x"}', Version: 1, Type: 'String' });
  const secret = { Name: '/attain/pool/ten_1/con_1', Value: 'shh', Type: 'SecureString' } as const;
  await ssm.send(new PutParameterCommand(secret));
  expect(await refusalOf(ssm.send(new PutParameterCommand(secret)))).toContain('ParameterAlreadyExists');
  await ssm.send(new PutParameterCommand({ ...secret, Value: 'hush', Overwrite: true }));
  const open = await ssm.send(new GetParameterCommand({ Name: secret.Name, WithDecryption: true }));
  expect(open.Parameter).toMatchObject({ Value: 'hush', Version: 2 });
  expect(open.Parameter?.LastModifiedDate).toBeInstanceOf(Date);
  const closed = await ssm.send(new GetParameterCommand({ Name: secret.Name }));
  expect(closed.Parameter?.Value).not.toContain('hush');
  await ssm.send(new DeleteParameterCommand({ Name: secret.Name }));
  expect(await refusalOf(ssm.send(new GetParameterCommand({ Name: secret.Name })))).toContain(
    'ParameterNotFound',
  );
});

it('lists parameters by path, page by page', async () => {
  for (const name of ['/p/a', '/p/b', '/p/sub/c', '/pp/d'])
    await ssm.send(new PutParameterCommand({ Name: name, Value: name, Type: 'String' }));
  const namesIn = async (more: object) => {
    const answer = await ssm.send(new GetParametersByPathCommand({ Path: '/p', ...more }));
    return [answer.Parameters?.map(({ Name }) => Name), answer.NextToken];
  };
  expect(await namesIn({})).toEqual([['/p/a', '/p/b'], undefined]);
  expect(await namesIn({ Recursive: true, MaxResults: 2 })).toEqual([['/p/a', '/p/b'], '2']);
  expect(await namesIn({ Recursive: true, MaxResults: 2, NextToken: '2' })).toEqual([
    ['/p/sub/c'],
    undefined,
  ]);
});

it('signs with RSA so that anybody can check it with the public key', async () => {
  const { PublicKey, KeySpec } = await kms.send(new GetPublicKeyCommand({ KeyId: 'signing' }));
  expect(KeySpec).toBe('RSA_2048');
  const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
  const text = Buffer.from('header.payload');
  const digest = createHash('sha256').update(text).digest();
  for (const [Message, MessageType] of [
    [text, 'RAW'],
    [digest, 'DIGEST'],
  ] as const) {
    const input = { KeyId: arnOf('KMS::Key', 'signing'), Message, MessageType };
    const signing = new SignCommand({ ...input, SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' });
    const { Signature } = await kms.send(signing);
    expect(verify('sha256', text, key, Signature ?? Buffer.alloc(0))).toBe(true);
  }
  const tooLong = { KeyId: 'signing', Message: Buffer.alloc(4097) };
  const signing = new SignCommand({ ...tooLong, SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' });
  expect(await refusalOf(kms.send(signing))).toContain('ValidationException');
});

it('makes and checks MACs', async () => {
  const input = { KeyId: 'cursors', Message: Buffer.from('page 2'), MacAlgorithm: 'HMAC_SHA_256' } as const;
  const { Mac = new Uint8Array() } = await kms.send(new GenerateMacCommand(input));
  const again = await kms.send(new GenerateMacCommand(input));
  expect(Mac).toHaveLength(32);
  expect(again.Mac).toEqual(Mac);
  expect(await kms.send(new VerifyMacCommand({ ...input, Mac }))).toMatchObject({ MacValid: true });
  const forged = createHmac('sha256', 'guess').update('page 2').digest();
  expect(await refusalOf(kms.send(new VerifyMacCommand({ ...input, Mac: forged })))).toContain(
    'KMSInvalidMacException',
  );
});

it('seals texts and data keys, bound to their encryption context', async () => {
  const EncryptionContext = { tenant: 'ten_1' };
  const Plaintext = Buffer.from('raw body');
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: 'alias/data', Plaintext, EncryptionContext }),
  );
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
  const elsewhere = new DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: 'ten_2' } });
  expect(await refusalOf(kms.send(elsewhere))).toContain('InvalidCiphertextException');
  const dataKey = await kms.send(new GenerateDataKeyCommand({ KeyId: 'data', KeySpec: 'AES_256' }));
  const again = await kms.send(new DecryptCommand({ CiphertextBlob: dataKey.CiphertextBlob }));
  expect(dataKey.Plaintext).toHaveLength(32);
  expect(again.Plaintext).toEqual(dataKey.Plaintext);
});

it('keeps objects under any key, with their type and metadata', async () => {
  const Bucket = 'blobs';
  const Key = 'tenant/ü &<>/../a b';
  await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: 'hello', ContentType: 'text/x', Metadata: { source: 'crm' } }),
  );
  const read = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await read.Body?.transformToString()).toBe('hello');
  expect(read).toMatchObject({ ContentType: 'text/x', Metadata: { source: 'crm' }, ContentLength: 5 });
  const body = { Body: Readable.from(['one', 'two']), ContentLength: 6, ContentEncoding: 'x' };
  const streamed = { Bucket, Key: 'streamed', ...body };
  await s3.send(new PutObjectCommand(streamed));
  const whole = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
  expect(await whole.Body?.transformToString()).toBe('onetwo');
  expect([read.ContentEncoding, whole.ContentEncoding]).toEqual([undefined, 'x']);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 5 });
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key })))).toContain('NoSuchKey');
  expect(await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key })))).toContain('NotFound');
});

it('lists objects in order, by prefix, folder and page', async () => {
  const Bucket = 'blobs';
  for (const Key of ['l/b', 'l/a', 'l/a/x', 'l/a/y', 'm'])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const all = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/' }));
  expect(all.Contents?.map(({ Key }) => Key)).toEqual(['l/a', 'l/a/x', 'l/a/y', 'l/b']);
  const folders = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/' }));
  expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['l/a', 'l/b']);
  expect(folders.CommonPrefixes).toEqual([{ Prefix: 'l/a/' }]);
  const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', MaxKeys: 3 }));
  const ContinuationToken = first.NextContinuationToken;
  const second = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'l/', MaxKeys: 3, ContinuationToken }),
  );
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
  expect(second.Contents?.map(({ Key }) => Key)).toEqual(['l/b']);
});

it('puts an object only where there is none, if asked to', async () => {
  const once = { Bucket: 'blobs', Key: 'once', Body: '1', IfNoneMatch: '*' };
  await s3.send(new PutObjectCommand(once));
  expect(await refusalOf(s3.send(new PutObjectCommand(once)))).toContain('PreconditionFailed');
});

it('does not tell who may not list a bucket that an object is missing', async () => {
  const limited = new S3Client(platform.as('reader'));
  const get = (Key: string) => refusalOf(limited.send(new GetObjectCommand({ Bucket: 'blobs', Key })));
  expect(await get('mine/nothing')).toBe('AccessDenied: Access Denied');
  expect(await get('other/nothing')).toMatch(/AccessDenied: .*s3:GetObject on resource: .*other\/nothing/);
});

it('gives a session the rights of its role, for its tag, less what its own policy leaves out', async () => {
  const { Credentials } = await new STSClient(platform.as('reader')).send(
    new AssumeRoleCommand({
      RoleArn: arnOf('IAM::Role', 'tenant'),
      RoleSessionName: 'ten-1',
      Tags: [{ Key: 'tenant', Value: 'ten1' }],
      Policy: JSON.stringify({ Statement: allow('s3:PutObject', '*') }),
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const client = new S3Client({ ...platform.as('reader'), credentials });
  const at = (Key: string) => ({ Bucket: 'blobs', Key });
  await client.send(new PutObjectCommand({ ...at('ten1/x'), Body: 'x' }));
  expect(await refusalOf(client.send(new PutObjectCommand({ ...at('ten2/x'), Body: 'x' })))).toContain(
    'AccessDenied',
  );
  expect(await refusalOf(client.send(new GetObjectCommand(at('ten1/x'))))).toContain(
    'because no session policy allows the s3:GetObject action (function reader)',
  );
});

it('knows no caller by an access key that it did not hand out', async () => {
  const stranger = new SSMClient(platform.as('stranger'));
  expect(await refusalOf(stranger.send(new GetParameterCommand({ Name: '/attain/cells/pool' })))).toContain(
    'UnrecognizedClientException',
  );
});
