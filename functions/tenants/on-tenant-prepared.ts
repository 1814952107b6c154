/** Lambda: a module has made its defaults for a new tenant; with the last one the tenant is active. */
import { consume } from '../../shared/events/consume.ts';
import { directoryTable } from '../../shared/table/table.ts';
import { notePrepared } from './store.ts';

export const handler = consume('tenant.prepared', ({ tenant, data }) =>
  notePrepared(directoryTable(), tenant, data.module),
);
