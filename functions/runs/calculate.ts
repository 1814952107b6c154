/**
 * What one payee earns in a run: their credits, direct and rolled up, through each plan they are enrolled
 * in. A problem with one payee is a hold on that payee, with its reason; it never stops the others.
 */
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import type { Credit } from '../deals/credit.ts';
import { presenceOf } from '../people/org.ts';
import {
  type ComponentTotal,
  type Earnings,
  type EarningsInput,
  earnings,
  type Granted,
  type Hold,
  type Line,
} from '../plans/earnings.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { Component } from '../plans/components/index.ts';
import { type Measure, quotaNameOf } from '../plans/measure.ts';
import { isOfCaps, ofCaps } from '../plans/cutting.ts';
import { type Participation, participationIn, partOf } from '../plans/participation.ts';
import { personal } from '../plans/terms.ts';
import { byPayee, enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import { openingOf, type Reached } from './interval.ts';
import { type TrueUp, withTrueUps } from './posted.ts';
import { type Grants, grantKey, grantsOf } from './contest.ts';
import { usedAfter } from './contest-used.ts';
import { credited, nothing, paidBy, type Reaching, reach, takingBack } from './reach.ts';

type Paid = {
  readonly plan: PlanId;
  readonly planVersion: number;
  /** What is posted late of another period. */
  readonly trueUp?: TrueUp;
};

export type PayeeResult = {
  readonly payee: PersonId;
  readonly lines: readonly (Line & Paid)[];
  readonly components: readonly (ComponentTotal & Paid)[];
  readonly totalMinor: Minor;
  /** Where measures stand that go on into the next period. */
  readonly reached?: readonly Reached[];
  readonly hold?: { readonly code: string; readonly message: string };
};

export type Calculator = (payee: PersonId) => PayeeResult;

/** What an enrolment has earned, of which quotas by measure. */
export type Earning = {
  readonly enrolment: Enrolment;
  readonly earned: Earnings;
  readonly quotas: EarningsInput['quotas'];
};

/** Reads what credits come to once, for any number of payees. */
export function calculatorOf(inputs: Inputs, credits: readonly Credit[]): Calculator {
  const reaching = reach(inputs, credits);
  const grants = grantsOf(inputs, reaching);
  const earner = earnerBy(inputs, reaching, grants);
  const { trueUps } = byPayee(inputs);
  return (payee) => {
    const result = resultOf(inputs, payee, earner(payee), grants);
    return withTrueUps(result, trueUps.get(payee) ?? [], inputs.period);
  };
}

/** The same by enrolment, with where the payee stands by each component. */
export function earnerOf(inputs: Inputs, credits: readonly Credit[]) {
  const reaching = reach(inputs, credits);
  return earnerBy(inputs, reaching, grantsOf(inputs, reaching));
}

function earnerBy(inputs: Inputs, reaching: ReadonlyMap<PersonId, Reaching>, grants: Grants) {
  return (payee: PersonId) => earningsOf(inputs, payee, reaching.get(payee) ?? nothing, { grants });
}

/** How far payees have come in their measures, even where nobody can say yet what that pays. */
export function progressOf(inputs: Inputs, credits: readonly Credit[]) {
  const reaching = reach(inputs, credits);
  const alone = { grants: { granted: new Map(), short: new Map() }, components: [] };
  return (payee: PersonId) => earningsOf(inputs, payee, reaching.get(payee) ?? nothing, alone);
}

/** `components` in place of those of the plan. */
type By = { readonly grants: Grants; readonly components?: readonly Component[] };

/** In the order of the enrolments; or why nobody could say. */
function earningsOf(inputs: Inputs, payee: PersonId, reaching: Reaching, by: By): Earning[] | Hold {
  const earnings: Earning[] = [];
  const carried = new Map<PlanId, Earnings['closing']>();
  for (const enrolment of enrolmentsPaying(inputs, payee)) {
    const { plan } = enrolment;
    const asked = askedOf(inputs, enrolment);
    if ('hold' in asked) return asked;
    const { components = asked.components, grants } = by;
    const own = takingBack(asked.policies.clawback, inputs.period, paidBy(inputs, enrolment, reaching));
    const earned = earnedBy({ ...asked, components }, own, {
      before: carried.get(plan),
      budgets: grants.granted.get(grantKey(enrolment)),
    });
    if ('hold' in earned) return earned;
    carried.set(plan, earned.closing);
    earnings.push({ enrolment, earned, quotas: asked.quotas });
  }
  return earnings;
}

function resultOf(
  inputs: Inputs,
  payee: PersonId,
  found: readonly Earning[] | Hold,
  grants: Grants,
): PayeeResult {
  if ('hold' in found) return { payee, lines: [], components: [], totalMinor: 0n, hold: found.hold };
  const paid = ({ plan, version }: Enrolment): Paid => ({ plan, planVersion: version });
  const going = found.flatMap(({ enrolment, earned }) => goingOn(inputs, enrolment, earned.closing));
  const reached = [...usedAfter(inputs, payee, grants), ...going];
  return {
    payee,
    lines: found.flatMap(({ enrolment, earned }) =>
      earned.lines.map((line) => ({ ...line, ...paid(enrolment) })),
    ),
    components: found.flatMap(({ enrolment, earned }) =>
      earned.components.map((component) => ({ ...component, ...paid(enrolment) })),
    ),
    totalMinor: found.reduce((sum, { earned }) => sum + earned.totalMinor, 0n),
    ...(reached.length > 0 && { reached }),
  };
}

type Beside = {
  /** How far the payee had come in the same plan by an earlier enrolment of the period. */
  readonly before: Earnings['closing'] | undefined;
  readonly budgets: Readonly<Record<string, Granted>> | undefined;
};

function earnedBy(asked: Asked, credits: Reaching, { before, budgets }: Beside): Earnings | Hold {
  const goesOn = asked.policies.planChange === 'carry';
  return earnings({
    ...asked,
    credits: credited(asked.policies, credits),
    ...(budgets && { budgets }),
    ...(before && { opening: { ...asked.opening, ...(goesOn ? before : ofCaps(before)) } }),
  });
}

type Asked = Omit<EarningsInput, 'credits'> & Required<Pick<EarningsInput, 'policies' | 'rounding'>>;

/** What an enrolment is paid by, before anything is credited; or why it cannot be. */
export function askedOf(inputs: Inputs, enrolment: Enrolment): Asked | Hold {
  const plan = planOf(inputs, enrolment);
  const own = personal(plan, enrolment.terms);
  if ('hold' in own) return own;
  const { period } = inputs;
  const participation = participationIn(period, enrolment, presenceOf(inputs.org, enrolment.person));
  const goesOn = plan.policies.planChange === 'carry';
  return {
    components: own.components,
    measures: plan.measures,
    rounding: plan.rounding,
    policies: own.policies,
    from: enrolment.from > period.from ? enrolment.from : period.from,
    quotas: quotasOf(inputs, enrolment.person, plan.measures, goesOn ? undefined : participation),
    results: resultsOf(inputs, enrolment.person),
    participation: participation.ofPeriod,
    currency: plan.currency,
    opening: openingOf(inputs, enrolment, goesOn),
  };
}

/** By measure: that of the period, in part for who takes part for some days, or that of the measure's interval. */
function quotasOf(
  inputs: Inputs,
  payee: PersonId,
  measures: readonly Measure[],
  participation: Participation | undefined,
): Readonly<Record<string, Minor>> {
  const own = byPayee(inputs);
  const quotas = own.quotas.get(payee) ?? [];
  const intervalQuotas = own.intervalQuotas.get(payee) ?? [];
  const asked = measures.flatMap((measure): [string, Minor][] => {
    const isOwn = (quota: { measure: string }) => quota.measure === quotaNameOf(measure);
    if (measure.over !== 'period') {
      const whole = intervalQuotas.find((quota) => isOwn(quota) && quota.over === measure.over);
      return whole ? [[measure.id, whole.amountMinor]] : [];
    }
    const said = quotas.find(isOwn);
    if (!said) return [];
    const part = participation ? partOf(said.amountMinor, participation.ofPresence) : said.amountMinor;
    return [[measure.id, part]];
  });
  return Object.fromEntries(asked.filter(([, minor]) => minor > 0n));
}

/** Where the measures of an enrolment stand that go on beyond the period. */
function goingOn(inputs: Inputs, enrolment: Enrolment, closing: Earnings['closing']): Reached[] {
  const { person, plan, version, from: enrolledFrom } = enrolment;
  const { measures } = planOf(inputs, enrolment);
  return Object.entries(closing).flatMap(([measure, totalMinor]) => {
    const over = isOfCaps(measure) ? 'year' : measures.find(({ id }) => id === measure)?.over;
    const until = over && inputs.intervals?.[over];
    if (until === undefined) return [];
    return [{ person, plan, version, enrolledFrom, measure, totalMinor, until }];
  });
}

function resultsOf(inputs: Inputs, payee: PersonId): Readonly<Record<string, string>> {
  const own = byPayee(inputs).results.get(payee) ?? [];
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}
