/**
 * A commission run of one period.
 *
 *   preparing → calculating → published     the final run of a period that is being closed
 *                           → calculated    a preview of one that is still open
 */
import * as z from 'zod';
import { derivedId, PeriodId, PersonId, RunId, type TenantId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { Period } from '../periods/period.ts';

export const RunKind = z.enum(['final', 'preview']);

/** What the list of runs shows. */
export const RunListed = z.object({
  id: RunId,
  status: z.enum(['preparing', 'calculating', 'calculated', 'published']),
  startedAt: Instant,
  summary: z.object({ period: PeriodId, kind: RunKind }),
});

export const Run = RunListed.extend({
  startedBy: z.string(),
  payees: z.int().optional(),
  held: z.int().optional(),
  chunks: z.int().optional(),
  currency: Currency.optional(),
  totalMinor: Minor.optional(),
  /** Hash over all payees' results: the same inputs give the same digest. */
  digest: z.string().optional(),
  finishedAt: Instant.optional(),
});
export type Run = z.output<typeof Run>;

/** What a run found for one payee, as kept beside those of others. */
export const PayeeTotal = z.object({
  payee: PersonId,
  totalMinor: Minor,
  lines: z.int(),
  hash: z.string(),
  hold: z.string().optional(),
});
export type PayeeTotal = z.output<typeof PayeeTotal>;

/** The run that a period's statements are read from. */
export const Published = z.object({
  period: PeriodId,
  run: RunId,
  digest: z.string(),
  publishedAt: Instant,
});
export type Published = z.output<typeof Published>;

/**
 * Begins a run. A period that is being closed has exactly one final run, whoever asks for it and however
 * often: its id follows from the period. A preview gets the id it is given.
 */
export function beginRun(
  tenant: TenantId,
  period: Period,
  { id, startedBy, now }: { id: string; startedBy: string; now: Instant },
): Run {
  if (period.status === 'locked') {
    refuse('conflict', 'period.locked', `${period.id} is locked; its statements stand.`, '/period');
  }
  const kind = period.status === 'calculating' ? 'final' : 'preview';
  return {
    id: (kind === 'final' ? finalRunId(tenant, period.id) : id) as RunId,
    status: 'preparing',
    startedAt: now,
    startedBy,
    summary: { period: period.id, kind },
  };
}

export function finalRunId(tenant: TenantId, period: PeriodId): RunId {
  return derivedId('run', tenant, period, 'final') as RunId;
}

/** Payees whose totals share an item: few enough that one more total stays a small write. */
const PAYEES_PER_CHUNK = 25;

export function chunkOf(index: number): number {
  return Math.floor(index / PAYEES_PER_CHUNK);
}

export function chunksFor(payees: number): number {
  return Math.ceil(payees / PAYEES_PER_CHUNK);
}

/** How many payees a chunk waits for. */
export function sizeOfChunk(chunk: number, payees: number): number {
  return Math.min(PAYEES_PER_CHUNK, payees - chunk * PAYEES_PER_CHUNK);
}

/** The sum of a finished run. `totals` in the order of the manifest's payees. */
export function summed(totals: readonly PayeeTotal[]): { totalMinor: bigint; payees: number; held: number } {
  return {
    totalMinor: totals.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
    payees: totals.length,
    held: totals.filter(({ hold }) => hold !== undefined).length,
  };
}
