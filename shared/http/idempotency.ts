/**
 * Idempotency-Key: the first answer to a key is kept and given again; the same key with another request
 * is refused. A request that died half-way is done again once its lease has run out: its ids follow from
 * the key, so nothing is made twice.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isRefused, Refusal, refuse } from '../kernel/refusal.ts';
import { epochMs, Instant, instantOf } from '../kernel/time.ts';
import { keys } from '../table/keys.ts';
import type { Table } from '../table/operations.ts';

/** No request runs longer: API Gateway waits for none. */
const LEASE_MS = 30_000;
const RETRY_AFTER_SECONDS = 1;
const KEPT_DAYS = 8;

const Kept = z.object({
  request: z.string(),
  version: z.int(),
  leaseEnds: Instant,
  answer: z.object({ status: z.int(), body: z.string() }).optional(),
});

export type Answer = { readonly status: number; readonly body: string };
type Attempt = {
  readonly table: Table;
  readonly scope: string;
  readonly request: string;
  readonly now: Instant;
};

/** What identifies a use of a key: the principal, the route and the key. */
export function scopeOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export async function once(
  attempt: Attempt,
  work: () => Promise<Answer>,
): Promise<Answer & { repeated: boolean }> {
  const { version, answer: kept } = await begin(attempt);
  if (kept) return { ...kept, repeated: true };
  try {
    const answer = await work();
    await keep(attempt, version, answer);
    return { ...answer, repeated: false };
  } catch (error) {
    await release(attempt, version);
    throw error;
  }
}

async function begin(attempt: Attempt): Promise<{ version: number; answer?: Answer | undefined }> {
  const { table, scope, request, now } = attempt;
  const key = keys.idempotency(scope);
  const kept = await table.find(key, Kept);
  if (kept && kept.request !== request) {
    refuse('rule', 'idempotency.key-reused', 'This Idempotency-Key was used for another request.');
  }
  if (kept?.answer) return { version: kept.version, answer: kept.answer };
  if (kept && kept.leaseEnds > now) {
    throw inProgress();
  }
  const version = (kept?.version ?? 0) + 1;
  const lease = { request, version, leaseEnds: instantOf(epochMs(now) + LEASE_MS) };
  const condition = kept ? { ifVersion: kept.version } : ({ ifAbsent: true } as const);
  await table.put(key, lease, { ...condition, expiresAt: expiry(now) }).catch((error) => {
    throw isRefused(error, 'version.stale') ? inProgress() : error;
  });
  return { version };
}

function inProgress(): Refusal {
  const words = 'Another request with this Idempotency-Key still runs: ask again in a moment.';
  return new Refusal('conflict', 'idempotency.in-progress', words, [], RETRY_AFTER_SECONDS);
}

function keep({ table, scope, request, now }: Attempt, version: number, answer: Answer): Promise<void> {
  const kept = { request, version, leaseEnds: now, answer };
  return table.put(keys.idempotency(scope), kept, { ifVersion: version, expiresAt: expiry(now) });
}

/** Refusals are not kept: the caller may mend the state of things and try the same key again. */
function release({ table, scope, request, now }: Attempt, version: number): Promise<void> {
  const free = { request, version, leaseEnds: now };
  return table.put(keys.idempotency(scope), free, { ifVersion: version, expiresAt: expiry(now) });
}

function expiry(now: Instant): number {
  return Math.floor(epochMs(now) / 1000) + KEPT_DAYS * 86_400;
}
