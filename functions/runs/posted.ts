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
  /** Whose credits changed, and the changes of theirs by which they did. */
  deals: z.array(DealId),
  events: z.array(z.string()),
});
export type TrueUp = z.output<typeof TrueUp>;
export type Cause = Pick<TrueUp, 'deals' | 'events'>;

export function amountOf({ beforeMinor, afterMinor }: TrueUp): Minor {
  return afterMinor - beforeMinor;
}
