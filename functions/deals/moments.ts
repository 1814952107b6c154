/**
 * A deal after each of its changes: what is so then, when it was booked, and who had it before it was won.
 *
 *   02 Feb  open, Ana's
 *   20 Feb  Ben's                        from Ana on 20 February
 *   10 Mar  won, closed on 9 March       booked on 9 March, for good
 */
import { type Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import { after, type DealChange, type DealState, inOrder, unknown } from './deal.ts';
import type { Transfer } from './parts.ts';

/** A deal after one of its changes. */
export type Moment = {
  readonly change: DealChange;
  readonly state: DealState;
  readonly today: Day;
  readonly transfer: Transfer | undefined;
  /** Since it was won; `wins` is when it was. */
  readonly booked: Day | undefined;
  readonly wins: boolean;
};

export function* momentsOf(changes: readonly DealChange[], zone: TimeZone): Generator<Moment> {
  let state = unknown;
  let transfer: Transfer | undefined;
  let booked: Day | undefined;
  for (const change of inOrder(changes)) {
    const today = dayOf(change.occurredAt, zone);
    const before = state;
    state = after(before, change);
    transfer = transferOf(before, state, today) ?? transfer;
    const wins = booked === undefined && state.status === 'won';
    if (wins) booked = state.closeDate ?? today;
    yield { change, state, today, transfer, booked, wins };
  }
}

/** Before it is won a deal may change hands; whoever owns it differently after that was named wrongly. */
function transferOf(before: DealState, { owner }: DealState, on: Day): Transfer | undefined {
  const { owner: person, status } = before;
  return person !== null && person !== owner && status !== 'won' ? { person, on } : undefined;
}
