/**
 * What each component of a payee's plans pays, by how much is credited: the data of a chart, from the arithmetic
 * that pays. Straight lines lead from point to point, and where the payee stands now is one of them.
 */
import * as z from 'zod';
import { PeriodId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import type { Credit } from '../deals/crediting.ts';
import { type Component, earnedMinor, type Standing } from '../plans/components/index.ts';
import { round } from '../plans/components/rounding.ts';
import { cornersOf } from '../plans/corners.ts';
import { Measure, measureOf } from '../plans/measure.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { personal } from '../plans/terms.ts';
import { type Earning, earnerOf } from './calculate.ts';
import { type Inputs, planOf } from './manifest.ts';

const ATTAINMENT_PLACES = 6;

const Point = z.object({
  /** As what the component's measure counts: minor units, whole units or deals. */
  creditedMinor: Minor,
  /** Credited over quota as a decimal: '1.15' is 115 %. */
  attainment: z.string().optional(),
  /** What the component then pays for the period. */
  earnedMinor: Minor,
});
type Point = z.output<typeof Point>;

const ComponentCurve = z.object({
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  name: z.string(),
  kind: z.string(),
  measure: z.string(),
  counts: Measure.shape.counts.unwrap(),
  quotaMinor: Minor.optional(),
  now: Point,
  /** From left to right. Of two that are one unit apart, the pay jumps between them. */
  points: z.array(Point),
  /** Why there are none. */
  sentence: z.string().optional(),
});
type ComponentCurve = z.output<typeof ComponentCurve>;

export const PayoutCurves = z.object({
  person: PersonId,
  period: PeriodId,
  currency: Currency,
  components: z.array(ComponentCurve),
  /** Why nobody can say what the payee earns. */
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type PayoutCurves = z.output<typeof PayoutCurves>;

export function payoutCurves(inputs: Inputs, credits: readonly Credit[], person: PersonId): PayoutCurves {
  const { currency, period } = inputs;
  const of = { person, period: period.id, currency };
  const found = earnerOf(inputs, credits)(person);
  if ('hold' in found) return { ...of, components: [], hold: found.hold };
  return { ...of, components: found.flatMap((earning) => curvesOf(inputs, earning)) };
}

function curvesOf(inputs: Inputs, { enrolment, earned }: Earning): ComponentCurve[] {
  const plan = planOf(inputs, enrolment);
  const own = personal(plan, enrolment.terms);
  const components = 'hold' in own ? [] : own.components;
  return components.flatMap((component, n) => {
    const [standing, total] = [earned.standings[n], earned.components[n]];
    return standing && total ? [curveOf(plan, component, standing, total.amountMinor)] : [];
  });
}

/** What an interval earned before the period begins is not the period's: the curve is lower by as much. */
function curveOf(
  plan: PlanVersion,
  component: Component,
  standing: Standing,
  amountMinor: Minor,
): ComponentCurve {
  const { quotaMinor, creditedMinor } = standing;
  const before = earnedMinor(component, standing, plan.rounding) - amountMinor;
  const point = (credited: Minor, earned: Minor): Point => ({
    creditedMinor: credited,
    ...(quotaMinor !== undefined && { attainment: attainmentOf(credited, quotaMinor) }),
    earnedMinor: earned - before,
  });
  const corners = cornersOf(component, standing);
  const drawn = typeof corners === 'string' ? [] : corners;
  return {
    plan: plan.plan,
    planVersion: plan.version,
    component: component.id,
    name: component.name,
    kind: component.kind,
    measure: component.measure,
    counts: measureOf(plan.measures, component).counts,
    ...(quotaMinor !== undefined && { quotaMinor }),
    now: point(creditedMinor, amountMinor + before),
    points: drawn.map((corner) => point(corner.creditedMinor, round(corner.exact, plan.rounding))),
    ...(typeof corners === 'string' && { sentence: corners }),
  };
}

function attainmentOf(creditedMinor: Minor, quotaMinor: Minor): string {
  return toDecimal(fraction(creditedMinor, quotaMinor), ATTAINMENT_PLACES).replace(/\.?0+$/, '');
}
