/**
 * What the entries of a page say late of other periods, in columns: as if pages of those periods said it, and above
 * every revision that they said in time.
 *
 *   April's page: dea_7k3m… has 20,000 in March by now      a block of March, of version 2³⁰ + 3
 */
import { blockOfEntries, type CreditBlock, type Numbering } from './credit-block.ts';
import type { Entry } from './page.ts';

/** More than there are revisions of a deal. */
const LATE = 2 ** 30;

/** A block, and the period whose credits it holds. */
export type BlockOf = { readonly period: string; readonly block: CreditBlock };

/** Undefined where an amount is too large for a column. */
export function lateBlocks(
  read: () => readonly Entry[],
  numbering: Numbering,
  entries = read(),
): BlockOf[] | undefined {
  const periods = new Set(entries.flatMap(({ late = [] }) => late.map(({ period }) => period)));
  const blocks: BlockOf[] = [];
  for (const period of periods) {
    const block = blockOfEntries(() => saidLate(read(), period), numbering, saidLate(entries, period));
    if (!block) return undefined;
    blocks.push({ period, block });
  }
  return blocks;
}

function saidLate(entries: readonly Entry[], of: string): Entry[] {
  return entries.flatMap(({ late = [], ...entry }) =>
    late
      .filter(({ period }) => period === of)
      .map(({ credits }) => ({ ...entry, version: LATE + entry.version, credits })),
  );
}
