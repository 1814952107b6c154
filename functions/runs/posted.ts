/** What a run posts of a period whose statements stand: before and after, and why. */
import * as z from 'zod';
import { DealId, PeriodId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';

export const TrueUp = z.object({
  person: PersonId,
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  name: z.string(),
  /** The period that was worked out anew. */
  period: PeriodId,
  beforeMinor: Minor,
  afterMinor: Minor,
  /** What a reversal takes back of what its credit was paid. */
  asPaid: z.boolean().optional(),
  /** Whose credits changed. */
  deals: z.array(DealId),
});
export type TrueUp = z.output<typeof TrueUp>;

export function amountOf({ beforeMinor, afterMinor }: TrueUp): Minor {
  return afterMinor - beforeMinor;
}
