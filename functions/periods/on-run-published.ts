/** Lambda: a period whose commissions are published is sealed. */
import { consume } from '../../shared/events/consume.ts';
import { fact } from '../../shared/events/fact.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { lock } from './period.ts';
import { periodNamed, savePeriod } from './store.ts';

export const handler = consume('run.published', async ({ tenant, at, data: { period } }) => {
  const table = tenantTable(tenant);
  const locked = lock(await periodNamed(table, period));
  if (!locked) return;
  await savePeriod(table, locked, [fact('period.locked', at, { period }, tenant, String(locked.version))]);
});
