/**
 * A commission run of one period.
 *
 *   preparing → calculating → published     the final run of a period that is being closed
 *                           → calculated    a preview of one that is still open
 *                           → failed        until it is begun again
 */
import * as z from 'zod';
import { derivedId, PeriodId, PersonId, RunId, type TenantId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { Balances } from '../ledger/balances.ts';
import { Reached } from './interval.ts';
import { inOrder, type Period } from '../periods/period.ts';
import { Reopened } from './reopening.ts';

export const RunKind = z.enum(['final', 'preview']);

/** What the list of runs shows. */
export const RunListed = z.object({
  id: RunId,
  status: z.enum(['preparing', 'calculating', 'calculated', 'published', 'failed']),
  startedAt: Instant,
  /** Why it failed. */
  reason: z.string().optional(),
  summary: z.object({ period: PeriodId, kind: RunKind }),
});

export const Run = RunListed.extend({
  startedBy: z.string(),
  payees: z.int().optional(),
  held: z.int().optional(),
  /** In how many parts its payees are calculated. */
  shards: z.int().optional(),
  currency: Currency.optional(),
  /** What was earned, and what of it is paid. */
  totalMinor: Minor.optional(),
  paidMinor: Minor.optional(),
  /** What is paid in other currencies, by currency; it is not in `paidMinor`. */
  paidInMinor: z.record(Currency, Minor).optional(),
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
  /** Of who is settled: what is paid, and the balances of who has some; of who is held, if they changed. */
  paidMinor: Minor.optional(),
  /** Of what is paid, where it is another than the company's. */
  payCurrency: Currency.optional(),
  closing: Balances.optional(),
  /** Where measures stand that go on. */
  reached: z.array(Reached).optional(),
});
export type PayeeTotal = z.output<typeof PayeeTotal>;

/** The run that a period's statements are read from. */
export const Published = z.object({
  period: PeriodId,
  run: RunId,
  digest: z.string(),
  publishedAt: Instant,
  /** The periods that are worked out from other inputs from this run on. */
  reopened: z.array(Reopened).optional(),
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

/**
 * The period whose final run may begin: the first that is being closed and has none published. Runs of
 * periods come one after the other, since each opens with the balances that the one before closed with.
 */
export function nextToRun(periods: readonly Period[], published: readonly Published[]): Period | undefined {
  const done = new Set(published.map(({ period }) => period));
  const waiting = periods.filter(({ id, status }) => status === 'calculating' && !done.has(id));
  return waiting.sort(inOrder)[0];
}

/** The last run that was published of a period before this one. */
export function runBefore(
  periods: readonly Period[],
  published: readonly Published[],
  period: Period,
): RunId | undefined {
  const runs = new Map(published.map((each) => [each.period, each.run]));
  const earlier = periods.filter((each) => runs.has(each.id) && inOrder(each, period) < 0);
  const last = earlier.sort(inOrder).at(-1);
  return last && runs.get(last.id);
}

export function finalRunId(tenant: TenantId, period: PeriodId): RunId {
  return derivedId('run', tenant, period, 'final') as RunId;
}

export const isOver = ({ status }: Pick<Run, 'status'>): boolean =>
  status === 'published' || status === 'calculated';

/**
 * The name of the execution that calculates a run: the run's own, so that being told of it twice starts one. A name
 * stands for ever, so one that is begun again, as after it failed, says when.
 */
export const executionOf = (run: RunId, again?: Instant): string =>
  again ? `${run}-${again.replaceAll(/\D/g, '')}` : run;

/** The sum of a finished run. `totals` in the order of the manifest's payees. */
export function summed(totals: readonly PayeeTotal[]) {
  const own = totals.filter(({ payCurrency }) => payCurrency === undefined);
  return {
    totalMinor: totals.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
    paidMinor: own.reduce((sum, { paidMinor = 0n }) => sum + paidMinor, 0n),
    ...paidInOthers(totals),
    payees: totals.length,
    held: totals.filter(({ hold }) => hold !== undefined).length,
  };
}

function paidInOthers(totals: readonly PayeeTotal[]): Pick<Run, 'paidInMinor'> {
  const paid: Record<Currency, Minor> = {};
  for (const { payCurrency, paidMinor = 0n } of totals) {
    if (payCurrency !== undefined) paid[payCurrency] = (paid[payCurrency] ?? 0n) + paidMinor;
  }
  return Object.keys(paid).length > 0 ? { paidInMinor: paid } : {};
}
