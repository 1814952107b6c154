/**
 * Guarantee, minimum and maximum of a payment.
 *
 *   guarantee 6,666.67    earned 2,000     +4,666.67, and nothing is owed
 *   maximum 15,000        earned 18,000    paid 15,000, carried 3,000
 *                         then 11,000      paid 14,000, carried 0
 */
import { floorOf } from './draw.ts';
import type { Payable } from './payable.ts';
import { type Account, post } from './posting.ts';

type Way = { readonly terms: Payable; readonly exit: boolean };

export function guarantee(account: Account, { terms }: Way): Account {
  const missing = terms.guaranteeMinor - account.payMinor;
  if (missing <= 0n) return account;
  return post(account, { kind: 'guarantee', amountMinor: missing, text: 'Up to the guarantee' });
}

/** What was above the maximum before; whoever is paid without one, or leaves, gets all of it. */
export function carryIn(account: Account): Account {
  const said = { kind: 'carriedIn', amountMinor: account.balances.excessMinor } as const;
  const text = 'Above the maximum of an earlier period';
  return post(account, { ...said, text }, { ...account.balances, excessMinor: 0n });
}

export function minimum(account: Account, { terms }: Way): Account {
  const missing = terms.minimumMinor - account.payMinor;
  if (missing <= 0n) return account;
  return post(account, { kind: 'minimum', amountMinor: missing, text: 'Up to the minimum' });
}

/** `carried` came in above the maximum of an earlier period: it is never lost. */
export function maximum(account: Account, way: Way, carried: bigint): Account {
  const { maximumMinor, payExcessLater } = way.terms;
  if (maximumMinor === undefined || way.exit) return account;
  const floor = floorOf(way);
  const over = account.payMinor - (maximumMinor > floor ? maximumMinor : floor);
  if (over <= 0n) return account;
  const later = payExcessLater || over < carried ? over : carried;
  const excessMinor = account.balances.excessMinor + later;
  const text = 'Above the maximum: paid later';
  const kept = { kind: 'carriedOut', amountMinor: -later, text } as const;
  const lost = { kind: 'forfeited', amountMinor: later - over, text: 'Above the maximum: not paid' } as const;
  return post(post(account, kept, { ...account.balances, excessMinor }), lost);
}
