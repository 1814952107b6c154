/**
 * What the columns calculate a component by: its kind's own curve, of one payee's terms and quota. Whoever is
 * answered undefined goes by the rules.
 *
 *   rate table, marginal: 10 % to quota, 15 % above      on 200,000: two pieces, as in `plans/components/curve.ts`
 *   the same with a threshold of 50 %                    nothing below 100,000
 *   and a cap of 25,000                                  flat from 233,334 on
 */
import type { Minor } from '../../../shared/kernel/money.ts';
import type { Curve } from '../../plans/components/curve.ts';
import { type Component, kindOf, type Rounding } from '../../plans/components/index.ts';
import { type Quick, quickOf } from './quick.ts';

export type Compiled = {
  readonly curve: Curve;
  /** The same in numbers, as far as they are exact. */
  readonly quick: Quick | undefined;
  readonly rounding: Rounding;
  /** A line for every credit, and not only for those that change what is earned. */
  readonly everyCredit: boolean;
};

/** Whether it is a curve over one measure, whatever the quota. */
export function isCompiled(component: Component): boolean {
  return kindOf(component).curve?.(component) !== undefined;
}

/** `quotaMinor` where the component needs one; a payee who lacks it is held before. */
export function compile(
  component: Component,
  quotaMinor: Minor | undefined,
  rounding: Rounding = 'half-even',
): Compiled | undefined {
  const kind = kindOf(component);
  const curve = kind.curve?.(component)?.({ quotaMinor });
  return curve && { curve, quick: quickOf(curve), rounding, everyCredit: kind.paysPerCredit };
}
