/** S3 as clients see it: objects are put, read, deleted and listed. */
import { join } from 'node:path';
import type { Assembly, AwsCall } from '../kinds.ts';
import { AwsError, type Check, type Endpoint, type Reply, type Request } from './endpoint.ts';
import type { Iam } from './iam.ts';
import { type Bucket, type Listed, openBucket } from './s3-folder.ts';
import { bodyOf, readS3, refuseInS3, xmlReply } from './s3-protocol.ts';

export type Buckets = ReadonlyMap<string, Bucket>;

export function openBuckets(assembly: Assembly, stateDir: string): Buckets {
  const declared = assembly.of('AWS::S3::Bucket');
  return new Map(declared.map(({ name }) => [name, openBucket(join(stateDir, 's3', name))]));
}

export function s3Endpoint(buckets: Buckets, iam: Iam): Endpoint {
  return {
    read: readS3,
    checks: (call) => [checkOf(call)],
    answer: (call, request) => answer(call, request, buckets, iam),
    refuse: refuseInS3,
  };
}

const ACTIONS: Readonly<Record<string, string>> = { HeadObject: 'GetObject', ListObjectsV2: 'ListBucket' };

function checkOf({ operation, input }: AwsCall): Check {
  const { Bucket: bucket, Key: key, Prefix: prefix } = input as Record<string, string>;
  const resource = `arn:aws:s3:::${bucket}`;
  const action = `s3:${ACTIONS[operation] ?? operation}`;
  return key
    ? { action, resource: `${resource}/${key}` }
    : { action, resource, context: { 's3:prefix': prefix } };
}

async function answer(call: AwsCall, request: Request, buckets: Buckets, iam: Iam): Promise<Reply> {
  const { Bucket: name = '', Key: key = '' } = call.input as Record<string, string>;
  const bucket = buckets.get(name);
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (call.operation === 'PutObject') return put(bucket, key, request);
  if (call.operation === 'ListObjectsV2') return list(bucket, name, request);
  if (call.operation === 'DeleteObject') {
    await bucket.delete(key);
    return { status: 204, headers: {}, body: '' };
  }
  return get(bucket, call, request, iam);
}

async function put(bucket: Bucket, key: string, request: Request): Promise<Reply> {
  const { headers } = request;
  const before = await bucket.describe(key);
  const { 'if-none-match': unless, 'if-match': only } = headers;
  if ((unless === '*' && before) || (only && only !== before?.etag))
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions did not hold', 412);
  const type = headers['content-type'] ?? 'binary/octet-stream';
  const etag = await bucket.put(key, bodyOf(request), type, keptHeaders(headers));
  return { status: 200, headers: { etag }, body: '' };
}

const KEPT = /^(x-amz-meta-.+|content-encoding|content-disposition|cache-control)$/;

/** What a reader gets back with the object; how it was cut up on its way is not part of it. */
function keptHeaders(headers: Request['headers']): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(([header]) => KEPT.test(header))
    .map(([header, value]) => [header, String(value).replace(/,?\s*aws-chunked,?\s*/, '')]);
  return Object.fromEntries(kept.filter(([, value]) => value));
}

async function get(bucket: Bucket, call: AwsCall, request: Request, iam: Iam): Promise<Reply> {
  const { Bucket: name, Key: key = '' } = call.input as Record<string, string>;
  const object = await bucket.describe(key);
  if (!object) {
    // Who may not list a bucket does not learn what is not in it.
    const listing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${name}` };
    if (!iam.wouldPermit(call.principal, listing)) throw new AwsError('AccessDenied', 'Access Denied', 403);
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  }
  const { 'if-match': only, range } = request.headers;
  if (only && only !== object.etag)
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions did not hold', 412);
  const body = call.operation === 'GetObject' ? await bucket.read(key) : '';
  const headers = {
    'content-type': object.type,
    'content-length': String(object.bytes),
    'last-modified': object.at.toUTCString(),
    etag: object.etag,
    ...object.metadata,
  };
  const part = range && rangeOf(range, object.bytes);
  if (!part || body === '') return { status: 200, headers, body };
  const [from, to] = part;
  const piece = body.subarray(from, to + 1);
  const told = {
    'content-length': String(piece.length),
    'content-range': `bytes ${from}-${to}/${object.bytes}`,
  };
  return { status: 206, headers: { ...headers, ...told }, body: piece };
}

/** bytes=0-99: first and last byte, both counted. */
function rangeOf(range: string, bytes: number): [number, number] {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (from === undefined || Number(from) >= bytes)
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [Number(from), Math.min(to ? Number(to) : bytes - 1, bytes - 1)];
}

async function list(bucket: Bucket, name: string, { url }: Request): Promise<Reply> {
  const query = (parameter: string) => url.searchParams.get(parameter) ?? undefined;
  const prefix = query('prefix') ?? '';
  const after = query('continuation-token') ?? query('start-after') ?? '';
  const most = Math.min(Number(query('max-keys') ?? 1000), 1000);
  const rows = grouped(await bucket.list(prefix), prefix, query('delimiter'));
  const rest = rows.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const page = rest.slice(0, most);
  const isTruncated = page.length < rest.length;
  return xmlReply({
    ListBucketResult: {
      Name: name,
      Prefix: prefix,
      KeyCount: page.length,
      MaxKeys: most,
      IsTruncated: isTruncated,
      NextContinuationToken: isTruncated ? page.at(-1)?.key : undefined,
      Contents: page.filter(isObject).map(asContents),
      CommonPrefixes: page.filter((row) => !isObject(row)).map(({ key }) => ({ Prefix: key })),
    },
  });
}

type Row = Listed | { readonly key: string };

const isObject = (row: Row): row is Listed => 'etag' in row;

const asContents = ({ key, at, etag, bytes }: Listed) => ({
  Key: key,
  LastModified: at.toISOString(),
  ETag: etag,
  Size: bytes,
  StorageClass: 'STANDARD',
});

/** Keys that share everything up to a delimiter after the prefix stand as one row. */
function grouped(objects: readonly Listed[], prefix: string, delimiter: string | undefined): readonly Row[] {
  if (!delimiter) return objects;
  const rows = new Map<string, Row>();
  for (const object of objects) {
    const end = object.key.indexOf(delimiter, prefix.length);
    const key = end < 0 ? object.key : object.key.slice(0, end + delimiter.length);
    rows.set(key, end < 0 ? object : { key });
  }
  return [...rows.values()];
}
