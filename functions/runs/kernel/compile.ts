/**
 * Which components the columns can calculate, and as what curve. A component comes with the terms of one
 * payee in their places. Whoever is answered undefined asks the component's own rule for each credit.
 *
 *   rate table, marginal: 10 % to quota, 15 % above      on 200,000: the pieces of `curve.ts`
 *   the same with a threshold of 50 %                    nothing below 100,000
 *   and a cap of 25,000                                  flat from 233,334 on
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import { type Decimal, decimal } from '../../../shared/kernel/rational.ts';
import { type Component, kindOf } from '../../plans/components/index.ts';
import { cappedAt, ceiling, type Curve, opening, stepAt, straight } from './curve.ts';
import { type Quick, quickOf } from './quick.ts';
import type { Rounding } from './rounding.ts';
import { tiered } from './tiers.ts';

export type Compiled = {
  readonly curve: Curve;
  /** The same in numbers, as far as they are exact. */
  readonly quick: Quick | undefined;
  readonly rounding: Rounding;
  /** A line for every credit, and not only for those that change what is earned. */
  readonly everyCredit: boolean;
};

/** `quotaMinor` where the component needs one; a payee who lacks it is held before. */
export function compile(
  component: Component,
  quotaMinor: Minor | undefined,
  rounding: Rounding = 'half-even',
): Compiled | undefined {
  const curve = curveOf(component, quotaMinor);
  if (!curve) return undefined;
  const everyCredit = kindOf(component).paysPerCredit;
  return { curve, quick: quickOf(curve), rounding, everyCredit };
}

function curveOf(component: Component, quotaMinor: Minor | undefined): Curve | undefined {
  const quota = () => {
    assert(quotaMinor !== undefined && quotaMinor > 0n, 'a component that needs a quota is given one');
    return quotaMinor;
  };
  switch (component.kind) {
    case 'flat-rate':
      if (typeof component.rate !== 'string') return undefined;
      return limited(straight(decimal(component.rate)), component, quota);
    case 'rate-table': {
      const { bands, mode, times } = component;
      if (typeof times === 'object') return undefined;
      return limited(tiered({ bands, mode, times }, quota()), component, quota);
    }
    case 'attainment-bonus':
      if (component.amountMinor === undefined) return undefined;
      return stepAt(reachedAt(component.at, quota()), component.amountMinor);
    default:
      return undefined;
  }
}

type Limits = { readonly threshold?: Decimal | undefined; readonly capMinor?: Minor | undefined };

function limited(curve: Curve, { threshold, capMinor }: Limits, quota: () => Minor): Curve {
  const open = threshold === undefined ? curve : opening(curve, reachedAt(threshold, quota()));
  return capMinor === undefined ? open : cappedAt(open, capMinor);
}

/** The first minor unit at which attainment has reached a level. */
function reachedAt(attainment: Decimal, quotaMinor: Minor): bigint {
  const { num, den } = decimal(attainment);
  return ceiling(num * quotaMinor, den);
}
