/**
 * Measures that go on from one pay period to the next, over a quarter or a fiscal year: where each stood when
 * a period closed, the next period begins.
 *
 *   paid by the month, counted over the quarter     January 80,000     February begins at 80,000
 *                                                   March closes at 230,000     April begins at nothing
 */
import * as z from 'zod';
import { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { covers, Day, type Span } from '../../shared/kernel/time.ts';
import { isPostedTo, type Period } from '../periods/period.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import { isOfCaps } from '../plans/cutting.ts';
import type { Measure } from '../plans/measure.ts';
import type { PlanVersion } from '../plans/plan.ts';
import type { Quota } from '../quotas/quota.ts';

/** How far somebody had come in a measure of a plan, by which enrolment, and until when that goes on. */
export const Reached = z.object({
  person: PersonId,
  plan: PlanId,
  version: z.int(),
  enrolledFrom: Day,
  measure: z.string(),
  totalMinor: Minor,
  until: Day,
});
export type Reached = z.output<typeof Reached>;

/** What is asked of somebody in a whole interval. */
export const IntervalQuota = z.object({
  person: PersonId,
  /** The name of the quota. */
  measure: z.string(),
  over: z.enum(['quarter', 'year']),
  amountMinor: Minor,
});
export type IntervalQuota = z.output<typeof IntervalQuota>;

type Over = IntervalQuota['over'];

/** The days of the quarter or fiscal year that a period is part of; itself, where the calendar has neither. */
export function intervalOf(periods: readonly Period[], period: Period, over: Measure['over']): Span {
  if (over === 'period') return period;
  if (over === 'quarter') return periods.find((one) => isQuarterOf(one, period)) ?? period;
  const year = periods.filter((one) => one.fiscalYear !== undefined && one.fiscalYear === period.fiscalYear);
  const [first = period.from] = year.map(({ from }) => from).sort();
  const last = year
    .map(({ to }) => to ?? '')
    .sort()
    .at(-1);
  return { from: first, to: (last as Day | undefined) ?? period.to };
}

function isQuarterOf(one: Period, { from }: Period): boolean {
  return one.kind === 'quarter' && covers(one, from);
}

/** The quarters, and the months, of which the quotas make that of an interval. */
export function periodsOfInterval(periods: readonly Period[], { from, to }: Span): Period[] {
  return periods.filter((one) => from <= one.from && one.to !== null && to !== null && one.to <= to);
}

/** Quotas of quarters, added up; of months, for whom there are none of quarters. */
export function intervalQuotas(
  over: Over,
  periods: readonly Period[],
  quotas: readonly Pick<Quota, 'person' | 'period' | 'measure' | 'amountMinor'>[],
): IntervalQuota[] {
  const isOfMonth = new Map(periods.map((period) => [period.id, isPostedTo(period)]));
  const sums = (month: boolean) => {
    const found = new Map<string, IntervalQuota>();
    for (const { person, period, measure, amountMinor } of quotas) {
      if (isOfMonth.get(period) !== month) continue;
      const before = found.get(`${person} ${measure}`)?.amountMinor ?? 0n;
      found.set(`${person} ${measure}`, { person, measure, over, amountMinor: before + amountMinor });
    }
    return found;
  };
  return [...new Map([...sums(true), ...sums(false)]).values()];
}

/** Which intervals these plans count over, beyond single periods. */
export function intervalsOf(plans: readonly PlanVersion[]): Over[] {
  const all = plans.flatMap(({ measures, policies: { caps = [] } }) =>
    [...measures, ...caps].map(({ over }) => over),
  );
  return (['quarter', 'year'] as const).filter((over) => all.includes(over));
}

type Going = { readonly period: Span; readonly reached?: readonly Reached[] | undefined };

/** Where the measures of an enrolment begin: with `carry`, wherever the payee was in the same plan. */
export function openingOf({ reached = [], period }: Going, enrolment: Enrolment, carries: boolean) {
  const own = reached.filter(
    ({ person, plan, version, enrolledFrom, measure, until }) =>
      person === enrolment.person &&
      plan === enrolment.plan &&
      period.from < until &&
      (carries || isOfCaps(measure) || (version === enrolment.version && enrolledFrom === enrolment.from)),
  );
  return Object.fromEntries(own.map(({ measure, totalMinor }) => [measure, totalMinor]));
}

/** What is kept after a run: what it found, and of all others what still goes on. */
export function reachedAfter({ reached = [], period }: Going, found: readonly Reached[]): Reached[] {
  const isFound = new Set(found.map(measureOf));
  const goesOn = ({ until }: Reached) => period.to === null || period.to < until;
  const others = reached.filter((one) => !isFound.has(measureOf(one)));
  return [...others, ...found].filter(goesOn);
}

/** The name of a payee's measure, whichever version of its plan they are in. */
export function measureOf({ person, plan, measure }: Reached): string {
  return `${person} ${plan} ${measure}`;
}

/** The day on which an interval ends; one of no end, as yet, does not end in this world. */
export function openEnd({ to }: Span): Day {
  return to ?? Day.parse('9999-01-01');
}
