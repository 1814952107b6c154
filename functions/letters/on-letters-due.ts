/** Lambda: tells the payees of a company of letters that they have not accepted, when it is time to. */
import { consume } from '../../shared/events/consume.ts';
import { log } from '../../shared/log.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { orgToday } from '../people/store.ts';
import { enrolmentsOf } from '../plans/store.ts';
import { unsigned } from './acceptance.ts';
import { remindersDue } from './reminder.ts';
import { acceptancesOf, remindersOf, saveReminders } from './store.ts';

export const handler = consume('letters.due', async ({ tenant, at }) => {
  const table = tenantTable(tenant);
  const [enrolments, { org, today }] = await Promise.all([enrolmentsOf(table), orgToday(table, at)]);
  let told = 0;
  for (const [plan, own] of Map.groupBy(enrolments, (enrolment) => enrolment.plan)) {
    const [signed, reminders] = await Promise.all([acceptancesOf(table, plan), remindersOf(table, plan)]);
    const due = remindersDue(unsigned(own, signed), reminders, { org, today, now: at });
    await saveReminders(table, tenant, due);
    told += due.length;
  }
  if (told > 0) log.info('reminded of letters', { tenant, told });
});
