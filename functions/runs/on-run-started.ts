/** Lambda: has the state machine calculate a run that has begun. Its name is the run's, so there is one. */
import { consume } from '../../shared/events/consume.ts';
import { start } from '../../shared/events/start.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { executionOf, isOver } from './run.ts';
import { runById } from './store.ts';

export const handler = consume('run.started', async ({ tenant, at, data: { run: id, again } }) => {
  const table = tenantTable(tenant);
  const run = await runById(table, id);
  if (isOver(run)) return;
  await start('runs/calculation', executionOf(id, again), { tenant, run: id, at: again ?? at });
});
