/**
 * A payout curve pays a share of a target by attainment: straight lines between points, or steps.
 *
 *   nothing below 70 %, 0 % at 70 %, 100 % at 100 %, 200 % at 150 %, of a target of 10,000
 *     at  85 %     0 % + 15 ÷ 30 × 100 % =  50 %     5,000
 *     at 120 %   100 % + 20 ÷ 50 × 100 % = 140 %    14,000
 *
 * Below the first point nothing is paid; beyond the last one, what is paid there.
 */
import * as z from 'zod';
import {
  compare,
  decimal,
  fraction,
  minus,
  plus,
  type Rational,
  times,
  zero,
} from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentFault, common, levelOf, quotaName, quotaOf, type Standing } from './component.ts';
import { amountWords, Rate } from './rate.ts';
import { target, targetOf, targetText } from './target.ts';
import { treated, treatments } from './treatments.ts';

const Point = z.strictObject({ at: Rate, pays: Rate });

export const PayoutCurve = z
  .strictObject({
    kind: z.literal('payout-curve'),
    ...common,
    ...target,
    /** Shares of the quota, and what share of the target is paid there. */
    points: z.array(Point).min(1).max(50),
    between: z.enum(['lines', 'steps']).default('lines'),
    ...treatments,
  })
  .meta({ id: 'PayoutCurve' });
export type PayoutCurve = z.output<typeof PayoutCurve>;

export const payoutCurve = treated<PayoutCurve>({
  needs: ({ measure }) => ({ quotas: [measure] }),
  paysPerCredit: false,
  faults: ({ points }) => points.flatMap((_, n) => orderFaults(points, n)),
  warnings: () => [],
  earned: (curve, standing) => paysAt(curve, standing),
  turns: ({ points }, standing) => points.map(({ at }) => levelOf(at, standing)),
  describe({ points, between, targetMinor }, { measure, currency }) {
    const each = points.map(({ at, pays }) => `${percent(pays)} at ${percent(at)}`).join(', ');
    const how =
      between === 'lines' ? 'in a straight line between these' : 'and nothing more before the next of these';
    return (
      `You earn a share of ${amountWords(targetMinor, currency)}, by how much of ${quotaName(measure)} you have ` +
      `reached: nothing below ${percent(points[0]?.at ?? '0')}, then ${each}, ${how}.`
    );
  },
  explain(curve, before, after, currency) {
    const exact = minus(paysAt(curve, after), paysAt(curve, before));
    const share = percent(shareAt(curve, after));
    const text = `${share} of ${targetText(curve, after, currency)}, up from ${percent(shareAt(curve, before))}`;
    return exact.num === 0n ? [] : [{ text: `${text}: ${amount(exact, currency)}`, exact }];
  },
});

function paysAt(curve: PayoutCurve, standing: Standing): Rational {
  return times(shareAt(curve, standing), targetOf(curve, standing));
}

function shareAt({ points, between }: PayoutCurve, standing: Standing): Rational {
  const attainment = fraction(standing.creditedMinor, quotaOf(standing));
  const n = points.findLastIndex(({ at }) => compare(attainment, decimal(at)) >= 0);
  const [from, to] = [points[n], points[n + 1]];
  if (!from) return zero;
  if (!to || between === 'steps') return decimal(from.pays);
  const along = minus(attainment, decimal(from.at));
  const width = minus(decimal(to.at), decimal(from.at));
  const rise = minus(decimal(to.pays), decimal(from.pays));
  return plus(decimal(from.pays), times(times(along, { num: width.den, den: width.num }), rise));
}

function orderFaults(points: PayoutCurve['points'], n: number): ComponentFault[] {
  const [before, point] = [points[n - 1], points[n]];
  if (!before || !point || compare(decimal(before.at), decimal(point.at)) < 0) return [];
  const message = `The points of a curve ascend: ${percent(point.at)} does not come after ${percent(before.at)}.`;
  return [{ code: 'curve.order', pointer: `/points/${n}/at`, message }];
}
