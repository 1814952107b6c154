/**
 * Standard Webhooks: proof that a message comes from whoever shares the secret, unchanged and just now.
 *
 *   signed text   <webhook-id>.<webhook-timestamp>.<the body's bytes>
 *   key           what stands in base 64 after 'whsec_'
 *   signature     'v1,' and HMAC-SHA256 in base 64; several with spaces between, other versions ignored
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { epochMs, type Instant } from '../kernel/time.ts';

/** The three headers. An id holds no '.', which would let one text be read as two. */
export type Proof = { readonly webhookId: string; readonly timestamp: string; readonly signature: string };

export type Recheck = {
  readonly scheme: 'standard-webhooks v1';
  readonly webhookId: string;
  readonly timestamp: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly verified: boolean;
};

const PREFIX = 'whsec_';
const TOLERANCE_MS = 300_000;
const MOST_SIGNATURES = 20;

/** The proof that a request carries; undefined where a header is missing or is not what it must be. */
export function proofOf(headers: Readonly<Record<string, string | undefined>>): Proof | undefined {
  const webhookId = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const signature = headers['webhook-signature'] ?? '';
  if (!/^[!-\-/-~]{1,200}$/.test(webhookId) || !/^\d{1,11}$/.test(timestamp)) return undefined;
  return signature.length > 0 && signature.length < 4_000 ? { webhookId, timestamp, signature } : undefined;
}

/** Within five minutes of now, either way. */
export function isTimely({ timestamp }: Proof, now: Instant): boolean {
  return Math.abs(Number(timestamp) * 1_000 - epochMs(now)) <= TOLERANCE_MS;
}

/** Whether one of the signatures was made over this body with one of the secrets, whenever that was. */
export function isSigned(secrets: readonly string[], proof: Proof, body: Uint8Array): boolean {
  const given = proof.signature
    .split(' ')
    .filter((candidate) => candidate.startsWith('v1,'))
    .slice(0, MOST_SIGNATURES);
  const expected = secrets.map((secret) => sign(secret, proof, body));
  const matches = expected.flatMap((one) => given.map((other) => isSame(one, other)));
  return matches.includes(true);
}

/** `v1,<base 64>`, as a sender puts it into its header. */
export function sign(
  secret: string,
  { webhookId, timestamp }: Omit<Proof, 'signature'>,
  body: Uint8Array,
): string {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  const mac = createHmac('sha256', key).update(`${webhookId}.${timestamp}.`).update(body);
  return `v1,${mac.digest('base64')}`;
}

/** The secret of these random bytes, as both sides keep it. */
export function secretFrom(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString('base64');
}

/** Checks the signature of a stored webhook again, for whoever asks where a payout comes from. */
export function recheck(secrets: readonly string[], proof: Proof, body: Uint8Array): Recheck {
  return {
    scheme: 'standard-webhooks v1',
    webhookId: proof.webhookId,
    timestamp: proof.timestamp,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    verified: isSigned(secrets, proof, body),
  };
}

/** Digests have one length, so that neither length nor content shows in the time this takes. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
