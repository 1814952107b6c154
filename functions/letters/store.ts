/** Letters in the table: what was signed of a plan lies together, and so does what was told of those unsigned. */
import { fact } from '../../shared/events/fact.ts';
import type { PlanId, TenantId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { type Enrolment, partsOf } from '../plans/enrolment.ts';
import { Acceptance } from './acceptance.ts';
import { Reminders } from './reminder.ts';

const AT_ONCE = 10;

const keyOf = ({ plan, person, from }: Enrolment) => keys.letter(plan, person, from);

export const acceptanceOf = (table: Table, enrolment: Enrolment) => table.find(keyOf(enrolment), Acceptance);

export const acceptancesOf = (table: Table, plan: PlanId) => table.all(places.letters(plan), Acceptance);

export const saveAcceptance = (table: Table, enrolment: Enrolment, accepted: Acceptance): Promise<void> =>
  table.put(keyOf(enrolment), accepted);

export const remindersFor = (table: Table, { plan, person, from }: Enrolment) =>
  table.find(keys.reminders(plan, person, from), Reminders);

export const remindersOf = (table: Table, plan: PlanId) => table.all(places.reminders(plan), Reminders);

export async function saveReminders(
  table: Table,
  tenant: TenantId,
  due: readonly Reminders[],
): Promise<void> {
  for (let start = 0; start < due.length; start += AT_ONCE) {
    await Promise.all(due.slice(start, start + AT_ONCE).map((one) => saveOnce(table, tenant, one)));
  }
}

/** Two who look at once tell once. */
async function saveOnce(table: Table, tenant: TenantId, reminders: Reminders): Promise<void> {
  const { enrolment, told, version } = reminders;
  const { person, plan, from } = partsOf(enrolment);
  const last = told.at(-1);
  if (!last) return;
  const facts = [fact('letter.unsigned', last.at, { enrolment, person, days: last.days }, tenant)];
  const condition = version === 1 ? { ifAbsent: true as const } : { ifVersion: version - 1 };
  try {
    await table.put(keys.reminders(plan, person, from), reminders, { ...condition, facts });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}
