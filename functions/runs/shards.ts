/**
 * Shards of a run: ranges of its sorted payees, each calculated by one worker. A worker reads all credits of the
 * run, so there are few of them: as many as keep each within its memory and its time, and no more than write
 * the totals of a shard as one item.
 *
 *   10 payees, 1,000 credits          → 1 shard of 10
 *   10,000 payees                     → 2 shards of 5,000, as 5,600 at most belong to one
 *   1,000 payees who are paid draws   → 4 shards of 250, as 300 at most do whose balances are kept
 *   10 payees, 3 shards               → 4, 3, 3
 */
import * as z from 'zod';
import { type PersonId, RunId, TenantId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { isContested } from './contest-used.ts';
import { intervalsOf } from './interval.ts';
import type { Inputs } from './manifest.ts';

/** What every step of a run's state machine is told. */
export const RunDue = z.object({ tenant: TenantId, run: RunId, at: Instant });
export const ShardDue = RunDue.extend({ shard: z.int().min(0) });
/** What a step that fails for good leaves behind; without a shard it was the run as a whole. */
export const RunFailed = RunDue.extend({ shard: z.int().optional(), error: z.string() });
export type RunFailed = z.output<typeof RunFailed>;

const PAYEES_PER_SHARD = 5_600;
/** Of whom balances are kept, or how far their measures have come. */
const PAYEES_WITH_MORE = 300;

type Kept = Pick<Inputs, 'plans' | 'openings'>;

export function shardsFor(payees: number, { plans, openings = [] }: Kept): number {
  const isMore = openings.length > 0 || plans.some(keepsMore);
  return Math.ceil(payees / (isMore ? PAYEES_WITH_MORE : PAYEES_PER_SHARD));
}

function keepsMore(plan: PlanVersion): boolean {
  return plan.payment !== undefined || intervalsOf([plan]).length > 0 || isContested(plan);
}

/** The payees of a shard, counted from 0; shards differ by one payee at most, and the first are the larger. */
export function payeesOfShard(payees: readonly PersonId[], shard: number, shards: number): PersonId[] {
  const start = startOf(shard, payees.length, shards);
  return payees.slice(start, startOf(shard + 1, payees.length, shards));
}

function startOf(shard: number, payees: number, shards: number): number {
  const least = Math.floor(payees / shards);
  return shard * least + Math.min(shard, payees % shards);
}

/** Why a run failed, for those who wait for it. */
export function reasonOf({ shard, error }: RunFailed, shards = 0): string {
  const what = shard === undefined ? 'The run' : `Part ${shard + 1} of ${shards}`;
  return `${what} failed each time it was tried (${error}).`;
}
