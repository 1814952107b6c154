/**
 * The lines of many payees at once: every component of everybody, over the credits that reach them. What
 * comes out stands in columns as well; `sheet-lines.ts` writes them as they are kept.
 *
 *   payee 0: flat rate, bonus      payee 1: flat rate      three walks, in this order
 *   lines of walk n: from ends[n − 1] up to ends[n]
 */
import type { Credits } from './credits.ts';
import type { Reached } from './reach.ts';
import { pathOf } from './path.ts';
import { type Earned, type Lines, type Opening, walk } from './walk.ts';

/** A component of one payee. */
export type Walk = {
  readonly payee: number;
  readonly earned: Earned;
  readonly credits: 'direct' | 'rollUp' | 'both';
  /** Days of the period on which the payee is paid by it; those up to `to`, not including it. */
  readonly from: number;
  readonly to: number;
  readonly opening: Opening;
  /** What counts of each credit by its number, NaN where nothing does; the credited amount where not given. */
  readonly counts?: Float64Array | undefined;
};

export type ShardLines = {
  /** For each line the number of its credit, and what it pays. */
  readonly credit: Int32Array;
  readonly amount: Float64Array;
  /** For each walk the end of its lines, and what it adds up to in the period. */
  readonly ends: Int32Array;
  readonly creditedMinor: readonly bigint[];
  readonly amountMinor: readonly bigint[];
};

/** Undefined where a line is too large for a column. */
export function calculated(walks: readonly Walk[], credits: Credits, reach: Reached): ShardLines | undefined {
  const lines = roomFor(walks, reach);
  const ends = new Int32Array(walks.length);
  const creditedMinor: bigint[] = [];
  const amountMinor: bigint[] = [];
  for (const [n, one] of walks.entries()) {
    const walked = walk(one.earned, pathOf(one, credits, reach), one.opening, lines);
    if (!walked) return undefined;
    ends[n] = lines.count;
    creditedMinor.push(walked.creditedMinor);
    amountMinor.push(walked.amountMinor);
  }
  const { count } = lines;
  const [credit, amount] = [lines.credit.subarray(0, count), lines.amount.subarray(0, count)];
  return { credit, amount, ends, creditedMinor, amountMinor };
}

/** A line for each credit of each walk, at most. */
function roomFor(walks: readonly Walk[], { starts }: Reached): Lines {
  const most = walks.reduce((sum, { payee }) => sum + lengthOf(starts, payee), 0);
  return { credit: new Int32Array(most), amount: new Float64Array(most), count: 0 };
}

function lengthOf(starts: Int32Array, payee: number): number {
  return (starts[payee + 1] as number) - (starts[payee] as number);
}
