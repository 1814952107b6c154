/** Lambda: the run of a period is published, so that of the next one may begin, if it waits. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { beginNext } from './store-turns.ts';

export const handler = consume('run.published', ({ tenant, at }) => {
  return beginNext(tenantTable(tenant), tenant, at);
});
