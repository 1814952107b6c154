/** Lambda: a new tenant's calendar: the fiscal year it joins in and the next. */
import { consume } from '../../shared/events/consume.ts';
import { note } from '../../shared/events/due.ts';
import { fact } from '../../shared/events/fact.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { closeNote } from './due.ts';
import { periods } from './module.ts';
import { firstCalendar } from './period.ts';
import { addPeriods } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data }) => {
  const { timeZone, fiscalYearStartsIn, closeAfterDays } = data;
  const calendar = firstCalendar(at, fiscalYearStartsIn, timeZone, closeAfterDays);
  await Promise.all(calendar.map((period) => note(closeNote(tenant, period))));
  const prepared = fact('tenant.prepared', at, { module: periods.name }, tenant);
  await addPeriods(tenantTable(tenant), calendar, [prepared]);
});
