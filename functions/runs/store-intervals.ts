/** Reads what measures need that go on over several periods; of plans without such measures, nothing. */
import type { RunId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import type { Org } from '../people/org.ts';
import type { Period } from '../periods/period.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { effectiveQuotas } from '../quotas/effective.ts';
import type { Quota } from '../quotas/quota.ts';
import { quotasIn } from '../quotas/store.ts';
import { isContested } from './contest-used.ts';
import { intervalOf, intervalQuotas, intervalsOf, openEnd, periodsOfInterval } from './interval.ts';
import type { Inputs } from './manifest.ts';
import { reachedBy } from './store-balances.ts';

type Asked = {
  readonly plans: readonly PlanVersion[];
  readonly periods: readonly Period[];
  readonly period: Period;
  readonly org: Org;
  /** The run of the period before. */
  readonly before: RunId | undefined;
};

export async function intervalsIn(
  table: Table,
  { plans, periods, period, org, before }: Asked,
): Promise<Pick<Inputs, 'intervalQuotas' | 'reached' | 'intervals'>> {
  const overs = intervalsOf(plans);
  if (overs.length === 0) return plans.some(isContested) ? { reached: await reachedBy(table, before) } : {};
  const quotas = await Promise.all(
    overs.map(async (over) => {
      const parts = periodsOfInterval(periods, intervalOf(periods, period, over));
      const all = await Promise.all(parts.map((part) => effectiveIn(table, part, org)));
      return intervalQuotas(over, parts, all.flat());
    }),
  );
  const ends = overs.map((over) => [over, openEnd(intervalOf(periods, period, over))] as const);
  return {
    intervalQuotas: quotas.flat(),
    reached: await reachedBy(table, before),
    intervals: Object.fromEntries(ends),
  };
}

async function effectiveIn(table: Table, period: Period, org: Org): Promise<Quota[]> {
  return effectiveQuotas({ quotas: await quotasIn(table, period.id), org, period });
}
