/**
 * When somebody leaves: which deals are still theirs. Draws and what is held back say in the payment terms what
 * becomes of them then.
 *
 *   gone on 15 February, within 30 days     won on 10 March: paid      on 17 March, or taken back then: neither
 *                                           said nothing: paid for as long as they are enrolled
 *
 * Where the law says what is due to who leaves, a plan for its country says it.
 */
import * as z from 'zod';
import { addDays, type Day, type Span } from '../../shared/kernel/time.ts';

export const Exit = z.strictObject({
  /** So many days after the last one deals, and what is taken back of them, still count. */
  dealsWithinDays: z.int().min(0).max(1_500),
});
export type Exit = z.output<typeof Exit>;

/** The days of whose credits an enrolment pays; `endsOn` is the first day that the payee is gone. */
export function paidDays(span: Span, exit: Exit | undefined, endsOn: Day | undefined): Span {
  if (!exit || endsOn === undefined) return span;
  const last = addDays(endsOn, exit.dealsWithinDays);
  return span.to !== null && span.to <= last ? span : { from: span.from, to: last };
}

/** For as long as somebody is enrolled, where nothing is said. */
export function exitSentence(exit: Exit | undefined): string {
  if (!exit) return 'When you leave, deals count up to the end of your enrolment.';
  const { dealsWithinDays } = exit;
  if (dealsWithinDays === 0) return 'When you leave, deals count up to your last day.';
  return `When you leave, deals count for ${dealsWithinDays} more days.`;
}
