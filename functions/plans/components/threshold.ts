/**
 * A threshold: nothing is paid while attainment is below it. Once it is reached, everything from the first
 * unit (`zero`), or what lies above it (`threshold`).
 *
 *   10 % on a quota of 200,000 with a threshold of 50 %     99,999.99 → 0
 *     `zero`          100,000 → 10,000      110,000 → 11,000
 *     `threshold`     100,000 →      0      110,000 →  1,000
 *
 * More reversed than credited is below every threshold: nothing is paid, and nothing owed.
 */
import * as z from 'zod';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import { compare, type Decimal, decimal } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import {
  type ComponentFault,
  firstAt,
  hasReached,
  type Held,
  levelOf,
  quotaName,
  type Reached,
  type Words,
} from './component.ts';
import { type Curve, opening } from './curve.ts';
import { aboveZero, Rate } from './rate.ts';

export const Threshold = Rate.refine(aboveZero, 'must be above zero').meta({
  description: "share of the quota below which nothing is paid: '0.5' is half of it",
  examples: ['0.5'],
});
export const PayFrom = z.enum(['zero', 'threshold']).default('zero');

export type From = {
  readonly threshold?: Decimal | undefined;
  readonly payFrom: z.output<typeof PayFrom>;
};

export function isOpen({ threshold }: From, standing: Reached): boolean {
  return threshold === undefined || hasReached(threshold, standing);
}

/** What was credited when the threshold was reached: the first whole unit at which it is. */
export function creditedAt({ threshold, payFrom }: From, standing: Reached): Minor {
  if (threshold === undefined || payFrom === 'zero') return 0n;
  return firstAt(threshold, standing);
}

/** What a threshold makes of a curve, if all is paid from the first unit. */
export function openedAt({ threshold }: From, curve: Curve, held: Held): Curve {
  return threshold === undefined ? curve : opening(curve, firstAt(threshold, held));
}

export function thresholdWarnings({ threshold }: From): ComponentFault[] {
  if (threshold === undefined || compare(decimal(threshold), decimal('1')) <= 0) return [];
  const message = `Nothing is paid before ${percent(threshold)} of the quota: reaching it is not enough.`;
  return [{ code: 'threshold.above-quota', pointer: '/threshold', message }];
}

export function thresholdWords({ threshold, payFrom }: From, { measure }: Words): string[] {
  if (threshold === undefined) return [];
  const level = `${percent(threshold)} of ${quotaName(measure)}`;
  return [
    payFrom === 'zero'
      ? `Below ${level} nothing is paid, and from there on everything, from the first unit.`
      : `Below ${level} nothing is paid, and from there on what lies above it.`,
  ];
}

/** Where attainment stood before and stands after, in words: what that pays, the rate's own parts say. */
export function thresholdText(from: From, before: Reached, after: Reached, currency: Currency): string[] {
  const { threshold } = from;
  if (threshold === undefined) return [];
  const level = amount(levelOf(threshold, after), currency);
  const name = `The threshold of ${percent(threshold)} of the quota, ${level},`;
  return [`${name} ${crossing(from, isOpen(from, before), isOpen(from, after))}`];
}

function crossing({ payFrom }: From, before: boolean, after: boolean): string {
  if (before && after) return 'was reached before';
  if (after && payFrom === 'threshold') return 'is reached now: what lies above it is paid';
  if (after) return 'is reached now: everything is paid, from the first unit';
  if (before) return 'is not reached any more: all that was paid is taken back';
  return 'is not reached: nothing is paid';
}
