/** A settlement as it is kept and shown: opening balances, postings, closing balances, and what is paid. */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import { type Balances, Shown, shown } from './balances.ts';
import { Posting } from './posting.ts';
import type { Settled } from './settle.ts';

export const Settlement = z
  .object({
    opening: Shown,
    /** Their amounts add up to what is paid; those of who is paid for nothing are none. */
    postings: z.array(Posting),
    closing: Shown,
    paidMinor: Minor,
  })
  .meta({ id: 'Settlement' });
export type Settlement = z.output<typeof Settlement>;

export function settlementOf(opening: Balances, { postings, closing, paidMinor }: Settled): Settlement {
  return { opening: shown(opening), postings: [...postings], closing: shown(closing), paidMinor };
}
