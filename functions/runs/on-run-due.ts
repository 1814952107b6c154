/** Lambda: begins the final run of a period that is being closed. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { periodNamed } from '../periods/store.ts';
import { beginRun, finalRunId } from './run.ts';
import { beginOnce } from './store.ts';

export const handler = consume('run.due', async ({ tenant, at, data }) => {
  const table = tenantTable(tenant);
  const period = await periodNamed(table, data.period);
  if (period.status !== 'calculating') return;
  const id = finalRunId(tenant, period.id);
  const run = beginRun(tenant, period, { id, startedBy: 'schedule', now: at });
  await beginOnce(table, run);
});
