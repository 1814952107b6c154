/**
 * Cursors of lists: where to go on, signed, and bound to the tenant, the route and the filter, so that
 * one tenant's cursor, an edited one or one of another list is refused.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';
import { refuse } from '../kernel/refusal.ts';
import { epochMs, Instant } from '../kernel/time.ts';

const VERSION = 2;
/** Nobody turns pages for longer; and what leaks of a list gets old. */
const LIFE_MS = 24 * 3_600_000;
const Payload = z.tuple([z.literal(VERSION), z.string(), Instant]);
const KEPT = 200;
const kms = new KMSClient({ requestHandler });
const signingKeys = new Map<string, Promise<Uint8Array>>();

/** What a cursor is good for: whose list, and which. */
export type Scope = { readonly owner: string; readonly list: string };

export async function writeCursor(scope: Scope, after: string, now: Instant): Promise<string> {
  const payload = Buffer.from(JSON.stringify([VERSION, after, now])).toString('base64url');
  return `${payload}.${(await signatureOf(scope, payload)).toString('base64url')}`;
}

export async function readCursor(scope: Scope, cursor: string, now: Instant): Promise<string> {
  const [payload = '', signature = ''] = cursor.split('.');
  const expected = await signatureOf(scope, payload);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) invalid();
  const { data } = Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const [, after, writtenAt] = data ?? invalid();
  return epochMs(now) - epochMs(writtenAt) < LIFE_MS ? after : invalid();
}

function invalid(): never {
  return refuse(
    'unreadable',
    'cursor.invalid',
    'This is no cursor of this list, or an old one.',
    '/query/cursor',
  );
}

async function signatureOf({ owner, list }: Scope, payload: string): Promise<Buffer> {
  return createHmac('sha256', await keyOf(owner))
    .update(JSON.stringify([list, payload]))
    .digest();
}

/** A key of its own for each tenant, derived by KMS from one that never leaves it. */
function keyOf(owner: string): Promise<Uint8Array> {
  const kept = signingKeys.get(owner);
  if (kept) return kept;
  const derived = derive(owner);
  signingKeys.set(owner, derived);
  derived.catch(() => signingKeys.delete(owner));
  const [oldest] = signingKeys.keys();
  if (signingKeys.size > KEPT && oldest) signingKeys.delete(oldest);
  return derived;
}

async function derive(owner: string): Promise<Uint8Array> {
  const { Mac } = await kms.send(
    new GenerateMacCommand({
      KeyId: environment('CURSOR_KEY_ID'),
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(`cursor ${owner}`),
    }),
  );
  if (!Mac) throw new Error('KMS gave no key for cursors');
  return Mac;
}
