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
export function lateBlocks(entries: readonly Entry[], numbering: Numbering): BlockOf[] | undefined {
  const said = entries.flatMap(({ late = [], ...entry }) =>
    late.map(({ period, credits }) => ({
      period,
      entry: { ...entry, version: LATE + entry.version, credits },
    })),
  );
  const blocks: BlockOf[] = [];
  for (const [period, some] of Map.groupBy(said, (one) => one.period)) {
    const own = some.map(({ entry }) => entry);
    const block = blockOfEntries(() => own, numbering);
    if (!block) return undefined;
    blocks.push({ period, block });
  }
  return blocks;
}
