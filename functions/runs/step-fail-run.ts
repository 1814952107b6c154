/** Lambda: shows that a run could not be calculated, and why. The first reason stands. */
import { step } from '../../shared/events/step.ts';
import { log } from '../../shared/log.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { reasonOf, RunFailed } from './shards.ts';
import { markFailed } from './store.ts';

export const handler = step(RunFailed, async (failed) => {
  log.error('a run failed', {
    tenant: failed.tenant,
    run: failed.run,
    shard: failed.shard,
    cause: failed.error,
  });
  await markFailed(tenantTable(failed.tenant), failed.run, (run) => reasonOf(failed, run.shards));
  return {};
});
