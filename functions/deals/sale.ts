/**
 * What was sold, as reports count it: each part of a deal that was won is a sale, on its day. What is taken
 * back is a sale of a negative amount.
 *
 *   10 Mar  won at 50,000        +50,000
 *   20 Mar  amended to 60,000    −50,000 +60,000
 */
import type { DealId, PersonId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';

/** What else is known of a deal. */
export type About = {
  readonly territory?: string;
  readonly account?: string;
  readonly product?: string;
  readonly custom?: Readonly<Record<string, string | boolean>>;
};

export type Sale = {
  readonly deal: DealId;
  /** Which share of the deal, counted from 0. */
  readonly part: number;
  /** Null is a deal that nobody sold, such as an order in a shop. */
  readonly person: PersonId | null;
  readonly day: Day;
  readonly amountMinor: bigint;
  readonly about: About;
};
