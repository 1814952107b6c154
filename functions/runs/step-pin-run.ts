/** Lambda: pins what a run is calculated from, and says in how many shards its payees are calculated. */
import { step } from '../../shared/events/step.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { RunDue } from './shards.ts';
import { isOver } from './run.ts';
import { beCalculating, runById } from './store.ts';
import { pinnedOrNew } from './store-inputs.ts';

export const handler = step(RunDue, async ({ tenant, run: id }) => {
  const table = tenantTable(tenant);
  const run = await runById(table, id);
  if (isOver(run)) return { over: true, shards: 0 };
  const { payees, shards, currency } = await pinnedOrNew(table, run);
  await beCalculating(table, run, { payees: payees.length, shards, currency });
  return { over: false, shards };
});
