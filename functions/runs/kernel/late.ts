/**
 * A credit that comes after all has been calculated: whom it reaches is calculated anew, and nobody else.
 *
 *   of 1,000 people one sells: the seller, their manager and their director        3 of 1,111
 *
 * What had reached them is taken out of the columns, the late credits are added, and the smaller columns go
 * the way that all did.
 */
import { type Chains, flattened } from './chains.ts';
import { columnsFor, type Credits, inOrder, taken } from './credits.ts';
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
  const isWanted = new Uint8Array(credits.person.length);
  for (const payee of payees) {
    for (let n = starts[payee] as number; n < (starts[payee + 1] as number); n++)
      isWanted[rows[n] as number] = 1;
  }
  const wanted = new Int32Array(isWanted.reduce((sum, one) => sum + one, 0));
  let count = 0;
  for (let at = isWanted.indexOf(1); at >= 0; at = isWanted.indexOf(1, at + 1)) {
    wanted[count] = at;
    count += 1;
  }
  return inOrder(joined(taken(credits, wanted), late));
}

/** One below the other: where all else is the same, what comes late comes later. */
function joined(first: Credits, second: Credits): Credits {
  const rows = first.person.length;
  const both = columnsFor(rows + second.person.length);
  for (const name of ['person', 'day', 'deal', 'part', 'amount'] as const) {
    both[name].set(first[name]);
    both[name].set(second[name], rows);
  }
  return both;
}
