/**
 * What is asked of newcomers: a share of the full quota of a month, by the month of their tenure. The month in
 * which they start, wherever in it, is their first; after the last share that is said everything is asked.
 *
 *   25 %, 50 %, 75 % from 2026-01-01 on, of 800,000 a year:
 *   2026-m01 … m03   800,000/12 × 25 % + × 50 % + × 75 % = 16,666.67 + 33,333.33 + 50,000.00 = 100,000.00
 *   2026-q1          200,000 × (25 % + 50 % + 75 %)/3                                          = 100,000.00
 */
import * as z from 'zod';
import { decimal, fraction, plus, type Rational, times, zero } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { addDays, Day, daysBetween } from '../../shared/kernel/time.ts';
import type { Days } from './by-days.ts';
import { Share } from './share.ts';

export const Ramp = z.strictObject({
  /** Of the first month, the second, and so on. */
  shares: z.array(Share).min(1).max(36),
  /** Where not on the day that the person starts. */
  from: Day.optional(),
});
export type Ramp = z.output<typeof Ramp>;

/** The share of a period's quota, from the pay calendar's months in it. */
export function rampOf(ramp: Ramp, startsOn: Day | undefined, months: readonly Days[]): Rational {
  const from = ramp.from ?? startsOn;
  if (!from) refuse('rule', 'ramp.no-start', 'Say from which day on: the person has no first day.', '/ramp');
  if (months.length === 0) {
    refuse('rule', 'ramp.no-months', 'A ramp goes by months, and this calendar has windows.', '/ramp');
  }
  const sum = months.reduce((total, month) => plus(total, shareIn(ramp, from, month)), zero);
  return times(sum, fraction(1n, BigInt(months.length)));
}

function shareIn({ shares }: Ramp, from: Day, month: Days): Rational {
  const tenure = Math.max(0, monthOf(middleOf(month)) - monthOf(from));
  const share = shares[tenure];
  return share === undefined ? fraction(1n) : decimal(share);
}

/** Months of four or five weeks are known by the calendar month that their middle lies in. */
function middleOf({ from, to }: Days): Day {
  return addDays(from, Math.floor(daysBetween(from, to) / 2));
}

function monthOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
