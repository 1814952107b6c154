/**
 * The settlement of one payee in one period, over all plans: from what they earned to what they are paid.
 *
 *   earned · clawback · adjustments · waiting · held back · released        what there is
 *   → converted, for who is paid in another currency
 *   → guarantee → draw → recovery → minimum, maximum              in this order, always
 *
 *   opening balances + postings = closing balances; nothing is paid below zero, and nothing is lost
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import type { Span } from '../../shared/kernel/time.ts';
import { converting, type PayIn, termsInPay } from './conversion.ts';
import { older } from './advances.ts';
import { type Balances, type Holding, total } from './balances.ts';
import { draw, forgive, recoverDraw } from './draw.ts';
import { afterStops, heldBack, type OfDeal, type Release, stillHeld } from './holdings.ts';
import { type Clocks, releasing } from './release.ts';
import { carryIn, guarantee, maximum, minimum } from './limits.ts';
import { putAside, recoverOverpaid } from './negative.ts';
import type { Payable } from './payable.ts';
import { type Account, type Posting, post } from './posting.ts';

/** A line, or many: what a deal earned, or what no deal did. */
export type Earned = { readonly of?: string | undefined; readonly amountMinor: Minor };
export type Adjusted = { readonly id: string; readonly amountMinor: Minor; readonly text: string };

export type Settling = {
  readonly period: Span;
  readonly opening: Balances;
  /** In any order. */
  readonly earned: readonly Earned[];
  readonly adjustments?: readonly Adjusted[];
  readonly releases?: readonly Release[];
  /** What was invoiced and collected; without it nothing is released by that. */
  readonly clocks?: Clocks | undefined;
  /** Those of the one plan that has some; without them what is earned is paid. */
  readonly terms?: Payable | undefined;
  /** Who is paid in another currency than the company counts in. */
  readonly pay?: PayIn | undefined;
  /** Whether it is the last period of who leaves. */
  readonly exit?: boolean;
};

export type Settled = {
  readonly postings: readonly Posting[];
  readonly paidMinor: Minor;
  readonly closing: Balances;
  readonly pay?: PayIn;
};

export function settle(settling: Settling): Settled {
  const { opening, adjustments = [], pay, exit = false } = settling;
  const start = { payMinor: 0n, balances: opening, postings: [] };
  const due = released(holding(adjusted(earned(start, settling), adjustments), settling), settling);
  const gross = putAside(pay ? converting(due, pay) : due);
  const terms = settling.terms && pay ? termsInPay(settling.terms, pay) : settling.terms;
  const { payMinor, balances, postings } = terms ? paid(gross, { terms, exit }) : settledWithout(gross, exit);
  assert(payMinor >= 0n, 'nothing is paid below zero');
  const { currency: _, ...closing } = balances;
  if (!pay) return { postings, paidMinor: payMinor, closing };
  return { postings, paidMinor: payMinor, closing: { ...closing, currency: pay.currency }, pay };
}

/** In the order that C0 of every plan has: guarantee, draw, recovery, minimum and maximum. */
function paid(gross: Account, way: { readonly terms: Payable; readonly exit: boolean }): Account {
  const aged = { ...gross, balances: { ...gross.balances, advances: older(gross.balances.advances) } };
  const promised = draw(guarantee(aged, way), way);
  const recovered = recoverOverpaid(recoverDraw(promised, way), way);
  const carried = recovered.balances.excessMinor;
  return forgive(maximum(minimum(carryIn(recovered), way), way, carried), way);
}

const NO_TERMS: Payable = {
  guaranteeMinor: 0n,
  drawMinor: 0n,
  draw: undefined,
  minimumMinor: 0n,
  payExcessLater: true,
  negativePay: 'carry',
};

/** Draws and what is above a maximum wait for a period that has terms; who leaves is paid all of it. */
function settledWithout(gross: Account, exit: boolean): Account {
  const recovered = recoverOverpaid(gross, { terms: NO_TERMS, exit });
  return exit ? carryIn(recovered) : recovered;
}

/** What each deal earned, those that lost apart; and what no deal did. */
function earned(account: Account, settling: Settling): Account {
  const deals = byDeal(settling.earned);
  const lost = total(deals.filter(({ amountMinor }) => amountMinor < 0n));
  const won = total(settling.earned) - lost;
  const plus = post(account, { kind: 'earned', amountMinor: won, text: 'Earned in the period' });
  return post(plus, { kind: 'clawback', amountMinor: lost, text: 'Taken back: deals that lost' });
}

function adjusted(account: Account, adjustments: readonly Adjusted[]): Account {
  const inOrder = [...adjustments].sort((a, b) => (a.id < b.id ? -1 : 1));
  return inOrder.reduce(
    (sum, { id, amountMinor, text }) => post(sum, { kind: 'adjustment', amountMinor, text, adjustment: id }),
    account,
  );
}

/** What waits is not there yet: only what became payable of a deal is held back in part. */
function holding(gross: Account, settling: Settling): Account {
  const { earned: all, terms, period, clocks, releases = [] } = settling;
  const of = clocks && { clocks, release: terms?.release, releases, from: period.from };
  const sold = byDeal(all);
  const { account, payable: deals } = of ? releasing(gross, sold, of) : { account: gross, payable: sold };
  const left = afterStops(account.balances.holdings, deals);
  const stopped = total(account.balances.holdings) - total(left);
  const text = 'Held back of deals that lost, and not paid any more';
  const said = { kind: 'stopped', amountMinor: stopped, text } as const;
  const after = post(account, said, { ...account.balances, holdings: left });
  const held = terms?.holdback ? heldBack(terms.holdback, deals, period) : [];
  const back = { kind: 'held', amountMinor: -total(held), text: 'Held back' } as const;
  return post(after, back, { ...after.balances, holdings: [...left, ...held] });
}

function released(account: Account, { releases = [], period, terms, exit = false }: Settling): Account {
  const { holdings } = account.balances;
  const atExit = exit ? terms?.holdback?.atExit : undefined;
  const left = stillHeld(holdings, atExit === 'pay' ? [{}] : releases, period);
  const said = { kind: 'released', text: 'Held back before' } as const;
  const after = release(account, left, said);
  if (atExit !== 'forfeit') return after;
  const none = release(after, [], { ...said, text: 'Held back of who leaves' });
  return post(none, {
    kind: 'forfeited',
    amountMinor: -total(left),
    text: 'Of who leaves: not paid any more',
  });
}

function release(account: Account, left: readonly Holding[], said: Pick<Posting, 'kind' | 'text'>): Account {
  const amountMinor = total(account.balances.holdings) - total(left);
  return post(account, { ...said, amountMinor }, { ...account.balances, holdings: [...left] });
}

/** By name, so that it does not matter in which order plans and lines come. */
function byDeal(all: readonly Earned[]): OfDeal[] {
  const sums = new Map<string, Minor>();
  for (const { of, amountMinor } of all) {
    if (of !== undefined) sums.set(of, (sums.get(of) ?? 0n) + amountMinor);
  }
  return [...sums].map(([of, amountMinor]) => ({ of, amountMinor })).sort((a, b) => (a.of < b.of ? -1 : 1));
}
