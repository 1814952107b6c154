/**
 * A windfall: of one deal, credit up to a limit counts in full, and of what lies above only a share.
 *
 *   limit 600,000, nothing above it     1,200,000 → 600,000 credited, 600,000 uncredited
 *                                       600,000 and an amendment to 1,200,000 → the same: a deal is cut as a
 *                                       whole, however it came about
 *
 * The limit is that of each payee's credit (`credit`, after the split), or of the whole deal (`deal`, before it): of
 * 1,200,000 split 60/40 the two have 600,000 and 480,000, or 360,000 and 240,000.
 *
 * It holds for each deal with all of its amendments, also where they come in later periods, since an amendment takes
 * back what stands; or for all deals of one account in a period, so that two deals are no way around it.
 */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import {
  decimal,
  fraction,
  minus,
  plus,
  type Rational,
  roundHalfEven,
  times,
} from '../../shared/kernel/rational.ts';
import { Rate } from './components/rate.ts';
import type { Counted } from './counted.ts';

export const Windfall = z
  .strictObject({
    limitMinor: Minor.refine((minor) => minor > 0n, 'must be above zero'),
    of: z.enum(['credit', 'deal']).default('credit'),
    /** What adds up: a deal with its amendments, or all deals of an account; one without is a deal by itself. */
    per: z.enum(['deal', 'account']).default('deal'),
    /** The share of what lies above the limit that is credited all the same. */
    above: Rate.default('0'),
  })
  .refine(({ of, per }) => of === 'credit' || per === 'deal', {
    path: ['of'],
    message: 'must be credit for all deals of an account, which are split each in its own way',
  });
export type Windfall = z.output<typeof Windfall>;

/** What a credit adds up with. */
export function cutWith({ per }: Windfall, { deal, about }: Counted): string {
  return per === 'account' && about?.account !== undefined ? `account ${about.account}` : deal;
}

/** What of a total is credited. */
export function creditedOf(windfall: Windfall, total: Minor, credit: Counted): Minor {
  if (total < 0n) return -creditedOf(windfall, -total, credit);
  const limit = limitFor(windfall, credit);
  const over = minus(fraction(total), limit);
  if (over.num <= 0n) return total;
  return roundHalfEven(plus(limit, times(over, decimal(windfall.above))));
}

function limitFor({ limitMinor, of }: Windfall, { amountMinor, dealMinor = amountMinor }: Counted): Rational {
  if (of === 'credit' || dealMinor === 0n) return fraction(limitMinor);
  return fraction(limitMinor * amountMinor, dealMinor);
}
