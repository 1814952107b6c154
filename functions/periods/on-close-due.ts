/** Lambda: closes what is due in a tenant's calendar, in order, and sees that the next year is there. */
import { consume } from '../../shared/events/consume.ts';
import { note } from '../../shared/events/due.ts';
import { fact } from '../../shared/events/fact.ts';
import type { TenantId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { settingsOf } from '../settings/store.ts';
import { closeNote } from './due.ts';
import { periodsMissing } from './pay-calendar.ts';
import { close, closeDue } from './period.ts';
import { addPeriods, periodsOf, savePeriod } from './store.ts';

export const handler = consume('close.due', async ({ tenant, at }) => {
  const table = tenantTable(tenant);
  await extend(table, tenant, at);
  await closeInOrder(table, tenant, at);
});

/**
 * Another message, or a person, may close the same periods at the same time. Who loses one looks again;
 * each loss is a period that somebody closed, so there are no more of them than periods.
 */
async function closeInOrder(table: Table, tenant: TenantId, now: Instant, losses = 0): Promise<void> {
  let periods = await periodsOf(table);
  try {
    for (const due of closeDue(periods, now)) {
      const closed = close(periods, due, now);
      const { id: period, version } = closed;
      await savePeriod(table, closed, [fact('period.calculating', now, { period }, tenant, String(version))]);
      periods = periods.map((each) => (each.id === closed.id ? closed : each));
    }
  } catch (error) {
    if (!isRefused(error, 'version.stale') || losses > periods.length) throw error;
    await closeInOrder(table, tenant, now, losses + 1);
  }
}

/** Notes come before periods: a period without a note would never be closed. */
async function extend(table: Table, tenant: TenantId, now: Instant): Promise<void> {
  const periods = await periodsOf(table);
  const { timeZone: zone, calendar: shape, closeAfterDays } = await settingsOf(table);
  const missing = periodsMissing(periods, dayOf(now, zone), { shape, zone, closeAfterDays });
  await Promise.all(missing.map((period) => note(closeNote(tenant, period))));
  await addPeriods(table, missing);
}
