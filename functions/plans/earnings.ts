/**
 * What one payee earns from one plan in one period: the definition that any faster way must equal.
 *
 * Credits are walked in a fixed order. Each component has an exact running total, rounded half-even; a
 * line is the rounded total after a credit less the one before it, so lines always add up to the total
 * and a reversal leaves what there would have been without the event.
 *
 *   2.5 % of three credits of 0.60     exact total  0.015   0.030   0.045
 *                                      rounded       0.02    0.03    0.04     lines 0.02 + 0.01 + 0.01
 */
import * as z from 'zod';
import { DealId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { Day } from '../../shared/kernel/time.ts';
import { type Component, earnedMinor, kindOf, type Standing } from './components/index.ts';

/** What a component paid for one credit, and how far the payee stood before and after it. */
export const Line = z.object({
  component: z.string(),
  credit: z.string(),
  deal: DealId,
  day: Day,
  creditedMinor: Minor,
  creditedBeforeMinor: Minor,
  creditedAfterMinor: Minor,
  amountMinor: Minor,
});
export type Line = z.output<typeof Line>;

export const ComponentTotal = z.object({
  component: z.string(),
  creditedMinor: Minor,
  quotaMinor: Minor.optional(),
  amountMinor: Minor,
});
export type ComponentTotal = z.output<typeof ComponentTotal>;

/** What the rule needs to know of a credit. */
export type Counted = {
  readonly id: string;
  readonly deal: DealId;
  readonly part: number;
  readonly day: Day;
  readonly amountMinor: Minor;
};

export type EarningsInput = {
  /** With the terms of the payee's enrolment in their places. */
  readonly components: readonly Component[];
  /** Credits of the period, in any order: the payee's own, and those of the people below. */
  readonly credits: { readonly direct: readonly Counted[]; readonly rollUp: readonly Counted[] };
  /** The payee's quotas of the period by measure, each above zero. */
  readonly quotas: Readonly<Record<string, Minor>>;
};

export type Earnings = {
  readonly lines: readonly Line[];
  readonly components: readonly ComponentTotal[];
  readonly totalMinor: Minor;
};
export type Hold = { readonly hold: { readonly code: string; readonly message: string } };

export function earnings({ components, credits, quotas }: EarningsInput): Earnings | Hold {
  const unasked = components.find((one) => kindOf(one).needsQuota(one) && !quotaFor(one, quotas));
  if (unasked) {
    const message = `'${unasked.name}' is paid on attainment, and there is no ${unasked.measure} quota.`;
    return { hold: { code: 'quota.missing', message } };
  }
  const walks = components.map((component) => walk(component, counted(component, credits), quotas));
  return {
    lines: walks.flatMap(({ lines }) => lines),
    components: walks.map(({ total }) => total),
    totalMinor: walks.reduce((sum, { total }) => sum + total.amountMinor, 0n),
  };
}

function walk(
  component: Component,
  credits: readonly Counted[],
  quotas: EarningsInput['quotas'],
): { lines: Line[]; total: ComponentTotal } {
  const quotaMinor = kindOf(component).needsQuota(component) ? quotaFor(component, quotas) : undefined;
  const lines: Line[] = [];
  let standing: Standing = { creditedMinor: 0n, quotaMinor };
  let earned = earnedMinor(component, standing);
  for (const credit of credits) {
    const after = { creditedMinor: standing.creditedMinor + credit.amountMinor, quotaMinor };
    const earnedAfter = earnedMinor(component, after);
    if (kindOf(component).paysPerCredit || earnedAfter !== earned) {
      lines.push(lineOf(component, credit, standing, after, earnedAfter - earned));
    }
    [standing, earned] = [after, earnedAfter];
  }
  const of = { component: component.id, creditedMinor: standing.creditedMinor, amountMinor: earned };
  return { lines, total: quotaMinor === undefined ? of : { ...of, quotaMinor } };
}

/** A measure may be called `constructor`, which every object has. */
function quotaFor({ measure }: Component, quotas: EarningsInput['quotas']): Minor | undefined {
  return Object.hasOwn(quotas, measure) ? quotas[measure] : undefined;
}

function lineOf(
  component: Component,
  { id, deal, day, amountMinor: creditedMinor }: Counted,
  before: Standing,
  after: Standing,
  amountMinor: Minor,
): Line {
  return {
    component: component.id,
    credit: id,
    deal,
    day,
    creditedMinor,
    creditedBeforeMinor: before.creditedMinor,
    creditedAfterMinor: after.creditedMinor,
    amountMinor,
  };
}

/** The credits that a component counts, in the one order that everybody uses. */
function counted(component: Component, { direct, rollUp }: EarningsInput['credits']): Counted[] {
  const chosen = { direct: [direct], rollUp: [rollUp], both: [direct, rollUp] }[component.credits].flat();
  return chosen.sort(
    (a, b) => order(a.day, b.day) || order(a.deal, b.deal) || order(a.part, b.part) || order(a.id, b.id),
  );
}

function order<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
