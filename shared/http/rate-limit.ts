/**
 * How often a company may ask, so that none takes the platform from the others: so many requests a
 * minute, over all instances. An instance takes turns from the minute's shared budget by the handful, so
 * counting costs a hundredth of a unit of writing for each request.
 */
import * as z from 'zod';
import type { TenantId } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import { epochMs, type Instant } from '../kernel/time.ts';
import { keys } from '../table/keys.ts';
import { tenantTable } from '../table/table.ts';

export const REQUESTS_PER_MINUTE = 12_000;
const HANDFUL = 100;
const MINUTE_SECONDS = 60;
const KEPT = 1_000;

const Budget = z.object({ taken: z.int() });

type Handful = { readonly minute: number; readonly taken: number; left: number };
const inHand = new Map<TenantId, Handful>();

/** The headers of an answer that took a turn; refuses when the minute's budget is spent. */
export async function takeTurn(tenant: TenantId, now: Instant): Promise<Record<string, string>> {
  const seconds = Math.floor(epochMs(now) / 1000);
  const minute = Math.floor(seconds / MINUTE_SECONDS);
  const untilNext = MINUTE_SECONDS - (seconds % MINUTE_SECONDS);
  let hand = inHand.get(tenant);
  if (hand?.minute !== minute || hand.left === 0) hand = await takeHandful(tenant, minute);
  if (hand.taken > REQUESTS_PER_MINUTE) {
    const words = `More than ${REQUESTS_PER_MINUTE} requests came in a minute: go on in ${untilNext} s.`;
    throw new Refusal('too-many', 'rate.exceeded', words, [], untilNext);
  }
  hand.left -= 1;
  const remaining = REQUESTS_PER_MINUTE - hand.taken + hand.left;
  return {
    'ratelimit-policy': `"tenant";q=${REQUESTS_PER_MINUTE};w=${MINUTE_SECONDS}`,
    ratelimit: `"tenant";r=${remaining};t=${untilNext}`,
  };
}

async function takeHandful(tenant: TenantId, minute: number): Promise<Handful> {
  const { taken } = await tenantTable(tenant).update(keys.rate(String(minute)), Budget, {
    add: { taken: HANDFUL },
    expiresAt: (minute + 2) * MINUTE_SECONDS,
  });
  const hand = { minute, taken, left: HANDFUL };
  inHand.delete(tenant);
  inHand.set(tenant, hand);
  const [oldest] = inHand.keys();
  if (inHand.size > KEPT && oldest) inHand.delete(oldest);
  return hand;
}
