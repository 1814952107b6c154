/**
 * A settlement as it is kept and shown: opening balances, postings, closing balances, and what is paid. Who is
 * paid just what they earned has one that follows from that; it is not kept, so that sheets stay small.
 */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import { type Balances, isNothing, nothing, Shown, shown } from './balances.ts';
import { PayIn } from './conversion.ts';
import { Posting } from './posting.ts';
import { type Settled, settle } from './settle.ts';
import { Day } from '../../shared/kernel/time.ts';

export const Settlement = z
  .object({
    opening: Shown,
    /** Their amounts add up to what is paid; those of who is paid for nothing are none. */
    postings: z.array(Posting),
    closing: Shown,
    paidMinor: Minor,
    /** Of who is paid in another currency: from the posting `converted` on, amounts are in that. */
    pay: PayIn.optional(),
  })
  .meta({ id: 'Settlement' });
export type Settlement = z.output<typeof Settlement>;

export function settlementOf(opening: Balances, { postings, closing, paidMinor, pay }: Settled): Settlement {
  const of = { opening: shown(opening), postings: [...postings], closing: shown(closing), paidMinor };
  return pay ? { ...of, pay } : of;
}

/** Earned, and paid: nothing else happened. */
export function plainSettlement(earnedMinor: Minor): Settlement {
  const period = { from: ANY_DAY, to: null };
  return settlementOf(nothing, settle({ period, opening: nothing, earned: [{ amountMinor: earnedMinor }] }));
}

export function isPlain(opening: Balances, { closing, postings, pay }: Settled): boolean {
  if (pay) return false;
  const balanced = isNothing(opening) && isNothing(closing);
  return balanced && postings.every(({ kind }) => kind === 'earned');
}

const ANY_DAY = Day.parse('1970-01-01');
