/**
 * What one payee earns from one plan in one period: the definition that any faster way must equal.
 *
 * Credits are walked in a fixed order. Each component has an exact running total, which is rounded; a line is
 * the rounded total after a credit less the one before it, so lines always add up to the total and a reversal
 * leaves what there would have been without the event.
 *
 *   2.5 % of three credits of 0.60     exact total  0.015   0.030   0.045
 *                                      rounded       0.02    0.03    0.04     lines 0.02 + 0.01 + 0.01
 *
 * What follows from no credit, such as a bonus by scores, stands in a line of its own before all others.
 */
import type { DealId } from '../../shared/kernel/ids.ts';
import type { Currency, Minor } from '../../shared/kernel/money.ts';
import type { Rational } from '../../shared/kernel/rational.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import type { Day } from '../../shared/kernel/time.ts';
import {
  type Component,
  earnedMinor,
  kindOf,
  leftOut,
  needsOf,
  type Own,
  type Rounding,
  type Standing,
} from './components/index.ts';
import { type Cut, cutDown } from './cutting.ts';
import type { Measure } from './measure.ts';
import { advanced, named, ownOf, start } from './standing.ts';
import type { Policies } from './policies.ts';
import { type Credits, type Hold, type Steps, stepsOf, type Step } from './steps.ts';

/** What a component paid for one credit, and how far the payee stood before and after it. */
export type Line = {
  readonly component: string;
  /** Absent where it follows from no credit. */
  readonly credit?: string;
  readonly deal?: DealId;
  readonly day: Day;
  /** As what the component's measure counts the credit. */
  readonly creditedMinor: Minor;
  readonly amountMinor: Minor;
  readonly before: Standing;
  readonly after: Standing;
  readonly own?: Own;
  /** What caps of the plan have taken off. */
  readonly cut?: readonly Cut[];
};

export type ComponentTotal = {
  readonly component: string;
  readonly creditedMinor: Minor;
  readonly quotaMinor?: Minor;
  readonly amountMinor: Minor;
  /** What a cap has left out. */
  readonly leftOutMinor?: Minor;
  /** What was sold, and is not credited, since a deal was a windfall. */
  readonly uncreditedMinor?: Minor;
};

export type EarningsInput = {
  /** With the terms of the payee's enrolment in their places. */
  readonly components: readonly Component[];
  readonly measures: readonly Measure[];
  readonly rounding?: Rounding;
  readonly policies?: Policies;
  /** The first day that is paid for: what follows from no credit is dated on it. */
  readonly from: Day;
  /** Credits of the period, in any order, by the way that they came. */
  readonly credits: Credits;
  /** The payee's quotas by measure, each above zero. */
  readonly quotas: Readonly<Record<string, Minor>>;
  /** Recorded figures of the period, by name. */
  readonly results?: Readonly<Record<string, string>>;
  /** How far each measure had come in its interval when the period began. */
  readonly opening?: Readonly<Record<string, Minor>>;
  /** The part of the period's days on which the payee takes part. */
  readonly participation?: Rational;
  readonly currency?: Currency;
  /** Of contests with a budget, by component: what each credit is granted of it. */
  readonly budgets?: Readonly<Record<string, Granted>>;
};
/** By the credit's id. */
export type Granted = ReadonlyMap<string, Minor>;

export type Earnings = {
  readonly lines: readonly Line[];
  readonly components: readonly ComponentTotal[];
  readonly totalMinor: Minor;
  /** How far each measure has come in its interval. */
  readonly closing: Readonly<Record<string, Minor>>;
  /** Where the payee stands in the end, by each of the components. */
  readonly standings: readonly Standing[];
};
export type { Hold } from './steps.ts';

export function earnings(input: EarningsInput): Earnings | Hold {
  try {
    return earned(input);
  } catch (error) {
    // A formula that comes to no amount, as when it divides by nothing.
    if (error instanceof Refusal) return { hold: { code: error.code, message: error.message } };
    throw error;
  }
}

function earned(input: EarningsInput): Earnings | Hold {
  const missing = missingOf(input);
  if (missing) return { hold: missing };
  const steps = stepsOf(input.measures, input.credits, input.policies?.windfall);
  if ('hold' in steps) return steps;
  const whole = input.components.map((component) => walk(component, input, steps));
  const { walks, closing } = cutDown(whole, input, steps);
  return {
    lines: walks.flatMap(({ lines }) => lines),
    components: walks.map(({ total }) => total),
    totalMinor: walks.reduce((sum, { total }) => sum + total.amountMinor, 0n),
    closing: { ...closingOf(input, steps), ...closing },
    standings: whole.map(({ standing }) => standing),
  };
}

/** Why nobody could say what these components pay. */
function missingOf({ components, quotas, results }: EarningsInput): Hold['hold'] | undefined {
  for (const component of components) {
    const needs = needsOf(component);
    const quota = needs.quotas.find((measure) => !named(quotas, measure));
    if (quota !== undefined) {
      const message = `'${component.name}' is paid on attainment, and there is no ${quota} quota.`;
      return { code: 'quota.missing', message };
    }
    const result = needs.results.find((name) => named(results, name) === undefined);
    if (result !== undefined) {
      const message = `'${component.name}' is paid by ${result}, and nobody has recorded that.`;
      return { code: 'result.missing', message };
    }
  }
  return undefined;
}

function walk(
  component: Component,
  input: EarningsInput,
  steps: Steps,
): { lines: Line[]; total: ComponentTotal; standing: Standing } {
  const kind = kindOf(component);
  const rounding = input.rounding ?? 'half-even';
  const minor = (at: Standing) => earnedMinor(component, at, rounding);
  const relevant = new Set(needsOf(component).measures);
  const lines: Line[] = [];
  let standing = start(component, input);
  let earned = opened(component, input, minor);
  let began = earned;
  const toLine = (after: Standing, earnedAfter: Minor, step?: Step, own?: Own) => {
    if ((own && kind.paysPerCredit) || earnedAfter !== earned) {
      lines.push(lineOf(component, input.from, standing, after, earnedAfter - earned, step, own));
    }
    [standing, earned] = [after, earnedAfter];
  };
  toLine(standing, minor(standing));
  for (const step of steps) {
    if (!Object.keys(step.counts).some((measure) => relevant.has(measure))) continue;
    const own = ownOf(component, step, input);
    const after = advanced(component, standing, step, own);
    if (step.credit.paysNothing) {
      const unpaid = minor(after) - earned;
      [standing, earned, began] = [after, earned + unpaid, began + unpaid];
      continue;
    }
    toLine(after, minor(after), step, own);
  }
  const uncreditedMinor = steps.reduce((sum, step) => sum + (step.uncredited?.[component.measure] ?? 0n), 0n);
  const total = totalOf(component, standing, earned - began, { rounding, uncreditedMinor });
  return { lines, total, standing };
}

/** What had been earned in the interval before the period: nothing, where it begins with the period. */
function opened(component: Component, input: EarningsInput, minor: (at: Standing) => Minor): Minor {
  const isGoingOn = needsOf(component).measures.some(
    (measure) => named(input.opening, measure) !== undefined,
  );
  return isGoingOn ? minor(start(component, input)) : 0n;
}

function lineOf(
  component: Component,
  from: Day,
  before: Standing,
  after: Standing,
  amountMinor: Minor,
  step: Step | undefined,
  own: Own | undefined,
): Line {
  return {
    component: component.id,
    ...(step && { credit: step.credit.id, deal: step.credit.deal }),
    day: step?.credit.day ?? from,
    creditedMinor: own?.countedMinor ?? 0n,
    amountMinor,
    before,
    after,
    ...(own && { own }),
  };
}

function totalOf(
  component: Component,
  standing: Standing,
  amountMinor: Minor,
  { rounding, uncreditedMinor }: { readonly rounding: Rounding; readonly uncreditedMinor: Minor },
): ComponentTotal {
  const { creditedMinor, quotaMinor } = standing;
  const leftOutMinor = leftOut(component, standing, rounding);
  return {
    component: component.id,
    creditedMinor,
    amountMinor,
    ...(quotaMinor !== undefined && { quotaMinor }),
    ...(leftOutMinor > 0n && { leftOutMinor }),
    ...(uncreditedMinor !== 0n && { uncreditedMinor }),
  };
}

function closingOf({ measures, opening }: EarningsInput, steps: Steps): Record<string, Minor> {
  const totals = measures.map(({ id }) => {
    const counted = steps.reduce((sum, { counts }) => sum + (counts[id] ?? 0n), named(opening, id) ?? 0n);
    return [id, counted] as const;
  });
  return Object.fromEntries(totals);
}
