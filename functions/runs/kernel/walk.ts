/**
 * One payee's way along one curve: each credit moves the total, and a line is what is earned after it less
 * what was earned before, both rounded.
 *
 *   2.5 %, half-even     total   20   40   60        of 20, 20 and 20
 *                        exact  0.5  1.0  1.5
 *                        earned   0    1    2        lines 0, 1, 1
 *
 * In numbers as far as they are exact, else in bigints: `quick.ts` says how far that is.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import type { Compiled } from './compile.ts';
import type { Curve } from '../../plans/components/curve.ts';
import type { Lines } from './lines.ts';
import { BASE, NEXT, type Quick, SLOPE } from './quick.ts';
import { roundedQuotient } from './rounding.ts';

/** What stands behind a component: its curve, or the rule that says what a total earns. */
export type Earned =
  | Compiled
  | { readonly earnedMinor: (creditedMinor: Minor) => Minor; readonly everyCredit: boolean };

/** Credits by number, with their amounts, from one place up to another. */
export type Path = {
  readonly rows: Int32Array;
  readonly amounts: Float64Array;
  readonly from: number;
  readonly to: number;
};

/**
 * How far the payee had come before the period, which is where its first credit goes on, and what is rounded:
 * all that was earned in the `period`, or all that was earned `toDate`, of which what was rounded before is
 * taken off.
 *
 *   10 % with an opening of 4 and credits of 2 and 4     exact to date 0.4, 0.6, 1.0     in the period 0.2, 0.6
 *   period: 0 and 1, lines 0 and 1                       toDate: 0, 1 and 1, lines 1 and 0
 */
export type Opening = { readonly creditedMinor: Minor; readonly rounds: 'period' | 'toDate' };

export const fromNothing: Opening = { creditedMinor: 0n, rounds: 'period' };

export type Walked = { readonly creditedMinor: Minor; readonly amountMinor: Minor };

/**
 * `lines` have room for one a credit. Both totals are of the period: what was credited before it, and paid for
 * that, is not among them. Undefined where a line is too large for a column, 2⁵³ minor units or more.
 */
export function walk(earned: Earned, path: Path, opening: Opening, lines: Lines): Walked | undefined {
  const { creditedMinor, rounds } = opening;
  if (!('curve' in earned)) {
    return walkExactly(earned.earnedMinor, earned.everyCredit, path, creditedMinor, lines);
  }
  const { curve, quick, rounding, everyCredit } = earned;
  const start = lines.count;
  if (quick && isExact(creditedMinor)) {
    const walked = walkQuickly(quick, earned, path, Number(creditedMinor), rounds, lines);
    if (walked) return walked;
    lines.count = start;
  }
  const less = rounds === 'period' ? numeratorOn(curve, creditedMinor) : 0n;
  const at = (credited: Minor) => roundedQuotient(numeratorOn(curve, credited) - less, curve.den, rounding);
  return walkExactly(at, everyCredit, path, creditedMinor, lines);
}

/** Undefined as soon as a total leaves the range in which numbers are exact. */
function walkQuickly(
  { pieces, den }: Quick,
  { rounding, everyCredit }: Compiled,
  { rows, amounts, from, to }: Path,
  opening: number,
  rounds: Opening['rounds'],
  lines: Lines,
): Walked | undefined {
  const isHalfUp = rounding === 'half-up';
  const { credit, amount } = lines;
  let { count } = lines;
  let piece = pieceAt(pieces, opening, 0);
  if (piece < 0) return undefined;
  let low = pieces[piece] as number;
  let high = pieces[piece + NEXT] as number;
  let slope = pieces[piece + SLOPE] as number;
  let base = pieces[piece + BASE] as number;
  let total = opening;
  const less = rounds === 'period' ? slope * total + base : 0;
  const first = rounded(slope * total + base - less, den, isHalfUp);
  let before = first;
  for (let n = from; n < to; n++) {
    total += amounts[n] as number;
    if (total < low || total >= high) {
      piece = pieceAt(pieces, total, piece);
      if (piece < 0) return undefined;
      low = pieces[piece] as number;
      high = pieces[piece + NEXT] as number;
      slope = pieces[piece + SLOPE] as number;
      base = pieces[piece + BASE] as number;
    }
    const after = rounded(slope * total + base - less, den, isHalfUp);
    if (everyCredit || after !== before) {
      credit[count] = rows[n] as number;
      amount[count] = after - before;
      count += 1;
    }
    before = after;
  }
  lines.count = count;
  return { creditedMinor: BigInt(total - opening), amountMinor: BigInt(before - first) };
}

/** Where the piece begins that a total stands on, looked for from the one it stood on; −1 outside of all. */
function pieceAt(pieces: Float64Array, total: number, from: number): number {
  let piece = from;
  while (piece >= 0 && total < (pieces[piece] as number)) piece -= NEXT;
  if (piece < 0) return -1;
  const end = pieces.length - 1;
  while (piece < end && total >= (pieces[piece + NEXT] as number)) piece += NEXT;
  return piece < end ? piece : -1;
}

function rounded(num: number, den: number, isHalfUp: boolean): number {
  const floor = Math.floor(num / den);
  const twice = 2 * (num - floor * den);
  if (twice < den) return floor;
  if (twice > den) return floor + 1;
  return (isHalfUp ? num > 0 : floor % 2 !== 0) ? floor + 1 : floor;
}

function walkExactly(
  earnedMinor: (creditedMinor: Minor) => Minor,
  everyCredit: boolean,
  { rows, amounts, from, to }: Path,
  openingMinor: Minor,
  lines: Lines,
): Walked | undefined {
  let total = openingMinor;
  const first = earnedMinor(total);
  let before = first;
  for (let n = from; n < to; n++) {
    total += BigInt(amounts[n] as number);
    const after = earnedMinor(total);
    if (everyCredit || after !== before) {
      if (!isExact(after - before)) return undefined;
      lines.credit[lines.count] = rows[n] as number;
      lines.amount[lines.count] = Number(after - before);
      lines.count += 1;
    }
    before = after;
  }
  return { creditedMinor: total - openingMinor, amountMinor: before - first };
}

/** What a total earns, times the denominator of the curve. */
function numeratorOn({ pieces }: Curve, creditedMinor: Minor): bigint {
  const piece = pieces.findLast(({ from }) => from === null || from <= creditedMinor);
  assert(piece, 'the first piece of a curve has no start');
  return piece.slope * creditedMinor + piece.base;
}

function isExact(minor: Minor): boolean {
  return minor <= Number.MAX_SAFE_INTEGER && minor >= Number.MIN_SAFE_INTEGER;
}
