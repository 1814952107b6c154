/**
 * A windfall: of one deal, credit up to a limit counts in full, and of what lies above only a share.
 *
 *   limit 600,000, nothing above it     1,200,000 → 600,000 credited, 600,000 uncredited
 *                                       600,000 and an amendment to 1,200,000 → the same: a deal is cut as a
 *                                       whole, however it came about
 *
 * The limit is that of each payee's credit (`credit`), or of the whole deal before it was split (`deal`): of
 * 1,200,000 split 60/40 each then has 360,000 and 240,000.
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

export const Windfall = z.strictObject({
  limitMinor: Minor.refine((minor) => minor > 0n, 'must be above zero'),
  of: z.enum(['credit', 'deal']).default('credit'),
  /** The share of what lies above the limit that is credited all the same. */
  above: Rate.default('0'),
});
export type Windfall = z.output<typeof Windfall>;

/** What of a deal's total is credited. */
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
