/** Lambda: a new tenant gets a sample plan. */
import { consume } from '../../shared/events/consume.ts';
import { fact } from '../../shared/events/fact.ts';
import { derivedId, type PlanId } from '../../shared/kernel/ids.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { plans } from './module.ts';
import { draftVersion } from './plan.ts';
import { samplePlan } from './sample.ts';
import { savePlanVersionOnce } from './store.ts';

export const handler = consume('tenant.created', async ({ tenant, at, data: { currency } }) => {
  const id = derivedId('pln', tenant, 'sample') as PlanId;
  const sample = draftVersion(samplePlan(currency), id, 1, currency);
  const prepared = fact('tenant.prepared', at, { module: plans.name }, tenant);
  await savePlanVersionOnce(tenantTable(tenant), sample, [prepared]);
});
