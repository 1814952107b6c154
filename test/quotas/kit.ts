/** What the tests of quotas share: the first quarter of 2026, its months, and short ways to ask. */
import { Asked, type Circumstances, wanted } from '../../functions/quotas/asked.ts';
import { monthsIn } from '../../functions/quotas/annual.ts';
import { assignQuota, type Quota } from '../../functions/quotas/quota.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { person } from '../people/kit.ts';
import { day, named, year2026 } from '../periods/kit.ts';

export { day };
export const Q1 = named(year2026, '2026-q1');
export const ana = PersonId.parse(person('Ana'));

export const around = (presence: Circumstances['presence'] = {}, period = Q1): Circumstances => ({
  period,
  months: monthsIn(year2026, period),
  presence,
});

/** What is asked of somebody, as the route takes it. */
export const ask = (
  asked: object,
  { who = ana, presence = {}, before }: { who?: PersonId; presence?: object; before?: Quota } = {},
): Quota => {
  const body = Asked.parse({ currency: 'EUR', ...asked });
  const place = { person: who, period: Q1, currency: 'EUR' };
  return assignQuota(wanted(body, around(presence), before), place, before);
};

/** 200,000.00, as Ana is asked for in a quarter. */
export const FULL = { amountMinor: '20000000' };
