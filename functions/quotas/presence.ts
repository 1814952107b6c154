/**
 * Proration: the days of a period on which somebody is there. `endsOn` is the first day that they are gone.
 *
 *   starts on 2026-02-15, 2026-q1:   byDays            from 2026-02-15 on, 45 of 90 days
 *                                    byDaysAfterStart  from 2026-02-16 on: the first day is not counted
 *
 * A quota is prorated when it is asked for, and stays as it is when these days change afterwards: whoever
 * wants it otherwise asks again.
 */
import * as z from 'zod';
import { addDays, type Day } from '../../shared/kernel/time.ts';
import type { Presence } from '../people/org.ts';
import type { Days } from './by-days.ts';

export const Prorate = z.enum(['none', 'byDays', 'byDaysAfterStart']);
export type Prorate = z.output<typeof Prorate>;

/** Undefined where they are there on every day; no day at all begins and ends on the first. */
export function presentIn(period: Days, { startsOn, endsOn }: Presence, how: Prorate): Days | undefined {
  if (how === 'none') return undefined;
  const first = startsOn && how === 'byDaysAfterStart' ? addDays(startsOn, 1) : startsOn;
  const from = latest(period.from, first);
  const to = endsOn && endsOn < period.to ? endsOn : period.to;
  if (from === period.from && to === period.to) return undefined;
  return from < to ? { from, to } : { from: period.from, to: period.from };
}

function latest(one: Day, other: Day | undefined): Day {
  return other && other > one ? other : one;
}
