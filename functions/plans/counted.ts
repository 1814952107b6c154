/** A credit as far as plans look at it. All amounts of a reversal are those of its credit, negated. */
import type { DealId, PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import type { Day } from '../../shared/kernel/time.ts';

/** What the deal was about. */
export type Facts = {
  readonly type?: string | undefined;
  readonly product?: string | undefined;
  readonly category?: string | undefined;
  readonly channel?: string | undefined;
  readonly territory?: string | undefined;
  readonly account?: string | undefined;
  readonly custom?: Readonly<Record<string, string | boolean>> | undefined;
};

export type Counted = {
  readonly id: string;
  readonly deal: DealId;
  readonly part: number;
  readonly day: Day;
  readonly amountMinor: Minor;
  /** The whole deal, where this is a part of it. */
  readonly dealMinor?: Minor | undefined;
  /** What made it: that the deal was won, where nothing is said, that it was invoiced or paid for. */
  readonly clock?: 'booking' | 'invoice' | 'cash' | undefined;
  /** What it cost: the rest of the amount is margin. */
  readonly costMinor?: Minor | undefined;
  /** How many were sold. */
  readonly units?: bigint | undefined;
  /** As a share: '0.1' is ten percent off. */
  readonly discount?: string | undefined;
  readonly about?: Facts | undefined;
  /** Who owned the deal before, the day on which it changed hands, and the day on which it was won. */
  readonly from?: { readonly person: PersonId; readonly on: Day; readonly won?: Day | undefined } | undefined;
  /** Whether it is what an old owner keeps: the rest of the same credit may reach the same payee, too. */
  readonly isKept?: boolean | undefined;
  /** The credit that this one takes back. */
  readonly reverses?: string | undefined;
  /** The day of that one. */
  readonly reversedDay?: Day | undefined;
  /** What it takes back is posted elsewhere: it counts for attainment, and pays nothing. */
  readonly paysNothing?: boolean | undefined;
};

/** The one order in which everybody walks through credits. */
export function inOrder(a: Counted, b: Counted): number {
  return order(a.day, b.day) || order(a.deal, b.deal) || order(a.part, b.part) || order(a.id, b.id);
}

function order<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
