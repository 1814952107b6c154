/**
 * An attainment bonus pays an amount once, while attainment stands at or above a level.
 *
 *   5,000 at 100 % of a quota of 200,000      199,999.99 credited → 0
 *                                             200,000.00 credited → 5,000
 *   A reversal that takes attainment below the level takes the bonus back.
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import { type Currency, Minor } from '../../../shared/kernel/money.ts';
import { decimal, fraction, minus, zero } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentFault, type ComponentKind, common, hasReached } from './component.ts';
import { Rate, Term } from './rate.ts';
import { quotaName } from './wording.ts';

const OWN_AMOUNT = "in place of amountMinor: a term in whole units of the currency, '4100.00'";

export const AttainmentBonus = z
  .strictObject({
    kind: z.literal('attainment-bonus'),
    ...common,
    /** Share of the quota from which on it is paid: '1' is all of it. */
    at: Rate.refine((text) => decimal(text).num > 0n, 'must be above zero'),
    amountMinor: Minor.refine((minor) => minor > 0n, 'must be above zero').optional(),
    amount: Term.optional().describe(OWN_AMOUNT),
  })
  .meta({ id: 'AttainmentBonus' });
export type AttainmentBonus = z.output<typeof AttainmentBonus>;

export const attainmentBonus: ComponentKind<AttainmentBonus> = {
  needsQuota: () => true,
  paysPerCredit: false,
  faults: amountFaults,
  warnings: () => [],
  asks: ({ amount }) => (amount ? [{ term: amount.term, is: 'amount' }] : []),
  filled: ({ amount, ...bonus }, own) =>
    amount ? { ...bonus, amountMinor: own.amountMinor(amount) } : bonus,
  earned: (bonus, standing) => (hasReached(bonus.at, standing) ? fraction(amountOf(bonus)) : zero),
  describe: (bonus, currency) =>
    `You earn ${amountWords(bonus, currency)} once you reach ${percent(bonus.at)} of ` +
    `${quotaName(bonus)}; it is taken back if a reversal brings you below that again.`,
  explain(bonus, before, after, currency) {
    const exact = minus(attainmentBonus.earned(bonus, after), attainmentBonus.earned(bonus, before));
    if (exact.num === 0n) return [];
    const level = `${percent(bonus.at)} of the quota`;
    const what = exact.num > 0n ? `${level} is reached` : `attainment is below ${level} again`;
    return [{ text: `${what}: ${amount(exact, currency)}`, exact }];
  },
};

function amountFaults({ amountMinor, amount }: AttainmentBonus): ComponentFault[] {
  if ((amountMinor === undefined) !== (amount === undefined)) return [];
  const both = 'A bonus is an amount of its own or a term of the enrolment, and not both.';
  const none = 'A bonus says how much it is: amountMinor, or amount as a term of the enrolment.';
  return amount
    ? [{ code: 'bonus.two-amounts', pointer: '/amount', message: both }]
    : [{ code: 'bonus.no-amount', pointer: '/amountMinor', message: none }];
}

function amountOf({ amountMinor }: AttainmentBonus): Minor {
  assert(amountMinor !== undefined, 'a payee who does not say a term is held before it is paid by');
  return amountMinor;
}

function amountWords(bonus: AttainmentBonus, currency: Currency): string {
  return bonus.amount ? `your own amount (${bonus.amount.term})` : amount(amountOf(bonus), currency);
}
