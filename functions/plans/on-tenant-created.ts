/** Lambda: a new tenant gets a sample plan. */
import { consume } from '../../shared/events/consume.ts';
import { fact } from '../../shared/events/fact.ts';
import { shapeOf } from '../../shared/kernel/calendar-shape.ts';
import { derivedId, type PlanId } from '../../shared/kernel/ids.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { plans } from './module.ts';
import { draftVersion } from './plan.ts';
import { samplePlan } from './sample.ts';
import { savePlanVersionOnce } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data }) => {
  const terms = { currency: data.currency, calendar: shapeOf(data) };
  const id = derivedId('pln', tenant, 'sample') as PlanId;
  const sample = draftVersion(samplePlan(terms), id, 1, terms);
  const prepared = fact('tenant.prepared', at, { module: plans.name }, tenant);
  await savePlanVersionOnce(tenantTable(tenant), sample, [prepared]);
});
