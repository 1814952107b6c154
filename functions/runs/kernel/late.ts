/**
 * A credit that comes after all has been calculated: whom it reaches is calculated anew, and nobody else.
 *
 *   of 1,000 people one sells: the seller, their manager and their director        3 of 1,111
 *
 * What had reached them is taken out of the columns, the late credits are added, and the smaller columns go
 * the way that all did.
 */
import { type Chains, flattened } from './chains.ts';
import { columnsFor, copyRows, type Credits, inOrder } from './credits.ts';
import type { People, Reached } from './reach.ts';

/** Whom these credits reach, in the order of their numbers. */
export function affectedBy(late: Credits, chains: Chains, { people, payees }: People): number[] {
  const { managers } = flattened(chains, people, late);
  const all = new Set([...late.person, ...managers]);
  return [...all].filter((who) => who >= 0 && who < payees).sort((a, b) => a - b);
}

/** The credits that had reached them and the late ones, in order. */
export function withLate(
  credits: Credits,
  { rows, starts }: Reached,
  payees: number[],
  late: Credits,
): Credits {
  const ends = payees.map((payee) => starts[payee + 1] as number);
  const lengths = payees.map((payee, n) => (ends[n] as number) - (starts[payee] as number));
  const all = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const [n, payee] of payees.entries()) {
    all.set(rows.subarray(starts[payee], ends[n]), at);
    at += lengths[n] as number;
  }
  all.sort();
  // A credit reaches several of them, and stands there once for each.
  const wanted = all.filter((row, n) => row !== all[n - 1]);
  return merged(credits, wanted, inOrder(late));
}

/** Rows of the one, which are in order, and all of the other in their places among them. */
function merged(credits: Credits, rows: Int32Array, late: Credits): Credits {
  const to = columnsFor(rows.length + late.person.length);
  let from = 0;
  for (let n = 0; n < late.person.length; n++) {
    const until = placeAmong(credits, rows, late, n, from);
    copyRows(credits, rows.subarray(from, until), to, from + n);
    copyRows(late, Int32Array.of(n), to, until + n);
    from = until;
  }
  copyRows(credits, rows.subarray(from), to, from + late.person.length);
  return to;
}

/** Before the first row that comes after it. Where all else is the same, what comes late comes later. */
function placeAmong(credits: Credits, rows: Int32Array, late: Credits, one: number, from: number): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(credits, rows[middle] as number, late, one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isAfter(a: Credits, row: number, b: Credits, other: number): boolean {
  for (const key of ['day', 'deal', 'part'] as const) {
    const step = (a[key][row] as number) - (b[key][other] as number);
    if (step !== 0) return step > 0;
  }
  return false;
}
