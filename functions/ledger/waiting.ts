/**
 * What waits for a deal to be invoiced or paid for: the booking fixes what is earned, another clock pays it.
 *
 *   10,000 earned, 30 % by booking, 70 % by cash     payable  3,000     waiting 7,000
 *   40,000 of 100,000 are collected                           5,800             4,200    7,000 × 40 % more
 *   all of it is collected                                   10,000                 0
 *   or the deal is lost at 40,000: −10,000                        0                 0    −5,800 of the 10,000
 *
 * What is payable to date follows from what is earned and what is reached to date, and from nothing else: so
 * parts add up, nothing is paid twice, and a reversal reclaims just what was payable.
 */
import * as z from 'zod';
import { divideByShares, Minor } from '../../shared/kernel/money.ts';
import { fraction, least, type Rational, roundHalfEven, times, zero } from '../../shared/kernel/rational.ts';
import { addDays, Day } from '../../shared/kernel/time.ts';
import { proportions } from '../crm/share.ts';
import { Release } from '../plans/payment.ts';

export const Waiting = z.object({
  /** The deal. */
  of: z.string(),
  /** The kind of periods whose runs settle it, so that months and quarters do not count one payment twice. */
  by: z.string(),
  /** As the plan said when the deal first earned something. */
  release: Release,
  /** To date, as all that follows. */
  earnedMinor: Minor,
  /** What of it a settlement has counted as pay. */
  payableMinor: Minor,
  dealMinor: Minor,
  invoiceMinor: Minor,
  cashMinor: Minor,
  /** Somebody released it by hand: it waits for nothing any more. */
  released: z.literal(true).optional(),
  /** The first day of the period in which it last moved. */
  movedIn: Day,
});
export type Waiting = z.output<typeof Waiting>;

/** What a period says of a deal by one clock; anew, if that is all there is to date. */
export type Progress = { readonly minor: Minor; readonly anew: boolean };
export type Reached = {
  readonly dealMinor: Minor | undefined;
  readonly invoice: Progress;
  readonly cash: Progress;
};

/** A deal that is paid for in whole is remembered for so long: money may go back. */
const REMEMBERED_DAYS = 366;
const WHOLE = fraction(1n);

/** Never more than what is earned, and never less than nothing of it. */
export function payableOf(waiting: Waiting): Minor {
  const { earnedMinor, release, released } = waiting;
  if (released || earnedMinor <= 0n) return earnedMinor;
  const parts = divideByShares(earnedMinor, proportions(release.map(({ share }) => share)));
  return release.reduce((sum, { on }, n) => {
    return sum + roundHalfEven(times(fraction(parts[n] ?? 0n), ratioOf(waiting, on)));
  }, 0n);
}

export const waitingMinor = (waiting: Waiting): Minor => waiting.earnedMinor - waiting.payableMinor;

export function afterReached(
  waiting: Waiting,
  { dealMinor = waiting.dealMinor, invoice, cash }: Reached,
): Waiting {
  const to = (before: Minor, { minor, anew }: Progress) => (anew ? minor : before + minor);
  return {
    ...waiting,
    dealMinor,
    invoiceMinor: to(waiting.invoiceMinor, invoice),
    cashMinor: to(waiting.cashMinor, cash),
  };
}

export function isRemembered(waiting: Waiting, from: Day): boolean {
  if (waiting.earnedMinor === 0n) return false;
  return waitingMinor(waiting) !== 0n || addDays(waiting.movedIn, REMEMBERED_DAYS) > from;
}

/** How much of the deal a clock has reached: of nothing, all of it with the first that comes. */
function ratioOf({ dealMinor, invoiceMinor, cashMinor }: Waiting, on: Release[number]['on']): Rational {
  if (on === 'booking') return WHOLE;
  const reached = on === 'invoice' ? invoiceMinor : cashMinor;
  if (dealMinor === 0n) return reached === 0n ? zero : WHOLE;
  const ratio = fraction(reached * dealMinor, dealMinor * dealMinor);
  return ratio.num < 0n ? zero : least(ratio, WHOLE);
}
