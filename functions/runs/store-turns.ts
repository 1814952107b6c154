/** Whose turn it is to be run: final runs of periods come one after the other. */
import type { TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { inOrder, type Period } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import { beginRun, finalRunId, nextToRun, type Run } from './run.ts';
import { beginOnce, listPublished } from './store.ts';

/** The period whose final run may begin. */
async function periodToRun(table: Table): Promise<Period | undefined> {
  const [periods, { items: published }] = await Promise.all([periodsOf(table), listPublished(table, {})]);
  return nextToRun(periods, published);
}

/** Begins the final run of the first period that waits for one; the next waits for its publication. */
export async function beginNext(table: Table, tenant: TenantId, now: Instant): Promise<void> {
  const period = await periodToRun(table);
  if (!period) return;
  const id = finalRunId(tenant, period.id);
  await beginOnce(table, beginRun(tenant, period, { id, startedBy: 'schedule', now }));
}

/** Refuses the final run of a period before that of an earlier one is published. */
export async function inItsTurn(table: Table, run: Run, period: Period): Promise<Run> {
  if (run.summary.kind === 'preview') return run;
  const next = await periodToRun(table);
  if (!next || inOrder(period, next) <= 0) return run;
  const sentence = `${next.id} is paid before ${period.id}, and its run is not published yet.`;
  return refuse('conflict', 'period.earlier-unpaid', sentence, '/period');
}
