/**
 * Threshold and cap, around whatever a component pays per credit. In this order:
 *
 *   threshold → rate → cap
 *
 *   10 % on a quota of 200,000 with a threshold of 50 % and a cap of 25,000
 *     99,999.99 → 0      100,000 → 10,000      250,000 → 25,000      270,000 → 27,000 → 25,000
 */
import type { Currency } from '../../../shared/kernel/money.ts';
import { zero } from '../../../shared/kernel/rational.ts';
import { Cap, capParts, capped, capWords } from './cap.ts';
import type { ComponentKind, Part, Standing } from './component.ts';
import type { Rate } from './rate.ts';
import { isOpen, Threshold, thresholdParts, thresholdWarnings, thresholdWords } from './threshold.ts';

export const limits = {
  /** Share of the quota below which nothing is paid; at it and above, everything from the first unit. */
  threshold: Threshold.optional(),
  /** The most that it pays in a period. */
  capMinor: Cap.optional(),
};

type Limited = {
  readonly measure: string;
  readonly threshold?: Rate | undefined;
  readonly capMinor?: bigint | undefined;
};

/** A kind of component that heeds both. On nothing credited it pays nothing. */
export function limited<C extends Limited>(kind: ComponentKind<C>): ComponentKind<C> {
  const uncapped = (component: C, standing: Standing) =>
    isOpen(component, standing) ? kind.earned(component, standing) : zero;
  return {
    ...kind,
    needsQuota: (component) => component.threshold !== undefined || kind.needsQuota(component),
    warnings: (component) => [...thresholdWarnings(component), ...kind.warnings(component)],
    earned: (component, standing) => capped(component, uncapped(component, standing)),
    describe: (component, currency) =>
      [
        kind.describe(component, currency),
        ...thresholdWords(component),
        ...capWords(component, currency),
      ].join(' '),
    explain: (component, before, after, currency) => [
      ...thresholdParts(component, before, after, currency),
      ...openParts(kind, component, before, after, currency),
      ...capParts(component, uncapped(component, before), uncapped(component, after), currency),
    ],
  };
}

/** The rate's own parts; where the threshold is crossed, all from nothing, or all back to it. */
function openParts<C extends Limited>(
  kind: ComponentKind<C>,
  component: C,
  before: Standing,
  after: Standing,
  currency: Currency,
): readonly Part[] {
  const nothing = { ...after, creditedMinor: 0n };
  const [wasOpen, isNowOpen] = [isOpen(component, before), isOpen(component, after)];
  if (!wasOpen && !isNowOpen) return [];
  return kind.explain(component, wasOpen ? before : nothing, isNowOpen ? after : nothing, currency);
}
