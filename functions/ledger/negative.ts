/**
 * A period that ends below zero pays nothing. What is missing is carried, and taken from later pay.
 *
 *   −1,200           paid 0       overpaid 1,200
 *   then 5,000       paid 3,800   overpaid 0          within 20 %: paid 4,000, overpaid 200
 *
 * It is put aside before the guarantee and the draw, so that neither makes good for it.
 */
import { floorOf, shareOf } from './draw.ts';
import type { Payable } from './payable.ts';
import { type Account, post } from './posting.ts';

export function putAside(account: Account): Account {
  if (account.payMinor >= 0n) return account;
  const overpaidMinor = account.balances.overpaidMinor - account.payMinor;
  const text = 'Below zero: carried to later pay';
  const said = { kind: 'carriedOut', amountMinor: -account.payMinor, text } as const;
  return post(account, said, { ...account.balances, overpaidMinor });
}

type Way = { readonly terms: Payable; readonly exit: boolean };

export function recoverOverpaid(account: Account, way: Way): Account {
  const { payMinor, balances } = account;
  const { negativePay } = way.terms;
  const most = negativePay === 'carry' || way.exit ? payMinor : shareOf(payMinor, negativePay.recoverWithin);
  const limits = [balances.overpaidMinor, most, payMinor - floorOf(way)];
  const taken = limits.reduce((least, each) => (each < least ? each : least));
  if (taken <= 0n) return account;
  const said = { kind: 'carriedIn', amountMinor: -taken, text: 'Of what was overpaid before' } as const;
  return post(account, said, { ...balances, overpaidMinor: balances.overpaidMinor - taken });
}
