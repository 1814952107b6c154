/**
 * Files of a tenant in the blob bucket: brought and fetched by whoever holds a signed address, read in pieces.
 * A file that is read is the one that was described: another under the same name is refused.
 */
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { clientOf } from './blobs.ts';
import { environment } from './environment.ts';
import { assert } from './kernel/assert.ts';
import type { TenantId } from './kernel/ids.ts';

/** Long enough for a large file on a slow line. */
export const ADDRESS_SECONDS = 3_600;

export type Described = { readonly bytes: number; readonly etag: string };

/** Where a file can be put, by PUT, within an hour. */
export function uploadAddress(tenant: TenantId, name: string): Promise<string> {
  return signed(tenant, new PutObjectCommand(at(tenant, name)));
}

/** Where a file can be fetched, within an hour. */
export function downloadAddress(tenant: TenantId, name: string, shownAs: string): Promise<string> {
  const ResponseContentDisposition = `attachment; filename="${shownAs}"`;
  return signed(tenant, new GetObjectCommand({ ...at(tenant, name), ResponseContentDisposition }));
}

/** Undefined while nobody has brought it. */
export async function describeFile(tenant: TenantId, name: string): Promise<Described | undefined> {
  try {
    const head = await clientOf(tenant).send(new HeadObjectCommand(at(tenant, name)));
    assert(head.ETag !== undefined && head.ContentLength !== undefined, 'S3 describes what it has');
    return { bytes: head.ContentLength, etag: head.ETag };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The bytes from `from` up to, not including, `to`, or to the end of the file. */
export async function readPiece(
  tenant: TenantId,
  name: string,
  { etag, bytes }: Described,
  [from, to]: readonly [number, number],
): Promise<Uint8Array> {
  if (from >= bytes) return new Uint8Array(0);
  const Range = `bytes=${from}-${Math.min(to, bytes) - 1}`;
  const read = new GetObjectCommand({ ...at(tenant, name), Range, IfMatch: etag });
  const { Body } = await clientOf(tenant).send(read);
  assert(Body, 'the bucket keeps what it took');
  return Body.transformToByteArray();
}

/** The same bytes under the same name twice are one file. */
export async function writeFile(tenant: TenantId, name: string, bytes: Uint8Array | string): Promise<void> {
  await clientOf(tenant).send(new PutObjectCommand({ ...at(tenant, name), Body: bytes }));
}

/** Writes a file that is not there; answers whether it was. What is there stays as it is. */
export async function writeFileOnce(tenant: TenantId, name: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const write = { ...at(tenant, name), Body: bytes, IfNoneMatch: '*' };
    await clientOf(tenant).send(new PutObjectCommand(write));
    return true;
  } catch (error) {
    if (statusOf(error) === 412) return false;
    throw error;
  }
}

export async function readFile(tenant: TenantId, name: string): Promise<Uint8Array> {
  const { Body } = await clientOf(tenant).send(new GetObjectCommand(at(tenant, name)));
  assert(Body, 'the bucket keeps what it took');
  return Body.transformToByteArray();
}

function at(tenant: TenantId, name: string) {
  return { Bucket: environment('BLOB_BUCKET'), Key: `${tenant}/${name}` };
}

function signed(tenant: TenantId, command: PutObjectCommand | GetObjectCommand): Promise<string> {
  const client: S3Client = clientOf(tenant);
  return getSignedUrl(client, command, { expiresIn: ADDRESS_SECONDS });
}

/** Who may not list a bucket hears 'forbidden' of what is not in it. */
function isMissing(error: unknown): boolean {
  return [403, 404].includes(statusOf(error));
}

function statusOf(error: unknown): number {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}
