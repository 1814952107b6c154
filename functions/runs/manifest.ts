/**
 * What a run is calculated from, and nothing else: pinned when it starts, so that doing it again gives
 * the same bytes. Small inputs are in it whole; credits by page and hash. Whatever comes later is late.
 */
import * as z from 'zod';
import { PersonId, RunId } from '../../shared/kernel/ids.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Day, overlaps } from '../../shared/kernel/time.ts';
import { Adjustment } from '../ledger/adjustment.ts';
import { isAnyDue } from '../ledger/holdings.ts';
import type { Balances } from '../ledger/balances.ts';
import { Opening, openingOf } from '../ledger/opening.ts';
import { waitingMinor } from '../ledger/waiting.ts';
import { Org } from '../people/org.ts';
import { Period } from '../periods/period.ts';
import { Enrolment } from '../plans/enrolment.ts';
import { PlanVersion } from '../plans/plan.ts';
import { Quota } from '../quotas/quota.ts';
import { IntervalQuota, Reached } from './interval.ts';
import { Team } from '../people/team.ts';
import { TrueUp } from './posted.ts';
import { Reopened } from './reopening.ts';

/** Changes whenever the arithmetic does, so that a replay is known to use the same. */
export const ENGINE = 'rules-4';

const Result = z.object({ person: PersonId, name: z.string(), value: Decimal });

/** What the company's currency was worth in another, and how that was found. */
export const PinnedRate = z.object({
  to: Currency,
  by: z.enum(['periodEnd', 'monthAverage']),
  rate: Decimal,
  on: Day.optional(),
});
export type PinnedRate = z.output<typeof PinnedRate>;

export const Inputs = z.object({
  currency: Currency,
  period: Period,
  /** The months, or the window, whose credits count. */
  months: z.array(Period),
  credits: z.array(z.object({ month: z.string(), page: z.string(), hash: z.string() })),
  org: Org,
  quotas: z.array(Quota),
  enrolments: z.array(Enrolment),
  plans: z.array(PlanVersion),
  /** By name. */
  teams: z.record(z.string(), Team),
  /** Figures that somebody recorded for the period. */
  results: z.array(Result),
  /** Of plans whose measures go on: what is asked over intervals, where payees begin, and the ends of intervals. */
  intervalQuotas: z.array(IntervalQuota).optional(),
  reached: z.array(Reached).optional(),
  intervals: z.partialRecord(z.enum(['period', 'quarter', 'year']), Day).optional(),
  /** The balances that the last period before closed with, and the adjustments that were approved. */
  openings: z.array(Opening).optional(),
  adjustments: z.array(Adjustment).optional(),
  /** Of currencies that somebody is paid in. */
  payRates: z.array(PinnedRate).optional(),
  /** What came late of periods whose statements stand. */
  trueUps: z.array(TrueUp).optional(),
  /** The periods that are reopened with this run. */
  reopened: z.array(Reopened).optional(),
});
export type Inputs = z.output<typeof Inputs>;

export const Manifest = Inputs.extend({
  run: RunId,
  engine: z.literal(ENGINE),
  payees: z.array(PersonId),
  /** In how many parts they are calculated. */
  shards: z.int(),
});
export type Manifest = z.output<typeof Manifest>;

/**
 * Everyone enrolled on any day of the period in a plan that pays by such periods, who has an adjustment in it, to whom
 * something came late, of whom something falls due that was held back, or waits for deals to be paid for; sorted.
 */
export function payeesOf(inputs: Inputs): PersonId[] {
  const { period, openings = [], adjustments = [], trueUps = [] } = inputs;
  const due = openings.filter(({ balances: { holdings, waiting = [] } }) => {
    return (
      isAnyDue(holdings, period) || waiting.some((one) => one.by === period.kind && waitingMinor(one) > 0n)
    );
  });
  const others = [...adjustments, ...trueUps, ...due].map(({ person }) => person);
  return [...new Set([...byPayee(inputs).enrolments.keys(), ...others])].sort();
}

/** The enrolments by which a payee is paid, in the order of what they are paid. */
export function enrolmentsPaying(inputs: Inputs, payee: PersonId): readonly Enrolment[] {
  return byPayee(inputs).enrolments.get(payee) ?? [];
}

/** What the period opens with for a payee. */
export function balancesOf(inputs: Inputs, payee: PersonId): Balances {
  return openingOf(byPayee(inputs).openings.get(payee) ?? [], payee);
}

export function isPaidBy(inputs: Inputs, enrolment: Enrolment): boolean {
  const plan = byPayee(inputs).plans.get(nameOf(enrolment));
  return plan?.period === inputs.period.kind && overlaps(enrolment, inputs.period);
}

type Named = Pick<PlanVersion, 'plan' | 'version'>;

export function planOf(inputs: Inputs, named: Named): PlanVersion {
  const found = byPayee(inputs).plans.get(nameOf(named));
  if (!found) throw new Error(`the manifest holds every plan that is enrolled in, not ${nameOf(named)}`);
  return found;
}

type ByPayee = {
  readonly plans: ReadonlyMap<string, PlanVersion>;
  readonly enrolments: ReadonlyMap<PersonId, readonly Enrolment[]>;
  readonly quotas: ReadonlyMap<PersonId, readonly Quota[]>;
  readonly intervalQuotas: ReadonlyMap<PersonId, readonly IntervalQuota[]>;
  readonly results: ReadonlyMap<PersonId, readonly Inputs['results'][number][]>;
  readonly openings: ReadonlyMap<PersonId, readonly Opening[]>;
  readonly adjustments: ReadonlyMap<PersonId, readonly Adjustment[]>;
  readonly trueUps: ReadonlyMap<PersonId, readonly TrueUp[]>;
  /** Whether they pay in this period or not. */
  readonly allEnrolments: ReadonlyMap<PersonId, readonly Enrolment[]>;
};

/** Looking through whole lists for each of ten thousand payees would take longer than all else. */
const known = new WeakMap<Inputs, ByPayee>();

/** The same inputs by whom they are of; enrolments only where they pay. */
export function byPayee(inputs: Inputs): ByPayee {
  const before = known.get(inputs);
  if (before) return before;
  const {
    enrolments,
    quotas,
    intervalQuotas = [],
    results,
    openings = [],
    adjustments = [],
    trueUps = [],
    period,
  } = inputs;
  const plans = new Map(inputs.plans.map((plan) => [nameOf(plan), plan]));
  const paying = enrolments.filter(
    (one) => plans.get(nameOf(one))?.period === period.kind && overlaps(one, period),
  );
  const found = {
    plans,
    enrolments: Map.groupBy(paying, ({ person }) => person),
    quotas: Map.groupBy(quotas, ({ person }) => person),
    intervalQuotas: Map.groupBy(intervalQuotas, ({ person }) => person),
    results: Map.groupBy(results, ({ person }) => person),
    openings: Map.groupBy(openings, ({ person }) => person),
    adjustments: Map.groupBy(adjustments, ({ person }) => person),
    trueUps: Map.groupBy(trueUps, ({ person }) => person),
    allEnrolments: Map.groupBy(enrolments, ({ person }) => person),
  };
  known.set(inputs, found);
  return found;
}

const nameOf = ({ plan, version }: Named): string => `${plan} ${version}`;
