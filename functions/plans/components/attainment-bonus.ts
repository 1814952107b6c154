/**
 * An attainment bonus pays an amount once, while attainment stands at or above a level.
 *
 *   5,000 at 100 % of a quota of 200,000      199,999.99 credited → 0
 *                                             200,000.00 credited → 5,000
 *   A reversal that takes attainment below the level takes the bonus back.
 */
import * as z from 'zod';
import { Minor } from '../../../shared/kernel/money.ts';
import { decimal, fraction, minus, zero } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentKind, common, quotaOf, Rate, type Standing } from './component.ts';
import { quotaName } from './wording.ts';

export const AttainmentBonus = z
  .strictObject({
    kind: z.literal('attainment-bonus'),
    ...common,
    /** Share of the quota from which on it is paid: '1' is all of it. */
    at: Rate.refine((text) => decimal(text).num > 0n, 'must be above zero'),
    amountMinor: Minor.refine((minor) => minor > 0n, 'must be above zero'),
  })
  .meta({ id: 'AttainmentBonus' });
export type AttainmentBonus = z.output<typeof AttainmentBonus>;

export const attainmentBonus: ComponentKind<AttainmentBonus> = {
  needsQuota: true,
  paysPerCredit: false,
  faults: () => [],
  earned: (bonus, standing) => (isReached(bonus, standing) ? fraction(bonus.amountMinor) : zero),
  describe: (bonus, currency) =>
    `You earn ${amount(bonus.amountMinor, currency)} once you reach ${percent(bonus.at)} of ` +
    `${quotaName(bonus)}; it is taken back if a reversal brings you below that again.`,
  explain(bonus, before, after, currency) {
    const exact = minus(attainmentBonus.earned(bonus, after), attainmentBonus.earned(bonus, before));
    if (exact.num === 0n) return [];
    const level = `${percent(bonus.at)} of the quota`;
    const what = exact.num > 0n ? `${level} is reached` : `attainment is below ${level} again`;
    return [{ text: `${what}: ${amount(exact, currency)}`, exact }];
  },
};

/** Compared as whole numbers, credit × den ≥ quota × num: a rounded attainment could cheat by a cent. */
function isReached({ at }: AttainmentBonus, standing: Standing): boolean {
  const { num, den } = decimal(at);
  return standing.creditedMinor * den >= quotaOf(standing) * num;
}
