/**
 * A credit: the part of a deal that belongs to a person, with what plans need to know of it.
 *
 *   10,000 of 3 seats that cost 4,000, Ana 60 % and Ben 40 %, Cem 100 % on top
 *
 *   Ana   6,000   2 units   cost 2,400   of 10,000
 *   Ben   4,000   1 unit    cost 1,600   of 10,000
 *   Cem  10,000   3 units   cost 4,000              overlay
 *
 * What was invoiced or collected of a deal is credited by clocks of its own, beside the booking.
 */
import * as z from 'zod';
import { DealId, PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { Day } from '../../shared/kernel/time.ts';
import { About } from './about.ts';
import { Conversion } from './worth.ts';

export const Clock = z.enum(['invoice', 'cash']);
export type Clock = z.output<typeof Clock>;

export const Credit = z.object({
  id: z.string(),
  deal: DealId,
  /** The change of the deal that it follows from. */
  event: z.string(),
  person: PersonId,
  /** Which share of the deal, counted from 0; those on top come after those that divide it. */
  part: z.int(),
  day: Day,
  amountMinor: Minor,
  /** The credit that this one takes back. */
  reverses: z.string().optional(),
  /** The day of that one. */
  reversedDay: Day.optional(),
  /** The deal's whole amount, where that is another than this one's. */
  dealMinor: Minor.optional(),
  units: Minor.optional().meta({ description: 'whole units as digits' }),
  costMinor: Minor.optional(),
  discount: z.string().optional(),
  /** Of a deal in another currency: by which rate all amounts here came to be the company's. */
  converted: Conversion.optional(),
  about: About.optional(),
  /** On top of those that divide the deal; absent for these. */
  role: z.literal('overlay').optional(),
  /** What was invoiced or collected; absent for what was booked. */
  clock: Clock.optional(),
  /** Who owned the deal before it was won, and the day on which it changed hands; and when it was won. */
  from: z.object({ person: PersonId, on: Day, won: Day.optional() }).optional(),
});
export type Credit = z.output<typeof Credit>;

/** Whether it is a part of what was sold: all of these come to the amount of the deal. */
export function isOfTheSale({ role, clock }: Pick<Credit, 'role' | 'clock'>): boolean {
  return role === undefined && clock === undefined;
}
