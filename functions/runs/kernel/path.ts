/**
 * The credits that one component of one payee counts. Mostly these are all that reach the payee, as they
 * stand; only where some are not counted, or not by their amount, are they picked into columns of their own.
 */
import type { Credits } from './credits.ts';
import type { Reached } from './reach.ts';
import type { Walk } from './shard.ts';
import type { Path } from './walk.ts';

type Asked = Pick<Walk, 'payee' | 'credits' | 'from' | 'to' | 'counts'>;

export function pathOf(asked: Asked, credits: Credits, reach: Reached): Path {
  const { rows, amounts, starts } = reach;
  const from = starts[asked.payee] as number;
  const to = starts[asked.payee + 1] as number;
  const all = { rows, amounts, from, to };
  if (asked.counts) return picked(asked, credits, all, true);
  const own = reach.own[asked.payee] as number;
  const countsAll = asked.credits === 'both' || (asked.credits === 'direct' ? own === to - from : own === 0);
  const isPaidThroughout = from === to || isWithin(asked, credits, all);
  return countsAll && isPaidThroughout ? all : picked(asked, credits, all, !countsAll);
}

/** Rows are in the order of their days. */
function isWithin(asked: Asked, { day }: Credits, { rows, from, to }: Path): boolean {
  const first = day[rows[from] as number] as number;
  const last = day[rows[to - 1] as number] as number;
  return asked.from <= first && last < asked.to;
}

function picked(asked: Asked, credits: Credits, all: Path, byWhose: boolean): Path {
  const rows = new Int32Array(all.to - all.from);
  const amounts = new Float64Array(rows.length);
  const { person, day, amount } = credits;
  const counts = asked.counts ?? amount;
  let count = 0;
  for (let n = all.from; n < all.to; n++) {
    const row = all.rows[n] as number;
    const on = day[row] as number;
    if (on < asked.from || on >= asked.to) continue;
    if (byWhose && !isCounted(asked.credits, person[row] === asked.payee)) continue;
    const counted = counts[row] as number;
    if (Number.isNaN(counted)) continue;
    rows[count] = row;
    amounts[count] = counted;
    count += 1;
  }
  return { rows, amounts, from: 0, to: count };
}

function isCounted(credits: Asked['credits'], isOwn: boolean): boolean {
  return credits === 'both' || (credits === 'direct') === isOwn;
}
