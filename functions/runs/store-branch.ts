/** Works a reopening out: gathers its branch, and finds what it changes of all that stands. */
import { assert } from '../../shared/kernel/assert.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { pack, unpack } from '../../shared/table/packed.ts';
import { foldPages } from '../deals/page.ts';
import { inOrder, type Period, postingPeriodsIn } from '../periods/period.ts';
import { wantedFor } from './affected.ts';
import { branchOf } from './branch.ts';
import { type Books, withFollowing } from './following.ts';
import { movedIn, reopenedOf, type Stood, summaryOf } from './reopened.ts';
import type { Reopening } from './reopening.ts';
import { inputsOf } from './store-inputs.ts';
import { payRatesFor } from './store-pay-rates.ts';
import { type Approved, approvedFor, Paid, saveProposed } from './store-reopenings.ts';
import { pagesOf, standingOf } from './store-standing.ts';
import type { Pinned } from './true-up.ts';

/** Saves what a reopening changes, unless it is known; nothing of a published statement does. */
export async function propose(table: Table, reopening: Reopening): Promise<void> {
  const books = await inputsOf(table, reopening.postsIn);
  const period = books.periods.find(({ id }) => id === reopening.period);
  assert(period, 'a period that is reopened is there');
  const approved = await approvedFor(table, reopening.postsIn);
  const stood = await stoodIn(table, { ...books, approved }, period);
  const branch = stood.find(({ now }) => now.period.id === period.id)?.now;
  assert(branch, 'a period that is reopened is published');
  const moved = movedIn(stood);
  const credits = await creditsFor(table, books, stood, moved);
  const differences = reopenedOf(books.inputs, stood, credits, moved);
  const proposed: Reopening = {
    ...reopening,
    status: 'proposed',
    summary: summaryOf(stood, differences, books.inputs),
    periods: stood.map(({ now }) => now.period.id),
    after: approved.map(({ reopening: { id } }) => id),
    version: reopening.version + 1,
  };
  await saveProposed(table, proposed, branch, { differences, moved: [...moved].sort() });
}

type Standing = Books & { readonly approved: readonly Approved[] };

/** The period by its branch, and those that measures of it go on into. */
async function stoodIn(table: Table, standing: Standing, period: Period): Promise<Stood[]> {
  const paid = await standingOf(table, standing, withFollowing(standing, [period]));
  const stood: Stood[] = [];
  for (const before of paid) {
    const isReopened = before.period.id === period.id;
    stood.push({ before, now: isReopened ? await gathered(table, before) : before });
  }
  return stood;
}

/** As it would be pinned now, and read again as it was. */
async function gathered(table: Table, below: Pinned): Promise<Pinned> {
  const { inputs } = await inputsOf(table, below.period.id);
  const now = { ...inputs, ...(await payRatesFor(table, inputs)) };
  const { below: _, ...branch } = branchOf(below, now);
  return { ...unpack(pack(branch), Paid), below };
}

/** What is known of deals up to the open period: its own pages are yet to be written. */
async function creditsFor(
  table: Table,
  { inputs, periods }: Books,
  stood: readonly Stood[],
  moved: ReadonlySet<PersonId>,
) {
  const [first] = stood.map(({ now }) => now.period).sort(inOrder);
  assert(first, 'a period is reopened');
  const earlier = postingPeriodsIn(periods, { from: first.from, to: inputs.period.from });
  const all = stood.flatMap(({ before, now }) => [before, now]);
  const pages = await pagesOf(table, earlier, wantedFor(all, moved, new Set()));
  return foldPages(
    pages,
    earlier.map(({ id }) => id),
  );
}
