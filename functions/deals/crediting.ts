/**
 * Who is credited what, from the changes of a deal. A credit is never edited: a later change takes back
 * all that stands by new negative credits, each naming what it reverses, and gives anew.
 *
 *   10 Mar  won at 50,000        +50,000
 *   20 Mar  amended to 60,000    −50,000 +60,000
 *   02 Apr  lost                 −60,000
 *
 * The first are dated on the close date of the winning state, else on the day it was won where the
 * company is; later ones on the day of their change, and never before the booking.
 * 100.00 over three equal shares is 33.34, 33.33, 33.33: parts sum to the whole.
 */
import * as z from 'zod';
import { proportions } from '../crm/share.ts';
import { DealId, derivedId, PersonId } from '../../shared/kernel/ids.ts';
import { divideByShares, Minor } from '../../shared/kernel/money.ts';
import { Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import { after, type DealChange, type DealState, inOrder, unknown } from './deal.ts';

export const Credit = z.object({
  id: z.string(),
  deal: DealId,
  /** The change of the deal that it follows from. */
  event: z.string(),
  person: PersonId,
  /** Which share of the deal, counted from 0. */
  part: z.int(),
  day: Day,
  amountMinor: Minor,
  /** The credit that this one takes back. */
  reverses: z.string().optional(),
});
export type Credit = z.output<typeof Credit>;

export type Part = Pick<Credit, 'person' | 'part' | 'amountMinor'>;
type Owned = Pick<DealState, 'status' | 'amountMinor' | 'owner'> & {
  readonly splits:
    | readonly Readonly<Pick<NonNullable<DealState['splits']>[number], 'person' | 'share'>>[]
    | null;
};

/** Every credit that ever followed, in order: what stands is their sum. */
export function creditsOf(deal: DealId, changes: readonly DealChange[], zone: TimeZone): Credit[] {
  const credits: Credit[] = [];
  let state = unknown;
  let standing: Credit[] = [];
  let booked: Day | undefined;
  for (const change of inOrder(changes)) {
    state = after(state, change);
    const today = dayOf(change.occurredAt, zone);
    const wins = booked === undefined && state.status === 'won';
    if (wins) booked = state.closeDate ?? today;
    const parts = partsOf(state);
    if (areSame(parts, standing)) continue;
    const day = latest(booked ?? today, wins ? undefined : today);
    const given = parts.map((part) => give(deal, change, day, part));
    credits.push(...standing.map((credit) => takeBack(credit, change, day)), ...given);
    standing = given;
  }
  return credits;
}

/** The parts of a deal in this state: none unless it is won; shares before the owner. */
export function partsOf({ status, amountMinor, owner, splits }: Owned): Part[] {
  if (status !== 'won' || amountMinor === null) return [];
  if (!splits) return owner && amountMinor !== 0n ? [{ person: owner, part: 0, amountMinor }] : [];
  const amounts = divideByShares(amountMinor, proportions(splits.map(({ share }) => share)));
  return splits
    .map(({ person }, part) => ({ person, part, amountMinor: amounts[part] ?? 0n }))
    .filter((part) => part.amountMinor !== 0n);
}

/** The same for the same, so that giving a credit twice gives it once. */
export function creditIdOf(deal: DealId, event: string, person: PersonId, part: number): string {
  return derivedId('crd', deal, event, person, String(part));
}

function give(deal: DealId, change: DealChange, day: Day, part: Part): Credit {
  const id = creditIdOf(deal, change.id, part.person, part.part);
  return { id, deal, event: change.id, ...part, day };
}

function takeBack(credit: Credit, change: DealChange, day: Day): Credit {
  const { id, deal, person, part, amountMinor } = credit;
  const reversal = derivedId('crd', deal, change.id, person, String(part), id);
  return { id: reversal, deal, event: change.id, person, part, day, amountMinor: -amountMinor, reverses: id };
}

function areSame(parts: readonly Part[], standing: readonly Part[]): boolean {
  return (
    parts.length === standing.length &&
    parts.every(({ person, part, amountMinor }, n) => {
      const other = standing[n];
      return other?.person === person && other.part === part && other.amountMinor === amountMinor;
    })
  );
}

function latest(a: Day, b: Day | undefined): Day {
  return b !== undefined && b > a ? b : a;
}
