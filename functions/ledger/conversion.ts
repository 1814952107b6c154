/**
 * Pay in another currency than the company counts in: what there is to pay is converted once, and what plans
 * promise is converted at the same rate. What is held back stays in the company's currency until it is released.
 *
 *   4,400.00 USD × 0.80     paid 3,520.00 GBP
 *   a draw of 2,000.00      1,600.00 GBP
 */
import * as z from 'zod';
import { Currency, type Minor } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Day } from '../../shared/kernel/time.ts';
import { amount } from '../plans/words.ts';
import { converted } from '../rates/converted.ts';
import type { Payable } from './payable.ts';
import { type Account, post } from './posting.ts';

export const PayIn = z.object({
  currency: Currency.describe('of what is paid, and of all balances but what is held back'),
  from: Currency.describe('of what is earned, adjusted and held back'),
  /** What one of the company's is worth. */
  rate: Decimal,
  by: z.enum(['periodEnd', 'monthAverage', 'plan']),
  /** The day of the rate, where it is that of one. */
  on: Day.optional(),
});
export type PayIn = z.output<typeof PayIn>;

export function inPayCurrency(minor: Minor, { from, currency, rate }: PayIn): Minor {
  return converted(minor, from, currency, rate).minor;
}

/** From here on the account counts in the currency of the pay. */
export function converting(account: Account, pay: PayIn): Account {
  const { payMinor } = account;
  const minor = inPayCurrency(payMinor, pay);
  const text = `${amount(payMinor, pay.from)} × ${pay.rate} = ${amount(minor, pay.currency)}`;
  return post(account, { kind: 'converted', amountMinor: minor - payMinor, text });
}

export function termsInPay(terms: Payable, pay: PayIn): Payable {
  const { guaranteeMinor, drawMinor, minimumMinor, maximumMinor, draw } = terms;
  const own = (minor: Minor) => inPayCurrency(minor, pay);
  return {
    ...terms,
    guaranteeMinor: own(guaranteeMinor),
    drawMinor: own(drawMinor),
    minimumMinor: own(minimumMinor),
    ...(maximumMinor !== undefined && { maximumMinor: own(maximumMinor) }),
    draw: draw?.kind === 'advance' && draw.limitMinor ? { ...draw, limitMinor: own(draw.limitMinor) } : draw,
  };
}
