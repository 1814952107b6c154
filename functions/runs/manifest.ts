/**
 * What a run is calculated from, and nothing else: pinned when it starts, so that doing it again gives
 * the same bytes. Small inputs are in it whole; credits by page and hash. Whatever comes later is late.
 */
import * as z from 'zod';
import { PersonId, RunId } from '../../shared/kernel/ids.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { overlaps } from '../../shared/kernel/time.ts';
import { Adjustment } from '../ledger/adjustment.ts';
import { isAnyDue } from '../ledger/holdings.ts';
import { Opening } from '../ledger/opening.ts';
import { Org } from '../people/org.ts';
import { Period } from '../periods/period.ts';
import { Enrolment } from '../plans/enrolment.ts';
import { PlanVersion } from '../plans/plan.ts';
import { Quota } from '../quotas/quota.ts';
import { Team } from '../people/team.ts';
import { TrueUp } from './posted.ts';

/** Changes whenever the arithmetic does, so that a replay is known to use the same. */
export const ENGINE = 'rules-2';

const Result = z.object({ person: PersonId, name: z.string(), value: Decimal });

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
  /** The balances that the last period before closed with, and the adjustments that were approved. */
  openings: z.array(Opening).optional(),
  adjustments: z.array(Adjustment).optional(),
  /** What came late of periods whose statements stand. */
  trueUps: z.array(TrueUp).optional(),
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
 * something came late, or of whom something falls due that was held back; sorted.
 */
export function payeesOf(inputs: Inputs): PersonId[] {
  const { period, openings = [], adjustments = [], trueUps = [] } = inputs;
  const paying = inputs.enrolments.filter((enrolment) => isPaidBy(inputs, enrolment));
  const due = openings.filter(({ balances }) => isAnyDue(balances.holdings, period));
  return [...new Set([...paying, ...adjustments, ...trueUps, ...due].map(({ person }) => person))].sort();
}

/** The enrolments by which a payee is paid, in the order of what they are paid. */
export function enrolmentsPaying(inputs: Inputs, payee: PersonId): Enrolment[] {
  return inputs.enrolments.filter((one) => one.person === payee && isPaidBy(inputs, one));
}

export function isPaidBy({ plans, period }: Inputs, enrolment: Enrolment): boolean {
  const plan = plans.find(({ plan, version }) => plan === enrolment.plan && version === enrolment.version);
  return plan?.period === period.kind && overlaps(enrolment, period);
}

export function planOf({ plans }: Inputs, { plan, version }: Enrolment): PlanVersion {
  const found = plans.find((candidate) => candidate.plan === plan && candidate.version === version);
  if (!found) throw new Error(`the manifest holds every plan that is enrolled in, not ${plan} ${version}`);
  return found;
}
