/**
 * An attainment bonus pays an amount once, while attainment stands at or above a level.
 *
 *   5,000 at 100 % of a quota of 200,000      199,999.99 credited → 0
 *                                             200,000.00 credited → 5,000
 *   A reversal that takes attainment below the level takes the bonus back.
 */
import * as z from 'zod';
import { fraction, minus, zero } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentKind, common, firstAt, hasReached, levelOf, quotaName } from './component.ts';
import { stepAt } from './curve.ts';
import { aboveZero, AmountOrTerm, amountWords, minorOf, Rate } from './rate.ts';

export const AttainmentBonus = z
  .strictObject({
    kind: z.literal('attainment-bonus'),
    ...common,
    /** Share of the quota from which on it is paid: '1' is all of it. */
    at: Rate.refine(aboveZero, 'must be above zero'),
    amountMinor: AmountOrTerm,
  })
  .meta({ id: 'AttainmentBonus' });
export type AttainmentBonus = z.output<typeof AttainmentBonus>;

export const attainmentBonus: ComponentKind<AttainmentBonus> = {
  needs: ({ measure }) => ({ quotas: [measure] }),
  paysPerCredit: false,
  faults: () => [],
  warnings: () => [],
  curve:
    ({ at, amountMinor }) =>
    (held) =>
      stepAt(firstAt(at, held), minorOf(amountMinor)),
  earned: ({ at, amountMinor }, standing) =>
    hasReached(at, standing) ? fraction(minorOf(amountMinor)) : zero,
  turns: ({ at }, standing) => [levelOf(at, standing)],
  describe: ({ at, amountMinor }, { measure, currency }) =>
    `You earn ${amountWords(amountMinor, currency)} once you reach ${percent(at)} of ` +
    `${quotaName(measure)}; it is taken back if a reversal brings you below that again.`,
  explain(bonus, before, after, currency) {
    const exact = minus(attainmentBonus.earned(bonus, after), attainmentBonus.earned(bonus, before));
    if (exact.num === 0n) return [];
    const level = `${percent(bonus.at)} of the quota`;
    const what = exact.num > 0n ? `${level} is reached` : `attainment is below ${level} again`;
    return [{ text: `${what}: ${amount(exact, currency)}`, exact }];
  },
};
