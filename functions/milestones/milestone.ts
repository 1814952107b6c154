/**
 * Milestones: how much of a quota somebody has reached. Each is told once, for whoever falls back and rises again
 * has reached it before.
 *
 *   a quota of 200,000      100,000 → 50 %      180,000 → 90 %      200,000 → 100 %
 *
 * Of several enrolments of one plan in a period, credits and quotas add up, since each has its part; where
 * attainment goes on from one to the next, the last one says how far it has come.
 */
import * as z from 'zod';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { addDays, Day, Instant } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/crediting.ts';
import type { Period } from '../periods/period.ts';
import { Measure, quotaNameOf } from '../plans/measure.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { amount, share } from '../plans/words.ts';
import { type Earning, progressOf } from '../runs/calculate.ts';
import { openEnd } from '../runs/interval.ts';
import { byPayee, type Inputs, planOf } from '../runs/manifest.ts';

/** Percent of a quota. */
export const PERCENTS = [50, 90, 100] as const;
/** So long after its end a period is still looked at: what comes later is told by the statement. */
const DAYS_AFTER = 31;

export const Milestone = z.object({
  person: PersonId,
  /** The period in which it was reached. */
  period: PeriodId,
  /** What the quota is of: that period, or the quarter or year that it is part of. */
  over: Measure.shape.over.unwrap(),
  /** The first day that is no longer part of that. */
  end: Day,
  measure: z.string(),
  percent: z.int(),
  /** When it was found. */
  at: Instant,
  creditedMinor: Minor,
  quotaMinor: Minor,
  sentence: z.string(),
});
export type Milestone = z.output<typeof Milestone>;

/** Those that have begun, and are not long over, of the kinds that plans pay for. */
export function periodsToWatch(
  periods: readonly Period[],
  plans: readonly Pick<PlanVersion, 'period'>[],
  today: Day,
): Period[] {
  const kinds = new Set(plans.map(({ period }) => period));
  return periods.filter(
    ({ kind, from, to }) =>
      kinds.has(kind) && from <= today && (to === null || today < addDays(to, DAYS_AFTER)),
  );
}

/** All that the payees of a period have reached. Of who is held nobody can say it. */
export function milestonesOf(inputs: Inputs, credits: readonly Credit[], now: Instant): Milestone[] {
  const progress = progressOf(inputs, credits);
  return [...byPayee(inputs).enrolments.keys()].flatMap((person) => {
    const found = progress(person);
    if ('hold' in found) return [];
    const plans = Map.groupBy(found, ({ enrolment }) => enrolment.plan);
    return [...plans.values()].flatMap((some) => reachedIn(inputs, some, now));
  });
}

/** By the enrolments of one person in one plan. */
function reachedIn(inputs: Inputs, earnings: readonly Earning[], now: Instant): Milestone[] {
  const last = earnings.at(-1);
  if (!last) return [];
  const { measures, policies } = planOf(inputs, last.enrolment);
  return measures.flatMap((measure) => {
    const goesOn = measure.over !== 'period' || policies.planChange === 'carry';
    const standing = sumOf(goesOn ? [last] : earnings, measure);
    return PERCENTS.filter((percent) => hasReached(standing, percent)).map((percent) => ({
      person: last.enrolment.person,
      period: inputs.period.id,
      over: measure.over,
      end: inputs.intervals?.[measure.over] ?? openEnd(inputs.period),
      measure: measure.id,
      percent,
      at: now,
      ...standing,
      sentence: sentenceOf(inputs, measure, percent, standing),
    }));
  });
}

type Standing = Pick<Milestone, 'creditedMinor' | 'quotaMinor'>;

function sumOf(earnings: readonly Earning[], { id }: Measure): Standing {
  const asked = earnings.filter(({ quotas }) => Object.hasOwn(quotas, id));
  return {
    creditedMinor: asked.reduce((sum, { earned }) => sum + (earned.closing[id] ?? 0n), 0n),
    quotaMinor: asked.reduce((sum, { quotas }) => sum + (quotas[id] ?? 0n), 0n),
  };
}

function hasReached({ creditedMinor, quotaMinor }: Standing, percent: number): boolean {
  return quotaMinor > 0n && creditedMinor * 100n >= quotaMinor * BigInt(percent);
}

function sentenceOf({ currency }: Inputs, measure: Measure, percent: number, standing: Standing): string {
  const { creditedMinor, quotaMinor } = standing;
  const isMoney = ['amount', 'margin', 'cost'].includes(measure.counts);
  const words = (minor: Minor) => (isMoney ? amount(minor, currency) : String(minor));
  const quota = quotaNameOf(measure).replaceAll('-', ' ');
  const now = `${words(creditedMinor)} of ${words(quotaMinor)}, ${share(creditedMinor, quotaMinor)}`;
  return `You have reached ${percent} % of your ${quota} quota: ${now}.`;
}
