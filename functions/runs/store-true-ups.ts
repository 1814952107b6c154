/** What came late of published periods, worked out from their own pinned inputs and the pages of credits. */
import type { RunId } from '../../shared/kernel/ids.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, unpack } from '../../shared/table/packed.ts';
import { foldPages, lateEntries, type Page } from '../deals/page.ts';
import { creditPages } from '../deals/store-pages.ts';
import { inOrder, type Period, postingPeriodsIn } from '../periods/period.ts';
import { Manifest } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import type { Published } from './run.ts';
import { trueUpsOf } from './true-up.ts';

/** What a run of a period is about: the periods there are, those published, and the pages of its own. */
type Ground = {
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly published: readonly Published[];
  readonly pages: readonly Page[];
};

/** Of every published period of its kind of which the pages of a period say something late, in order. */
export async function trueUpsIn(
  table: Table,
  { period, periods, published, pages }: Ground,
): Promise<TrueUp[]> {
  const late = lateEntries(pages);
  if (late.size === 0) return [];
  const runs = new Map(published.map(({ period: of, run }) => [of, run]));
  const touched = periods
    .filter((one) => one.kind === period.kind && runs.has(one.id) && inOrder(one, period) < 0)
    .filter((one) => postingPeriodsIn(periods, one).some(({ id }) => late.has(id)))
    .sort(inOrder);
  const found: TrueUp[] = [];
  for (const one of touched) {
    const manifest = await pinnedManifest(table, runs.get(one.id));
    const [own, between] = await Promise.all([
      pinnedPages(table, manifest),
      pagesBetween(table, periods, one, period),
    ]);
    const of = manifest.months.map(({ id }) => id);
    const before = foldPages(own, { periods: of, later: between });
    const after = foldPages(own, { periods: of, later: [...between, ...pages] });
    found.push(...trueUpsOf(manifest, before, after));
  }
  return found;
}

async function pinnedManifest(table: Table, run: RunId | undefined): Promise<Manifest> {
  assert(run, 'a published period has a run');
  return unpack(await table.all(places.run(run), Piece, { prefix: 'M#' }), Manifest);
}

/** The pages that a manifest pins; those that came later are not among them. */
export async function pinnedPages(table: Table, { months, credits }: Pick<Manifest, 'months' | 'credits'>) {
  const pinned = new Set(credits.map(({ hash }) => hash));
  const pages = await Promise.all(months.map((month) => creditPages(table, month.id)));
  return pages.flat().filter(({ hash }) => pinned.has(hash));
}

/** Pages of what lies after one period and before another. Nothing is added to them any more. */
async function pagesBetween(table: Table, periods: readonly Period[], { to }: Period, { from }: Period) {
  if (to === null || to >= from) return [];
  const months = postingPeriodsIn(periods, { from: to, to: from });
  return (await Promise.all(months.map(({ id }) => creditPages(table, id)))).flat();
}
