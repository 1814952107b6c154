/** Ends runs: sums them, keeps what the next one begins with, and publishes. */
import { fact } from '../../shared/events/fact.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { RunId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { digestOf } from './digest.ts';
import { reachedAfter } from './interval.ts';
import { isOver, Run, summed } from './run.ts';
import { closingsOf } from './settling.ts';
import { publish, runById, totalsOf } from './store.ts';
import { manifestOf } from './store-inputs.ts';
import { saveClosings, saveReached } from './store-balances.ts';

/**
 * Ends a run whose payees are all done: sums it, and if it is the final one, publishes it. The pointer
 * goes first: whoever dies in between is followed by a repeat that finds it flipped.
 */
export async function finishRun(table: Table, id: RunId, now: Instant): Promise<void> {
  const run = await runById(table, id);
  if (isOver(run)) return;
  const totals = await totalsOf(table, id);
  assert(totals.length === run.payees, 'a run ends when all of its payees are calculated');
  const digest = digestOf(totals);
  const final = run.summary.kind === 'final';
  if (final) {
    const manifest = await manifestOf(table, id);
    await saveClosings(table, id, closingsOf(manifest, totals));
    const found = totals.flatMap(({ reached = [] }) => reached);
    await saveReached(table, id, reachedAfter(manifest, found));
    const { reopened } = manifest;
    const pointer = {
      period: run.summary.period,
      run: id,
      digest,
      publishedAt: now,
      ...(reopened && { reopened }),
    };
    await publish(table, pointer, [fact('run.published', now, { run: id, period: pointer.period })]);
  }
  const status = final ? 'published' : 'calculated';
  const set = { status, digest, finishedAt: now, ...summed(totals) } as const;
  await table.update(keys.runById(id), Run, { set, remove: ['reason'] });
}
