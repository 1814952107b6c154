/**
 * What a payee owes of draws. The oldest is paid back first, and each grows older by a period.
 *
 *   owed 500 for two periods, 300 for one; 600 are paid back → 200 for one
 *   expiring after 3: what is still owed in the third period after its own is forgiven
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { type Advance, total } from './balances.ts';

export function advanced(advances: readonly Advance[], amountMinor: Minor): Advance[] {
  return amountMinor === 0n ? [...advances] : [...advances, { amountMinor, periods: 0 }];
}

export function older(advances: readonly Advance[]): Advance[] {
  return advances.map(({ amountMinor, periods }) => ({ amountMinor, periods: periods + 1 }));
}

/** Takes back not more than is owed. */
export function paidBack(advances: readonly Advance[], amountMinor: Minor): Advance[] {
  let left = amountMinor;
  return advances.flatMap((advance) => {
    const taken = left < advance.amountMinor ? left : advance.amountMinor;
    left -= taken;
    const rest = advance.amountMinor - taken;
    return rest > 0n ? [{ ...advance, amountMinor: rest }] : [];
  });
}

export function expired(advances: readonly Advance[], after: number): Minor {
  return total(advances.filter(({ periods }) => periods >= after));
}

export function unexpired(advances: readonly Advance[], after: number): Advance[] {
  return advances.filter(({ periods }) => periods < after);
}
