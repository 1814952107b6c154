/**
 * Draws: what a payee is advanced up to the draw, and how it is paid back. 1,000 a period:
 *
 *   earned       500    700    400    1,600
 *   draw        +500   +300   +600
 *   recovery                          −600     all above the draw; with a share of 25 %: 400
 *   owed         500    800  1,400      800
 *
 * Nobody is taken below the draw, nor below a guarantee or a minimum. In the last period nothing is advanced
 * that is to be paid back, and all pay above guarantee and minimum goes to what is owed.
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { decimal } from '../../shared/kernel/rational.ts';
import { advanced, expired, paidBack, unexpired } from './advances.ts';
import { total } from './balances.ts';
import type { Payable } from './payable.ts';
import { type Account, post } from './posting.ts';

type Way = { readonly terms: Payable; readonly exit: boolean };

const least = (a: Minor, b: Minor) => (a < b ? a : b);
const above = (minor: Minor, floor: Minor) => (minor > floor ? minor - floor : 0n);

/** What a payee is paid at least, whatever they owe. */
export function floorOf({ terms, exit }: Way): Minor {
  const { guaranteeMinor, minimumMinor, drawMinor } = terms;
  const promised = [guaranteeMinor, minimumMinor, ...(isTakenBack(terms, exit) ? [] : [drawMinor])];
  return promised.reduce((most, each) => (each > most ? each : most), 0n);
}

export function draw(account: Account, { terms, exit }: Way): Account {
  const { draw: policy, drawMinor } = terms;
  const missing = above(drawMinor, account.payMinor);
  if (!policy || missing === 0n) return account;
  if (policy.kind === 'topUp') {
    return post(account, { kind: 'topUp', amountMinor: missing, text: 'Up to the draw, and not owed' });
  }
  if (isTakenBack(terms, exit)) return account;
  const { advances } = account.balances;
  const room = policy.limitMinor === undefined ? missing : above(policy.limitMinor, total(advances));
  const amountMinor = least(missing, room);
  const text = amountMinor < missing ? 'Advanced up to what may be owed' : 'Advanced up to the draw';
  const balances = { ...account.balances, advances: advanced(advances, amountMinor) };
  return post(account, { kind: 'draw', amountMinor, text }, balances);
}

export function recoverDraw(account: Account, way: Way): Account {
  const { advances } = account.balances;
  const policy = way.terms.draw;
  const from = policy?.kind === 'advance' && !way.exit ? policy.recoverFrom : 'excess';
  const most = from === 'excess' ? account.payMinor : shareOf(account.payMinor, from.share);
  const excess = above(account.payMinor, floorOf(way));
  const taken = least(total(advances), least(excess, most));
  const text = 'Paid back of what was advanced';
  const balances = { ...account.balances, advances: paidBack(advances, taken) };
  return post(account, { kind: 'recovery', amountMinor: -taken, text }, balances);
}

/** What has been owed too long; and, if the plan says so, what somebody owes who leaves. */
export function forgive(account: Account, { terms: { draw: policy }, exit }: Way): Account {
  if (policy?.kind !== 'advance') return account;
  const { advances } = account.balances;
  if (exit && policy.atExit === 'forgive') {
    const text = 'The rest of what was advanced is forgiven to who leaves';
    return post(account, { kind: 'forgiven', amountMinor: 0n, text }, { ...account.balances, advances: [] });
  }
  const after = policy.expiresAfterPeriods;
  if (after === undefined || expired(advances, after) === 0n) return account;
  const text = `What was owed for ${after} periods is forgiven`;
  const balances = { ...account.balances, advances: unexpired(advances, after) };
  return post(account, { kind: 'forgiven', amountMinor: 0n, text }, balances);
}

/** Whether the last pay of who leaves goes to what they owe. */
function isTakenBack({ draw: policy }: Payable, exit: boolean): boolean {
  return exit && policy?.kind === 'advance' && policy.atExit === 'recover';
}

/** A share of an amount, in whole units, never more than it. */
export function shareOf(minor: Minor, share: string): Minor {
  const { num, den } = decimal(share);
  return (minor * num) / den;
}
