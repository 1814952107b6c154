/** Lambda: a new tenant's pay calendar: the fiscal years, or windows, it begins with. */
import { consume } from '../../shared/events/consume.ts';
import { note } from '../../shared/events/due.ts';
import { fact } from '../../shared/events/fact.ts';
import { shapeOf } from '../../shared/kernel/calendar-shape.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { closeNote } from './due.ts';
import { periods } from './module.ts';
import { firstCalendar } from './pay-calendar.ts';
import { addPeriods } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data }) => {
  const { timeZone: zone, closeAfterDays, historyFrom } = data;
  const terms = { shape: shapeOf(data), zone, closeAfterDays };
  const calendar = firstCalendar(at, terms, historyFrom);
  await Promise.all(calendar.map((period) => note(closeNote(tenant, period))));
  const prepared = fact('tenant.prepared', at, { module: periods.name }, tenant);
  await addPeriods(tenantTable(tenant), calendar, [prepared]);
});
