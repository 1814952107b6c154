/**
 * Which components the columns can calculate, and as what curve. A component comes with the terms of one
 * payee in their places. Whoever is answered undefined goes by the rules.
 *
 *   rate table, marginal: 10 % to quota, 15 % above      on 200,000: the pieces of `curve.ts`
 *   the same with a threshold of 50 %                    nothing below 100,000
 *   and a cap of 25,000                                  flat from 233,334 on
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import { decimal } from '../../../shared/kernel/rational.ts';
import { type Component, kindOf, type Rounding } from '../../plans/components/index.ts';
import { minorOf, rational } from '../../plans/components/rate.ts';
import { cappedAt, ceiling, type Curve, opening, stepAt, straight } from './curve.ts';
import { type Quick, quickOf } from './quick.ts';
import { tiered } from './tiers.ts';

export type Compiled = {
  readonly curve: Curve;
  /** The same in numbers, as far as they are exact. */
  readonly quick: Quick | undefined;
  readonly rounding: Rounding;
  /** A line for every credit, and not only for those that change what is earned. */
  readonly everyCredit: boolean;
};

type Rated = Extract<Component, { kind: 'flat-rate' | 'rate-table' }>;
type Curved = Rated | Extract<Component, { kind: 'attainment-bonus' }>;

/** Whether it is a curve over one measure, whatever the quota. */
export function isCompiled(component: Component): component is Curved {
  if (component.kind === 'attainment-bonus') return true;
  if (component.kind === 'rate-table') return component.per === 'total' && hasCurve(component);
  return component.kind === 'flat-rate' && hasCurve(component);
}

/** Of all treatments, a threshold that pays from the first unit and a cap are pieces of the same curve. */
function hasCurve({ gate, threshold, payFrom, kickers, multiplier, floorMinor }: Rated): boolean {
  const others = [gate, kickers, multiplier, floorMinor];
  return (
    others.every((treatment) => treatment === undefined) && (threshold === undefined || payFrom === 'zero')
  );
}

/** `quotaMinor` where the component needs one; a payee who lacks it is held before. */
export function compile(
  component: Component,
  quotaMinor: Minor | undefined,
  rounding: Rounding = 'half-even',
): Compiled | undefined {
  if (!isCompiled(component)) return undefined;
  const curve = curveOf(component, quotaMinor);
  const everyCredit = kindOf(component).paysPerCredit;
  return { curve, quick: quickOf(curve), rounding, everyCredit };
}

function curveOf(component: Curved, quotaMinor: Minor | undefined): Curve {
  const quota = () => {
    assert(quotaMinor !== undefined && quotaMinor > 0n, 'a component that needs a quota is given one');
    return quotaMinor;
  };
  switch (component.kind) {
    case 'flat-rate':
      return limited(straight(rational(component.rate)), component, quota);
    case 'rate-table':
      return limited(tiered(component, component.edges === 'minor' ? 1n : quota()), component, quota);
    case 'attainment-bonus':
      return stepAt(reachedAt(component.at, quota()), minorOf(component.amountMinor));
  }
}

function limited(curve: Curve, { threshold, capMinor }: Rated, quota: () => Minor): Curve {
  const open = threshold === undefined ? curve : opening(curve, reachedAt(threshold, quota()));
  return capMinor === undefined ? open : cappedAt(open, minorOf(capMinor));
}

/** The first minor unit at which attainment has reached a level. */
function reachedAt(attainment: string, quotaMinor: Minor): bigint {
  const { num, den } = decimal(attainment);
  return ceiling(num * quotaMinor, den);
}
