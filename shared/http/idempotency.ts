/**
 * Idempotency-Key: the first answer to a key is kept and given again; the same key with another request
 * is refused. A request that died half-way is done again once its lease has run out: its ids follow from
 * the key and from when it was first used, so nothing is made twice, and a key whose time is over makes
 * something new.
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
const DAY_MS = 86_400_000;

const Kept = z.object({
  request: z.string(),
  /** When the key was first used. */
  since: Instant,
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
  work: (since: Instant) => Promise<Answer>,
): Promise<Answer & { repeated: boolean }> {
  const { answer: kept, ...use } = await begin(attempt);
  if (kept) return { ...kept, repeated: true };
  try {
    const answer = await work(use.since);
    await keep(attempt, { ...use, answer });
    return { ...answer, repeated: false };
  } catch (error) {
    await keep(attempt, use);
    throw error;
  }
}

type Use = { readonly version: number; readonly since: Instant; readonly answer?: Answer | undefined };

async function begin(attempt: Attempt): Promise<Use> {
  const { table, scope, request, now } = attempt;
  const key = keys.idempotency(scope);
  const found = await table.find(key, Kept);
  // The table removes it some time after its end, and not at it.
  const kept = found && now < endOf(found.since) ? found : undefined;
  if (kept && kept.request !== request) {
    refuse('rule', 'idempotency.key-reused', 'This Idempotency-Key was used for another request.');
  }
  if (kept?.answer) return kept;
  if (kept && kept.leaseEnds > now) throw inProgress();
  const use = { version: (found?.version ?? 0) + 1, since: kept?.since ?? now };
  const lease = { request, ...use, leaseEnds: instantOf(epochMs(now) + LEASE_MS) };
  const condition = found ? { ifVersion: found.version } : ({ ifAbsent: true } as const);
  const options = { ...condition, expiresAt: expiry(use.since) };
  await table.put(key, lease, options).catch((error) => {
    throw isRefused(error, 'version.stale') ? inProgress() : error;
  });
  return use;
}

function inProgress(): Refusal {
  const words = 'Another request with this Idempotency-Key still runs: ask again in a moment.';
  return new Refusal('conflict', 'idempotency.in-progress', words, [], RETRY_AFTER_SECONDS);
}

/** Refusals are not kept: the caller may mend the state of things and try the same key again. */
function keep({ table, scope, request, now }: Attempt, use: Use): Promise<void> {
  const kept = { request, ...use, leaseEnds: now };
  const options = { ifVersion: use.version, expiresAt: expiry(use.since) };
  return table.put(keys.idempotency(scope), kept, options);
}

const endOf = (since: Instant): Instant => instantOf(epochMs(since) + KEPT_DAYS * DAY_MS);
const expiry = (since: Instant): number => Math.floor(epochMs(endOf(since)) / 1000);
