/** Reads the credits that a run has pinned: as columns, or as objects where no column says them. */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import type { Credit } from '../deals/crediting.ts';
import { creditBlocks, creditPages, foldPages } from '../deals/store-pages.ts';
import type { MonthBlock } from './kernel/credit-columns.ts';
import { groundOf } from './kernel/ground.ts';
import type { Ground } from './kernel/payees.ts';
import { numbered } from './kernel/stretches.ts';
import type { Manifest } from './manifest.ts';

/** The credits that a manifest pins; pages that came later are not among them. */
export async function pinnedCredits(table: Table, { months, credits }: Manifest): Promise<Credit[]> {
  const pinned = new Set(credits.map(({ hash }) => hash));
  const pages = await Promise.all(months.map((month) => creditPages(table, month.id)));
  return foldPages(pages.flat().filter(({ hash }) => pinned.has(hash)));
}

/** The same in columns, with everybody's number; undefined where they have to be objects. */
export async function pinnedGround(table: Table, manifest: Manifest): Promise<Ground | undefined> {
  const { org, period, payees, teams, months } = manifest;
  const numbers = numbered(org, payees, Object.values(teams));
  const nobody = numbers.ids.length;
  const numberOf = (person: PersonId) => numbers.of.get(person) ?? nobody;
  const blocks: MonthBlock[] = [];
  for (const [month, { id }] of months.entries()) {
    const pinned = new Set(manifest.credits.flatMap((page) => (page.month === id ? page.hash : [])));
    const some =
      pinned.size > 0 ? await creditBlocks(table, id, pinned, { first: period.from, numberOf, nobody }) : [];
    if (!some) return undefined;
    for (const block of some) blocks.push({ ...block, month });
  }
  return groundOf(manifest, numbers, blocks);
}
