/** Published periods as they stand: as their own run pinned them, or the branch of their last reopening did. */
import { assert } from '../../shared/kernel/assert.ts';
import type { RunId } from '../../shared/kernel/ids.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, unpack } from '../../shared/table/packed.ts';
import type { Page } from '../deals/page.ts';
import { creditPages } from '../deals/store-pages.ts';
import { inOrder, type Period } from '../periods/period.ts';
import type { Wanted } from './affected.ts';
import type { Books } from './following.ts';
import { type Approved, branchNamed, Paid } from './store-reopenings.ts';
import type { Pinned } from './true-up.ts';

type Standing = Books & {
  /** What is approved, and posted by the run that this is about. */
  readonly approved: readonly Approved[];
};

/** Each of them, with the branches of reopenings that are posted, and of those that are posted now. */
export async function standingOf(
  table: Table,
  standing: Standing,
  some: readonly Period[],
): Promise<Pinned[]> {
  const found: Pinned[] = [];
  for (const one of some) found.push(await standingIn(table, standing, one));
  return found;
}

async function standingIn(table: Table, { periods, published, approved }: Standing, { id }: Period) {
  let standing = await pinnedManifest(table, published.find(({ period }) => period === id)?.run);
  const orderOf = new Map(periods.map((period) => [period.id, period]));
  const inTurn = published
    .flatMap(({ period, reopened = [] }) => {
      const posts = orderOf.get(period);
      return posts ? reopened.filter((one) => one.period === id).map((one) => ({ ...one, posts })) : [];
    })
    .sort((a, b) => inOrder(a.posts, b.posts));
  for (const { reopening } of inTurn) {
    standing = { ...(await branchNamed(table, reopening)), below: standing };
  }
  const branches = approved.filter(({ reopening }) => reopening.period === id);
  return branches.reduce<Pinned>((below, { branch }) => ({ ...branch, below }), standing);
}

/** By which engine it was calculated then does not matter any more. */
async function pinnedManifest(table: Table, run: RunId | undefined): Promise<Pinned> {
  assert(run, 'a published period has a run');
  return unpack(await table.all(places.run(run), Piece, { prefix: 'M#' }), Paid);
}

/** Pages of periods with some of their credits. */
export async function pagesOf(
  table: Table,
  periods: readonly Period[],
  wanted: Wanted,
  pinned?: ReadonlySet<string>,
): Promise<Page[]> {
  const read = periods.map(({ id }) => creditPages(table, id, { wanted, ...(pinned && { pinned }) }));
  return (await Promise.all(read)).flat();
}
