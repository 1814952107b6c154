/** Lambda: ends a run whose payees are all calculated. */
import { step } from '../../shared/events/step.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { RunDue } from './shards.ts';
import { finishRun } from './store-finish.ts';

export const handler = step(RunDue, async ({ tenant, run, at }) => {
  await finishRun(tenantTable(tenant), run, at);
  return {};
});
