/** Lambda: an operator suspended the company or resumed it; the APIs of its cell look here. */
import { consume } from '../../shared/events/consume.ts';
import { noteStanding } from '../../shared/standing.ts';
import { tenantTable } from '../../shared/table/table.ts';

export const handler = consume(['tenant.suspended', 'tenant.resumed'], ({ type, tenant, at }) =>
  noteStanding(tenantTable(tenant), { served: type === 'tenant.resumed', since: at }),
);
