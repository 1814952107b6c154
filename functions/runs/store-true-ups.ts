/** What came late of published periods, worked out from their own pinned inputs and the pages of credits. */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { PersonId, type RunId } from '../../shared/kernel/ids.ts';
import { covers } from '../../shared/kernel/time.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, unpack } from '../../shared/table/packed.ts';
import { foldPages, type Page } from '../deals/page.ts';
import { creditPages, type PageName } from '../deals/store-pages.ts';
import { inOrder, type Period, postingPeriodsIn } from '../periods/period.ts';
import { type Correction, correctionOf } from './correction.ts';
import { intervalOf, intervalsOf } from './interval.ts';
import { Inputs } from './manifest.ts';
import type { Published } from './run.ts';
import type { Pinned } from './true-up.ts';

const CURVE = 'openPeriodCurve';

/** What a run is about: its inputs, the periods there are, those published, and the names of its own pages. */
type Ground = {
  readonly inputs: Inputs;
  readonly periods: readonly Period[];
  readonly published: readonly Published[];
  readonly pages: readonly PageName[];
};

/** Of the published periods of its kind of which pages of a period say something late, and of those that follow. */
export async function correctionIn(table: Table, ground: Ground): Promise<Correction> {
  const { inputs, periods, published } = ground;
  const due = withFollowing(ground, touched(ground));
  const [first] = due;
  if (!first) return {};
  const runs = new Map(published.map(({ period: of, run }) => [of, run]));
  const paid: Pinned[] = [];
  for (const one of due) paid.push(await pinnedManifest(table, runs.get(one.id)));
  const earlier = monthsBetween(periods, first, inputs.period);
  const [old, own] = await Promise.all([pagesOf(table, earlier), pinnedPages(table, inputs)]);
  const before = earlier.map(({ id }) => id);
  const now = [...before, ...inputs.months.map(({ id }) => id)];
  return correctionOf(inputs, paid, {
    before: foldPages(old, before),
    now: foldPages([...old, ...own], now),
  });
}

/** Published before, and with credits that came late or are taken back. */
function touched({ inputs: { period, plans }, periods, published, pages }: Ground): Period[] {
  const late = new Set(pages.flatMap((page) => page.late ?? []));
  const byCurve = plans.every(({ policies: { clawback } }) => (clawback?.kind ?? CURVE) === CURVE);
  const days = byCurve ? [] : [...new Set(pages.flatMap(({ reversed = [] }) => reversed))];
  if (late.size === 0 && days.length === 0) return [];
  return publishedBefore(period, periods, published).filter(
    (one) =>
      days.some((day) => covers(one, day)) || postingPeriodsIn(periods, one).some(({ id }) => late.has(id)),
  );
}

/** Where measures go on, all periods of the same intervals, from the first on: each opens with the one before. */
function withFollowing({ inputs, periods, published }: Ground, some: readonly Period[]): Period[] {
  const over = intervalsOf(inputs.plans).at(-1);
  if (!over) return [...some];
  const intervals = some.map((one) => intervalOf(periods, one, over));
  return publishedBefore(inputs.period, periods, published).filter((one) =>
    intervals.some((interval) => covers(interval, one.from)),
  );
}

/** Of its kind, in order. */
function publishedBefore(
  period: Period,
  periods: readonly Period[],
  published: readonly Published[],
): Period[] {
  const isPublished = new Set(published.map(({ period: of }) => of));
  return periods
    .filter((one) => one.kind === period.kind && isPublished.has(one.id) && inOrder(one, period) < 0)
    .sort(inOrder);
}

/** As a run pinned it; by which engine it was calculated then does not matter any more. */
const Paid = Inputs.extend({ payees: z.array(PersonId) });

async function pinnedManifest(table: Table, run: RunId | undefined): Promise<Pinned> {
  assert(run, 'a published period has a run');
  return unpack(await table.all(places.run(run), Piece, { prefix: 'M#' }), Paid);
}

/** The pages that a manifest pins; those that came later are not among them. */
export async function pinnedPages(
  table: Table,
  { months, credits }: Pick<Inputs, 'months' | 'credits'>,
): Promise<Page[]> {
  const pinned = new Set(credits.map(({ hash }) => hash));
  const pages = await Promise.all(months.map((month) => creditPages(table, month.id)));
  return pages.flat().filter(({ hash }) => pinned.has(hash));
}

/** From one period up to another: nothing is added to these any more. */
function monthsBetween(periods: readonly Period[], { from }: Period, { from: to }: Period): Period[] {
  return postingPeriodsIn(periods, { from, to });
}

async function pagesOf(table: Table, months: readonly Period[]): Promise<Page[]> {
  return (await Promise.all(months.map(({ id }) => creditPages(table, id)))).flat();
}
