/**
 * What is held back of a payee's deals until it is released, and what becomes of it when a deal is undone:
 * only what was paid is reclaimed.
 *
 *   1,000 earned by a deal, half of it held      held 500, paid 500
 *   the deal is cancelled: −1,000                 500 held are not paid any more, and 500 are reclaimed
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { divideByShares } from '../../shared/kernel/money.ts';
import { decimal, roundHalfEven } from '../../shared/kernel/rational.ts';
import type { Day, Span } from '../../shared/kernel/time.ts';
import type { PaymentTerms } from '../plans/payment.ts';
import { type Holding, total } from './balances.ts';
import { dueOn } from './payable.ts';

/** What one deal earned in the period, all plans together. */
export type OfDeal = { readonly of: string; readonly amountMinor: Minor };

type Holdback = NonNullable<PaymentTerms['holdback']>;

/** A share of what deals earned, rounded once and divided among them. */
export function heldBack({ share, until }: Holdback, deals: readonly OfDeal[], period: Span): Holding[] {
  const earning = deals.filter(({ amountMinor }) => amountMinor > 0n);
  if (earning.length === 0) return [];
  const { num, den } = decimal(share);
  const sum = roundHalfEven({ num: total(earning) * num, den });
  const parts = divideByShares(
    sum,
    earning.map(({ amountMinor }) => amountMinor),
  );
  const due = dueOn(until, period);
  return earning
    .map(({ of }, n) => ({ of, amountMinor: parts[n] ?? 0n, dueOn: due }))
    .filter(({ amountMinor }) => amountMinor > 0n);
}

/** What is left when deals are undone: what they lost comes out of what is held of them first. */
export function afterStops(holdings: readonly Holding[], deals: readonly OfDeal[]): Holding[] {
  const lost = new Map(
    deals.flatMap(({ of, amountMinor }) => (amountMinor < 0n ? [[of, -amountMinor]] : [])),
  );
  return holdings.flatMap((holding) => {
    const left = lost.get(holding.of) ?? 0n;
    const stopped = left < holding.amountMinor ? left : holding.amountMinor;
    lost.set(holding.of, left - stopped);
    const amountMinor = holding.amountMinor - stopped;
    return amountMinor > 0n ? [{ ...holding, amountMinor }] : [];
  });
}

/** A release of all that is held, or of one deal. */
export type Release = { readonly of?: string | undefined };

/** What is still held after what fell due before the period was over, and after what was released. */
export function stillHeld(
  holdings: readonly Holding[],
  releases: readonly Release[],
  { to }: { readonly to: Day | null },
): Holding[] {
  const isReleased = (holding: Holding) => releases.some(({ of }) => of === undefined || of === holding.of);
  return holdings.filter((holding) => !isDue(holding, to) && !isReleased(holding));
}

export const isAnyDue = (holdings: readonly Holding[], { to }: Pick<Span, 'to'>): boolean =>
  holdings.some((holding) => isDue(holding, to));

const isDue = ({ dueOn: due }: Holding, to: Day | null): boolean => due !== null && to !== null && due < to;
