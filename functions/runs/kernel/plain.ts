/**
 * Which payees the columns can calculate: those whose every plan counts plain amounts as they are booked, and
 * pays by curves over them. Everybody else goes by the rules, with all that they are paid.
 *
 *   a rate table and a bonus on one's own bookings     by columns
 *   the same, and a spiff for demos                    by the rules
 *   something is held back of each deal, or waits      by the rules
 *   something came late of a period that was paid      by the rules, for whom it reaches
 */
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { BOOKINGS, type Measure } from '../../plans/measure.ts';
import type { PlanVersion } from '../../plans/plan.ts';
import { Policies } from '../../plans/policies.ts';
import { byPayee, enrolmentsPaying, type Inputs, planOf } from '../manifest.ts';
import { isCompiled } from './compile.ts';
import type { Walk } from './shard.ts';

export function isPlain({ measures, policies, components, payment }: PlanVersion): boolean {
  if (saysMore(policies, USUAL, ['planChange', 'payRate', 'clawback', 'afterEnd']) || !isByCurve(policies))
    return false;
  if (payment?.holdback !== undefined || payment?.release !== undefined) return false;
  return measures.every((measure) => waysOf(measure) !== undefined) && components.every(isCompiled);
}

/** Of all ways to take back what earlier periods paid, walking the open period's curve is no other than selling. */
function isByCurve({ clawback }: PlanVersion['policies']): boolean {
  return clawback === undefined || clawback.kind === 'openPeriodCurve';
}

/** By which way credits come to a measure, if it counts no more than their amounts. */
export function waysOf(measure: Measure): Walk['credits'] | undefined {
  const { credits } = measure;
  return credits === 'overlay' || credits === 'team' || !isUsual(measure) ? undefined : credits;
}

/** Plans never change, and each of thousands who are paid by one asks. */
const usual = new WeakMap<Measure, boolean>();

function isUsual(measure: Measure): boolean {
  const found = usual.get(measure) ?? !saysMore(measure, BOOKINGS, ['id', 'name', 'quota', 'credits']);
  usual.set(measure, found);
  return found;
}

const USUAL = Policies.parse({});

/** Whether anything is said that is not usual, these fields apart: so a field that is new goes by the rules. */
function saysMore<T extends object>(said: T, usual: T, apart: readonly (keyof T)[]): boolean {
  const names = Object.keys(said) as (keyof T)[];
  return names.some((name) => !apart.includes(name) && said[name] !== usual[name]);
}

export function isByColumns(inputs: Inputs, payee: PersonId): boolean {
  const enrolments = enrolmentsPaying(inputs, payee);
  const plans = enrolments.map((enrolment) => planOf(inputs, enrolment));
  if (isHeldBack(inputs, payee) || byPayee(inputs).trueUps.has(payee)) return false;
  if (!plans.every(isPlainOnce)) return false;
  return !plans.some((plan, n) => goesOn(plan, plans.slice(0, n)));
}

/** Whether something was held back of deals by their names, or waits: what they earn now may stop it. */
function isHeldBack(inputs: Inputs, payee: PersonId): boolean {
  const openings = byPayee(inputs).openings.get(payee) ?? [];
  return openings.some(({ balances: { holdings, waiting = [] } }) => holdings.length + waiting.length > 0);
}

/** A plan that one enrolment in it hands on to the next starts where that one ended. */
function goesOn({ plan, policies }: PlanVersion, before: readonly PlanVersion[]): boolean {
  return policies.planChange === 'carry' && before.some((one) => one.plan === plan);
}

const known = new WeakMap<PlanVersion, boolean>();

function isPlainOnce(plan: PlanVersion): boolean {
  const found = known.get(plan) ?? isPlain(plan);
  known.set(plan, found);
  return found;
}
