/**
 * Whether a company is served. Operators suspend and resume it in the control plane; each plane keeps the
 * word in the tenant's own part of its table, where every API looks before it does anything. Nothing kept
 * means: served.
 *
 * Tokens live for a quarter of an hour, so a token alone does not let its holder in. Looking costs one
 * eventually consistent read of half a unit; a warm instance looks once in five seconds for each tenant.
 */
import * as z from 'zod';
import type { TenantId } from './kernel/ids.ts';
import { Refusal, refuse } from './kernel/refusal.ts';
import { epochMs, Instant } from './kernel/time.ts';
import { keys } from './table/keys.ts';
import type { Table } from './table/operations.ts';
import { tenantTable } from './table/table.ts';

const KEPT_MS = 5_000;
const KEPT = 1_000;
const RETRY_AFTER_SECONDS = 3_600;

const Standing = z.object({ served: z.boolean(), since: Instant, version: z.int() });
type Standing = z.output<typeof Standing>;

const recent = new Map<TenantId, { readonly served: boolean; readonly readAt: number }>();

/** For people and machines of the tenant: the token is good, its company is not served. */
export async function refuseSuspended(tenant: TenantId, now: Instant): Promise<void> {
  if (await isServed(tenant, now)) return;
  refuse('forbidden', 'tenant.suspended', 'This company is suspended: ask the operator of the platform.');
}

/** For senders of events, who keep what they are not rid of and try again. */
export async function putOffSuspended(tenant: TenantId, now: Instant): Promise<void> {
  if (await isServed(tenant, now)) return;
  const words = 'This company is suspended: nothing is taken now, so keep it and try again.';
  throw new Refusal('unavailable', 'tenant.suspended', words, [], RETRY_AFTER_SECONDS);
}

/** Notes what an operator decided; an older word that comes late changes nothing. */
export async function noteStanding(table: Table, said: Pick<Standing, 'served' | 'since'>): Promise<void> {
  const known = await table.find(keys.standing(), Standing);
  if (known && known.since >= said.since) return;
  const condition = known ? { ifVersion: known.version } : { ifAbsent: true as const };
  await table.put(keys.standing(), { ...said, version: (known?.version ?? 0) + 1 }, condition);
}

async function isServed(tenant: TenantId, now: Instant): Promise<boolean> {
  const kept = recent.get(tenant);
  const age = kept && epochMs(now) - kept.readAt;
  // A clock that went back makes nothing fresh.
  if (kept && age !== undefined && age >= 0 && age < KEPT_MS) return kept.served;
  const standing = await tenantTable(tenant).find(keys.standing(), Standing, 'eventual');
  const served = standing?.served ?? true;
  recent.delete(tenant);
  recent.set(tenant, { served, readAt: epochMs(now) });
  const [oldest] = recent.keys();
  if (recent.size > KEPT && oldest) recent.delete(oldest);
  return served;
}
