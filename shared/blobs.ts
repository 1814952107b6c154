/**
 * Bodies that were received: compressed, in their item while they are small, and else in the blob bucket
 * under the tenant's own prefix.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requestHandler, scopedTo } from './aws.ts';
import { environment } from './environment.ts';
import { assert } from './kernel/assert.ts';
import type { TenantId } from './kernel/ids.ts';

/** What the item keeps: the compressed bytes, or the name they have in the bucket. */
export type Stowed = {
  readonly gz?: Uint8Array<ArrayBuffer> | undefined;
  readonly blob?: string | undefined;
};

/** Below DynamoDB's 400 KB for an item, with room for what stands beside. */
const INLINE_BYTES = 300_000;
/** No body that we took was larger; more would be a bomb. */
const MOST_BYTES = 4_000_000;
const KEPT = 200;
const clients = new Map<TenantId, S3Client>();

/** The same bytes under the same name twice are one blob. */
export async function stow(tenant: TenantId, name: string, bytes: Uint8Array): Promise<Stowed> {
  const gz = gzipSync(bytes);
  if (gz.length <= INLINE_BYTES) return { gz };
  await clientOf(tenant).send(
    new PutObjectCommand({ Bucket: environment('BLOB_BUCKET'), Key: `${tenant}/${name}`, Body: gz }),
  );
  return { blob: name };
}

export async function unstow(tenant: TenantId, { gz, blob }: Stowed): Promise<Uint8Array> {
  if (gz) return gunzipSync(gz, { maxOutputLength: MOST_BYTES });
  assert(blob, 'what was stowed is in its item or in the bucket');
  const { Body } = await clientOf(tenant).send(
    new GetObjectCommand({ Bucket: environment('BLOB_BUCKET'), Key: `${tenant}/${blob}` }),
  );
  assert(Body, 'the bucket keeps what it took');
  return gunzipSync(await Body.transformToByteArray(), { maxOutputLength: MOST_BYTES });
}

/** Reaches the objects of one tenant. */
export function clientOf(tenant: TenantId): S3Client {
  const kept = clients.get(tenant);
  if (kept) return kept;
  const client = new S3Client({ requestHandler, credentials: scopedTo(tenant) });
  clients.set(tenant, client);
  const [oldest] = clients.keys();
  if (clients.size > KEPT && oldest) clients.delete(oldest);
  return client;
}
