/** Lambda: begins the final run of the first period that is being closed, whichever of them is due. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { beginNext } from './store-turns.ts';

export const handler = consume('run.due', ({ tenant, at }) => beginNext(tenantTable(tenant), tenant, at));
