/** Lambda: finds what the payees of a company have reached, and tells of what nobody was told of before. */
import { consume } from '../../shared/events/consume.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { log } from '../../shared/log.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { periodsOf } from '../periods/store.ts';
import { enrolmentsOf, planVersions } from '../plans/store.ts';
import { gatherInputs } from '../runs/store-inputs.ts';
import { settingsOf } from '../settings/store.ts';
import { milestonesOf, periodsToWatch } from './milestone.ts';
import { tellOf } from './store.ts';

export const handler = consume('milestones.due', async ({ tenant, at }) => {
  const table = tenantTable(tenant);
  const enrolments = await enrolmentsOf(table);
  if (enrolments.length === 0) return;
  const plans = await planVersions(table, enrolments);
  const [periods, { timeZone }] = await Promise.all([periodsOf(table), settingsOf(table)]);
  for (const period of periodsToWatch(periods, plans, dayOf(at, timeZone))) {
    const { inputs, credits } = await gatherInputs(table, period.id);
    const told = await tellOf(table, tenant, milestonesOf(inputs, credits, at));
    if (told > 0) log.info('told of milestones', { tenant, period: period.id, told });
  }
});
