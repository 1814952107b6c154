/**
 * Rounding of running totals to whole minor units, by the plan's setting.
 *
 *   half-even     0.5 → 0     1.5 → 2     −0.5 →  0
 *   half-up       0.5 → 1     1.5 → 2     −0.5 → −1     away from zero, so that a reversal mirrors its credit
 */
import * as z from 'zod';
import type { Minor } from '../../../shared/kernel/money.ts';
import { plus, type Rational, roundHalfEven, roundHalfUp } from '../../../shared/kernel/rational.ts';
import type { Part, Step } from './component.ts';

export const Rounding = z.enum(['half-even', 'half-up']);
export type Rounding = z.output<typeof Rounding>;

export function round(exact: Rational, rounding: Rounding): Minor {
  return rounding === 'half-up' ? roundHalfUp(exact) : roundHalfEven(exact);
}

/**
 * Rounds parts the way lines are rounded: the running total after each part, less the one before it. So
 * steps add up to their line as exactly as lines add up to their total.
 */
export function stepsFrom(start: Rational, parts: readonly Part[], rounding: Rounding): Step[] {
  let exact = start;
  return parts.map((part) => {
    const before = round(exact, rounding);
    exact = plus(exact, part.exact);
    return { text: part.text, amountMinor: round(exact, rounding) - before };
  });
}
