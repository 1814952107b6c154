/**
 * A period of what waits: what deals earn begins to wait, what was invoiced or collected is released, and what
 * a lost deal had waiting is stopped.
 *
 *   10,000 earned, 70 % by cash, 40,000 of 100,000 collected     held −7,000     released +2,800
 *   the deal is lost afterwards: −10,000                         stopped +4,200, which leaves −5,800
 */
import type { Minor } from '../../shared/kernel/money.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Release as Terms } from '../plans/payment.ts';
import type { OfDeal, Release } from './holdings.ts';
import type { Account, Posting } from './posting.ts';
import { afterReached, isRemembered, payableOf, type Reached, type Waiting } from './waiting.ts';

/** What the period's credits say of deals that are invoiced and paid for, and who settles by it. */
export type Clocks = { readonly by: string; readonly reached: ReadonlyMap<string, Reached> };

type Of = {
  readonly clocks: Clocks;
  readonly release: Terms | undefined;
  readonly releases: readonly Release[];
  readonly from: Day;
};
type Move = {
  readonly before: Waiting;
  readonly earned: Waiting;
  readonly after: Waiting;
  readonly earnedMinor: Minor;
};
type Moved = { readonly account: Account; readonly payable: readonly OfDeal[] };

/** The account after it, and what of each deal became payable. */
export function releasing(account: Account, deals: readonly OfDeal[], of: Of): Moved {
  const standing = account.balances.waiting ?? [];
  const own = new Map(standing.filter(({ by }) => by === of.clocks.by).map((one) => [one.of, one]));
  const earned = new Map(deals.map((deal) => [deal.of, deal.amountMinor]));
  const names = [...new Set([...own.keys(), ...earned.keys()])].sort();
  const moves = new Map<string, Move>();
  for (const name of names) {
    const move = moveOf(name, own.get(name), earned.get(name) ?? 0n, of);
    if (move) moves.set(name, move);
  }
  if (moves.size === 0) return { account, payable: deals };
  const payable = names.map((name) => {
    const move = moves.get(name);
    const amountMinor = move ? move.after.payableMinor - move.before.payableMinor : (earned.get(name) ?? 0n);
    return { of: name, amountMinor };
  });
  const others = standing.filter(({ by }) => by !== of.clocks.by);
  const left = [...moves.values()].map(({ after }) => after).filter((one) => isRemembered(one, of.from));
  return { account: posted(account, [...moves.values()], [...others, ...left]), payable };
}

/** Of somebody who is held: what was reached is seen, and released when they are settled again. */
export function seen(waiting: readonly Waiting[], { by, reached }: Clocks): Waiting[] {
  return waiting.map((one) => {
    const progress = one.by === by ? reached.get(one.of) : undefined;
    return progress ? afterReached(one, progress) : one;
  });
}

/** Nothing of a deal that earns nothing to wait for. */
function moveOf(name: string, standing: Waiting | undefined, earnedMinor: Minor, of: Of): Move | undefined {
  const { clocks, release, releases, from } = of;
  if (!standing && (!release || earnedMinor <= 0n)) return undefined;
  const before = standing ?? begun(name, clocks.by, release ?? [], from);
  const earned = { ...before, earnedMinor: before.earnedMinor + earnedMinor };
  const reached = clocks.reached.get(name);
  const byHand = releases.some((one) => one.of === undefined || one.of === name);
  const due: Waiting = {
    ...(reached ? afterReached(earned, reached) : earned),
    ...(byHand && { released: true }),
    ...((reached || byHand || earnedMinor !== 0n) && { movedIn: from }),
  };
  return { before, earned, after: { ...due, payableMinor: payableOf(due) }, earnedMinor };
}

function begun(of: string, by: string, release: Terms, movedIn: Day): Waiting {
  const none = { earnedMinor: 0n, payableMinor: 0n, dealMinor: 0n, invoiceMinor: 0n, cashMinor: 0n };
  return { of, by, release, ...none, movedIn };
}

function posted(account: Account, moves: readonly Move[], waiting: readonly Waiting[]): Account {
  const postings = moves.flatMap(postingsOf);
  const sum = postings.reduce((all, { amountMinor }) => all + amountMinor, 0n);
  return {
    payMinor: account.payMinor + sum,
    balances: { ...account.balances, waiting: [...waiting] },
    postings: [...account.postings, ...postings],
  };
}

/** First as if nothing had been reached since, then what was. */
function postingsOf({ before, earned, after, earnedMinor }: Move): Posting[] {
  const held = payableOf(earned) - payableOf(before) - earnedMinor;
  const reached = after.payableMinor - before.payableMinor - earnedMinor - held;
  const undone = 'Of a deal that lost: it waits no more, and is not paid';
  return [
    said(earned.of, held, held < 0n ? 'held' : 'stopped', held < 0n ? 'Waits for the deal' : undone),
    said(
      earned.of,
      reached,
      reached < 0n ? 'held' : 'released',
      reached < 0n ? 'Waits again' : 'It has waited for this',
    ),
  ].flat();
}

function said(deal: string, amountMinor: Minor, kind: Posting['kind'], text: string): Posting[] {
  if (amountMinor === 0n) return [];
  return [{ kind, amountMinor, text, deal, balance: { of: 'held', byMinor: -amountMinor } }];
}
