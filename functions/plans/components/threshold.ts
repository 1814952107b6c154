/**
 * A threshold: nothing is paid while attainment is below it; once it is reached, everything from the first
 * unit.
 *
 *   10 % on a quota of 200,000 with a threshold of 50 %     99,999.99 → 0     100,000 → 10,000
 *
 * More reversed than credited is below every threshold: nothing is paid, and nothing owed.
 */
import type { Currency } from '../../../shared/kernel/money.ts';
import { compare, type Decimal, decimal, fraction, times, zero } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentFault, hasReached, type Part, quotaOf, type Standing } from './component.ts';
import { Rate } from './rate.ts';
import { quotaName } from './wording.ts';

export const Threshold = Rate.refine((text) => decimal(text).num > 0n, 'must be above zero').meta({
  description: "share of the quota below which nothing is paid: '0.5' is half of it",
  examples: ['0.5'],
});

type From = { readonly threshold?: Decimal | undefined };

export function isOpen({ threshold }: From, standing: Standing): boolean {
  return threshold === undefined || hasReached(threshold, standing);
}

export function thresholdWarnings({ threshold }: From): ComponentFault[] {
  if (threshold === undefined || compare(decimal(threshold), decimal('1')) <= 0) return [];
  const message = `Nothing is paid before ${percent(threshold)} of the quota: reaching it is not enough.`;
  return [{ code: 'threshold.above-quota', pointer: '/threshold', message }];
}

export function thresholdWords({ threshold, measure }: From & { readonly measure: string }): string[] {
  if (threshold === undefined) return [];
  const level = `${percent(threshold)} of ${quotaName({ measure })}`;
  return [`Below ${level} nothing is paid, and from there on everything, from the first unit.`];
}

/** Where attainment stood before and stands after, in words: what that pays, the rate's own parts say. */
export function thresholdParts(from: From, before: Standing, after: Standing, currency: Currency): Part[] {
  const { threshold } = from;
  if (threshold === undefined) return [];
  const level = times(decimal(threshold), fraction(quotaOf(after)));
  const name = `The threshold of ${percent(threshold)} of the quota, ${amount(level, currency)},`;
  return [{ text: `${name} ${crossing(isOpen(from, before), isOpen(from, after))}`, exact: zero }];
}

function crossing(before: boolean, after: boolean): string {
  if (before && after) return 'was reached before';
  if (after) return 'is reached now: everything is paid, from the first unit';
  if (before) return 'is not reached any more: all that was paid is taken back';
  return 'is not reached: nothing is paid';
}
