/**
 * On how many days somebody takes part. Targets of a whole period count for those days; of a quota that was
 * given for the days that somebody is there, each of several enrolments has the part of its days.
 *
 *   a quarter of 90 days, there for all of it, enrolled in one plan for 45 and in the next for 45
 *     target of a period 20,000 and then 24,000     10,000 + 12,000 = 22,000
 *     quota of 200,000                              100,000 in each
 *   hired for the last 45 days, enrolled for all of them, and asked for 100,000 in those
 *     target 10,000, quota 100,000
 */
import { type Day, daysBetween, type Span } from '../../shared/kernel/time.ts';
import { fraction, type Rational, roundHalfEven } from '../../shared/kernel/rational.ts';
import type { Minor } from '../../shared/kernel/money.ts';

export type Participation = {
  /** Days that are paid for, over all days of the period. */
  readonly ofPeriod: Rational;
  /** Days that are paid for, over the days on which the payee is there. */
  readonly ofPresence: Rational;
};

const WHOLE = fraction(1n);
type Closed = { readonly from: Day; readonly to: Day };

/** A window without end is taken whole: nobody knows its days yet. */
export function participationIn(period: Span, enrolment: Span, presence: Presence): Participation {
  if (period.to === null) return { ofPeriod: WHOLE, ofPresence: WHOLE };
  const whole = { from: period.from, to: period.to };
  const there = { from: presence.startsOn ?? whole.from, to: presence.endsOn ?? null };
  const present = common(whole, there);
  const paid = present && common(present, enrolment);
  if (!paid || !present) return { ofPeriod: fraction(0n), ofPresence: fraction(0n) };
  return { ofPeriod: share(paid, whole), ofPresence: share(paid, present) };
}

type Presence = { readonly startsOn?: Day | undefined; readonly endsOn?: Day | undefined };

/** The part of a quota that falls to these days, in whole minor units. */
export function partOf(quotaMinor: Minor, { num, den }: Rational): Minor {
  return num === den ? quotaMinor : roundHalfEven(fraction(quotaMinor * num, den));
}

function common(a: Closed, b: Span): Closed | undefined {
  const from = a.from > b.from ? a.from : b.from;
  const to = b.to !== null && b.to < a.to ? b.to : a.to;
  return from < to ? { from, to } : undefined;
}

function share(part: Closed, whole: Closed): Rational {
  return fraction(BigInt(daysBetween(part.from, part.to)), BigInt(daysBetween(whole.from, whole.to)));
}
