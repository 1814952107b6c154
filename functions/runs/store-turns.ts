/** Whose turn it is to be run: final runs of periods come one after the other. */
import type { TenantId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { inOrder, type Period } from '../periods/period.ts';
import { periodNamed, periodsOf } from '../periods/store.ts';
import { beginRun, finalRunId, nextToRun, type Run } from './run.ts';
import { beginOnce, listPublished, runById, tellAgainOfRun } from './store.ts';

/** The period whose final run may begin. */
async function periodToRun(table: Table): Promise<Period | undefined> {
  const [periods, { items: published }] = await Promise.all([periodsOf(table), listPublished(table, {})]);
  return nextToRun(periods, published);
}

/**
 * Begins the final run of the first period that waits for one; the next waits for its publication. One that
 * was asked for before its turn lies there, and is told again.
 */
export async function beginNext(table: Table, tenant: TenantId, now: Instant): Promise<void> {
  const period = await periodToRun(table);
  if (!period) return;
  const id = finalRunId(tenant, period.id);
  if (await beginOnce(table, beginRun(tenant, period, { id, startedBy: 'schedule', now }))) return;
  const there = await runById(table, id);
  if (there.status === 'preparing') await tellAgainOfRun(table, there, now);
}

/** Whether a run may be calculated now; before its turn, it sees to it that the first one is. */
export async function hasItsTurn(table: Table, tenant: TenantId, run: Run, now: Instant): Promise<boolean> {
  if (run.summary.kind === 'preview') return true;
  const [next, own] = await Promise.all([periodToRun(table), periodNamed(table, run.summary.period)]);
  if (!next || inOrder(own, next) <= 0) return true;
  await beginNext(table, tenant, now);
  return false;
}
