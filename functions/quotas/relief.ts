/**
 * Quota relief: days of a period on which a quota, or a part of it, is not asked, with the reason. What is said
 * of days anew replaces what was said of them before; a share of '0' takes a relief back.
 *
 *   200,000 in 90 days, on leave for 30 of them          200,000 × 60/90 = 133,333.33
 *   half of it for those 30 days                         200,000 × 75/90 = 166,666.67
 */
import * as z from 'zod';
import { compare, decimal, zero } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Day, type Span } from '../../shared/kernel/time.ts';
import { saidAnew } from '../people/spans.ts';
import { endingPeriod, settledAs, termsBefore } from './asked.ts';
import type { Days, Relief } from './by-days.ts';
import { ForReopening, Measure, type Quota, type Wanted } from './quota.ts';
import { Share } from './share.ts';

export const AskedRelief = z.strictObject({
  measure: Measure.default('bookings'),
  from: Day,
  /** The first day on which all is asked again. */
  to: Day,
  share: Share.default('1'),
  reason: Name,
  forReopening: ForReopening,
});
export type AskedRelief = z.output<typeof AskedRelief>;

export function relieved(quota: Quota, asked: AskedRelief, where: { readonly period: Span }): Wanted {
  const { measure, currency, team } = quota;
  if (team) {
    refuse('rule', 'relief.of-team', 'This is a sum: relieve those whom it is of.', '/measure');
  }
  refuseMisplaced(asked, endingPeriod(where, '/from'));
  const terms = termsBefore(quota);
  return settledAs({ measure, currency }, { ...terms, reliefs: withRelief(terms.reliefs, asked) }, where);
}

function withRelief(before: readonly Relief[], { from, to, share, reason }: AskedRelief): Relief[] {
  const isSame = (one: Relief, other: Relief) => one.share === other.share && one.reason === other.reason;
  const all = saidAnew(before, { from, to, share, reason }, isSame);
  return all.filter((relief) => compare(decimal(relief.share), zero) > 0);
}

function refuseMisplaced({ from, to }: Days, period: Days): void {
  if (to <= from) refuse('rule', 'relief.empty', 'A relief ends after it begins.', '/to');
  const outside = 'A relief is of days of the period: say it of each period alone.';
  if (from < period.from) refuse('rule', 'relief.outside-period', outside, '/from');
  if (to > period.to) refuse('rule', 'relief.outside-period', outside, '/to');
}
