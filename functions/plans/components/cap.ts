/**
 * A cap: of what a component earns in a period, not more than this is paid.
 *
 *   a cap of 25,000     20,000 → 20,000     27,000 → 25,000, and 2,000 are left out     −1,000 → −1,000
 *
 * It never raises anything: what is owed stays owed.
 */
import { type Currency, Minor } from '../../../shared/kernel/money.ts';
import { fraction, least, minus, type Rational } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import type { Part } from './component.ts';

export const Cap = Minor.refine((minor) => minor > 0n, 'must be above zero');

type UpTo = { readonly capMinor?: Minor | undefined };

export function capped({ capMinor }: UpTo, exact: Rational): Rational {
  return capMinor === undefined ? exact : least(exact, fraction(capMinor));
}

export function capWords({ capMinor }: UpTo, currency: Currency): string[] {
  return capMinor === undefined ? [] : [`It pays at most ${amount(capMinor, currency)} in a period.`];
}

/** What is left out of the running total now, less what was left out of it before. */
export function capParts(upTo: UpTo, before: Rational, after: Rational, currency: Currency): Part[] {
  const leftOut = (exact: Rational) => minus(exact, capped(upTo, exact));
  const [was, is] = [leftOut(before), leftOut(after)];
  if (upTo.capMinor === undefined || (was.num === 0n && is.num === 0n)) return [];
  const cap = `The cap of ${amount(upTo.capMinor, currency)}`;
  const now = `leaves out ${amount(is, currency)} of ${amount(after, currency)}`;
  const already = was.num === 0n ? '' : `, ${amount(was, currency)} of which it left out before`;
  const back = `is not reached any more: ${amount(was, currency)} that it left out are paid`;
  return [{ text: `${cap} ${is.num === 0n ? back : now + already}`, exact: minus(was, is) }];
}
