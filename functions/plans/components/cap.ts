/**
 * A cap: of what a component earns in a period, not more than this is paid. A floor: not less.
 *
 *   a cap of 25,000     20,000 → 20,000     27,000 → 25,000, and 2,000 are left out     −1,000 → −1,000
 *
 * A cap never raises anything: what is owed stays owed.
 */
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, least, minus, most, type Rational } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import type { ComponentFault, Part } from './component.ts';
import { cappedAt, type Curve } from './curve.ts';
import { type AmountOrTerm, amountWords, minorOf } from './rate.ts';

export type Bounds = {
  readonly capMinor?: AmountOrTerm | undefined;
  readonly floorMinor?: AmountOrTerm | undefined;
};

export function capped({ capMinor }: Bounds, exact: Rational): Rational {
  return capMinor === undefined ? exact : least(exact, fraction(minorOf(capMinor)));
}

/** The same of all that may be earned. */
export function cappedCurve({ capMinor }: Bounds, curve: Curve): Curve {
  return capMinor === undefined ? curve : cappedAt(curve, minorOf(capMinor));
}

export function raised({ floorMinor }: Bounds, exact: Rational): Rational {
  return floorMinor === undefined ? exact : most(exact, fraction(minorOf(floorMinor)));
}

export function capFaults({ capMinor, floorMinor }: Bounds): ComponentFault[] {
  if (typeof capMinor !== 'bigint' || typeof floorMinor !== 'bigint' || floorMinor <= capMinor) return [];
  const message = 'The least that is paid (floorMinor) is more than the most (capMinor).';
  return [{ code: 'cap.below-floor', pointer: '/capMinor', message }];
}

export function capWords({ capMinor, floorMinor }: Bounds, currency: Currency): string[] {
  return [
    ...(floorMinor === undefined
      ? []
      : [`It pays at least ${amountWords(floorMinor, currency)} in a period.`]),
    ...(capMinor === undefined ? [] : [`It pays at most ${amountWords(capMinor, currency)} in a period.`]),
  ];
}

/** What is left out of the running total now, less what was left out of it before. */
export function capParts(bounds: Bounds, before: Rational, after: Rational, currency: Currency): Part[] {
  const leftOut = (exact: Rational) => minus(exact, capped(bounds, exact));
  const [was, is] = [leftOut(before), leftOut(after)];
  if (bounds.capMinor === undefined || (was.num === 0n && is.num === 0n)) return [];
  const cap = `The cap of ${amountWords(bounds.capMinor, currency)}`;
  const now = `leaves out ${amount(is, currency)} of ${amount(after, currency)}`;
  const already = was.num === 0n ? '' : `, ${amount(was, currency)} of which it left out before`;
  const back = `is not reached any more: ${amount(was, currency)} that it left out are paid`;
  return [{ text: `${cap} ${is.num === 0n ? back : now + already}`, exact: minus(was, is) }];
}

/** What the floor adds now, less what it added before. */
export function floorParts(bounds: Bounds, before: Rational, after: Rational, currency: Currency): Part[] {
  const added = (exact: Rational) => minus(raised(bounds, exact), exact);
  const exact = minus(added(after), added(before));
  if (bounds.floorMinor === undefined || exact.num === 0n) return [];
  const least = `At least ${amountWords(bounds.floorMinor, currency)} is paid`;
  return [{ text: `${least}: ${amount(exact, currency)} of that is added or needed no more`, exact }];
}
