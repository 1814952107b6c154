/**
 * What an account bought, and when for the first time. A purchase is a deal whose sales come to more than
 * nothing, on the first of their days.
 *
 *   Acme:   d1 of 10 Jan, lost again in February      no purchase
 *           d2 of 3 Mar and d3 of 8 May               d2 is the first: a new logo in March
 */
import type { DealId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import { byDeal } from './grouping.ts';

export type Purchase = {
  readonly deal: DealId;
  /** Null where nobody knows who bought. */
  readonly account: string | null;
  readonly day: Day;
  readonly amountMinor: bigint;
};

export function purchasesOf(sales: readonly Sale[]): Purchase[] {
  return [...byDeal(sales)].flatMap((deal) => {
    const amountMinor = deal.reduce((sum, sale) => sum + sale.amountMinor, 0n);
    const first = deal.reduce((a, b) => (b.day < a.day ? b : a));
    const account = deal.find(({ about }) => about.account !== undefined)?.about.account ?? null;
    return amountMinor > 0n ? [{ deal: first.deal, account, day: first.day, amountMinor }] : [];
  });
}

/** Each account's first; of two on one day, the one whose id comes first. */
export function firstPurchases(purchases: readonly Purchase[]): Map<string, Purchase> {
  const first = new Map<string, Purchase>();
  for (const purchase of purchases) {
    if (purchase.account === null) continue;
    const known = first.get(purchase.account);
    if (!known || isBefore(purchase, known)) first.set(purchase.account, purchase);
  }
  return first;
}

/** Whether a deal is the first purchase ever of its account, as far as is known of the days before `to`. */
export function firstDealsOf(sales: readonly Sale[], to: Day | null): (deal: DealId) => boolean {
  const before = sales.filter(({ day }) => to === null || day < to);
  const first = [...firstPurchases(purchasesOf(before)).values()];
  const deals = new Set(first.map(({ deal }) => deal));
  return (deal) => deals.has(deal);
}

function isBefore(a: Purchase, b: Purchase): boolean {
  return a.day === b.day ? a.deal < b.deal : a.day < b.day;
}
