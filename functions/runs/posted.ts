/** What a run posts of a period whose statements stand: before and after, and why. */
import * as z from 'zod';
import { DealId, PeriodId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import type { Span } from '../../shared/kernel/time.ts';
import type { PayeeResult } from './calculate.ts';
import { Reason } from './reopening.ts';

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
  /** What it follows from, where not from deals that were heard of late. */
  reopening: Reason.optional(),
});
export type TrueUp = z.output<typeof TrueUp>;
export type Cause = Pick<TrueUp, 'deals' | 'events'>;

export function amountOf({ beforeMinor, afterMinor }: TrueUp): Minor {
  return afterMinor - beforeMinor;
}

/** Each is a component of its own, with one line on the first day, after all that is earned in the period. */
export function withTrueUps(
  result: PayeeResult,
  trueUps: readonly TrueUp[],
  { from }: Pick<Span, 'from'>,
): PayeeResult {
  if (result.hold || trueUps.length === 0) return result;
  const posted = trueUps.map((trueUp) => {
    const { plan, planVersion, component } = trueUp;
    return { plan, planVersion, component, trueUp, creditedMinor: 0n, amountMinor: amountOf(trueUp) };
  });
  const lines = posted.map((one) => {
    const [deal, ...more] = one.trueUp.deals;
    const at = { day: from, before: unmoved, after: unmoved };
    return { ...one, ...at, ...(deal && more.length === 0 && { deal }) };
  });
  return {
    ...result,
    lines: [...result.lines, ...lines],
    components: [...result.components, ...posted],
    totalMinor: posted.reduce((sum, { amountMinor }) => sum + amountMinor, result.totalMinor),
  };
}

/** A true-up moves nobody's attainment of the period that it is posted in. */
const unmoved = { creditedMinor: 0n, quotaMinor: undefined };
