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
import { emptyLines, makeRoom } from './lines.ts';
import { type Earned, type Opening, walk } from './walk.ts';

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

/** Walks may be made one by one: then none is kept longer than it takes. Undefined where a line is too large. */
export function calculated(walks: Iterable<Walk>, credits: Credits, reach: Reached): ShardLines | undefined {
  const lines = emptyLines(reach.rows.length);
  const ends: number[] = [];
  const creditedMinor: bigint[] = [];
  const amountMinor: bigint[] = [];
  for (const one of walks) {
    const path = pathOf(one, credits, reach);
    makeRoom(lines, path.to - path.from);
    const walked = walk(one.earned, path, one.opening, lines);
    if (!walked) return undefined;
    ends.push(lines.count);
    creditedMinor.push(walked.creditedMinor);
    amountMinor.push(walked.amountMinor);
  }
  const { count } = lines;
  return {
    credit: lines.credit.subarray(0, count),
    amount: lines.amount.subarray(0, count),
    ends: Int32Array.from(ends),
    creditedMinor,
    amountMinor,
  };
}
