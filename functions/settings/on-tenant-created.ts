/** Lambda: a new tenant's settings come to its cell. */
import { consume } from '../../shared/events/consume.ts';
import { fact } from '../../shared/events/fact.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { settings } from './module.ts';
import { Settings } from './settings.ts';
import { beginSettings } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data }) => {
  const prepared = fact('tenant.prepared', at, { module: settings.name }, tenant);
  await beginSettings(tenantTable(tenant), Settings.parse(data), [prepared]);
});
