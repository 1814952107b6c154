/** Lambda: works out what a reopening changes, unless that is known. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { ReopeningId } from './reopening.ts';
import { propose } from './store-branch.ts';
import { reopeningById } from './store-reopenings.ts';

export const handler = consume('reopening.asked', async ({ tenant, data }) => {
  const table = tenantTable(tenant);
  const reopening = await reopeningById(table, ReopeningId.parse(data.reopening));
  if (reopening.status === 'asked') await propose(table, reopening);
});
