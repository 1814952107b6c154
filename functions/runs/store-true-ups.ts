/** What came late of published periods, worked out from their own pinned inputs and the pages of credits. */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { PersonId, type RunId } from '../../shared/kernel/ids.ts';
import { covers, overlaps } from '../../shared/kernel/time.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, unpack } from '../../shared/table/packed.ts';
import { foldPages, type Page } from '../deals/page.ts';
import { creditPages, type PageName } from '../deals/store-pages.ts';
import { hasBudget } from '../plans/components/spiff.ts';
import { inOrder, type Period, postingPeriodsIn } from '../periods/period.ts';
import { affectedBy, speaksOfEarlier, type Wanted, wantedFor } from './affected.ts';
import type { Known } from './clawback.ts';
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
  const earlier = postingPeriodsIn(periods, { from: first.from, to: inputs.period.from });
  const deals = await dealsSaidLate(table, ground);
  const some = await knownIn(table, inputs, earlier, ({ deal }) => deals.has(deal));
  const affected = affectedBy(paid, some, inputs.period.from);
  const known = await knownIn(table, inputs, earlier, wantedFor(paid, affected, deals));
  return correctionOf(inputs, paid, known);
}

/** Of which pages speak that speak of earlier periods: no other pages need be opened to see that. */
async function dealsSaidLate(table: Table, { inputs, pages }: Ground): Promise<Set<string>> {
  const speaking = pages.flatMap(({ hash, late, reversed }) => (late || reversed ? hash : []));
  const pinned = new Set(speaking);
  const opened = await Promise.all(inputs.months.map(({ id }) => creditPages(table, id, { pinned })));
  const { from } = inputs.period;
  const entries = opened.flat().flatMap((page) => page.entries);
  const said = entries.filter(
    ({ credits, late }) => late || credits.some((one) => speaksOfEarlier(one, from)),
  );
  return new Set(said.map(({ deal }) => deal));
}

/** What was known of earlier periods before a run, and what is known with its own pages. */
async function knownIn(
  table: Table,
  inputs: Inputs,
  earlier: readonly Period[],
  wanted: Wanted,
): Promise<Known> {
  const read = (months: readonly Period[], pinned?: ReadonlySet<string>) =>
    Promise.all(months.map(({ id }) => creditPages(table, id, { wanted, ...(pinned && { pinned }) })));
  const own = new Set(inputs.credits.map(({ hash }) => hash));
  const old = (await read(earlier)).flat();
  const pages = [...old, ...(await read(inputs.months, own)).flat()];
  const before = earlier.map(({ id }) => id);
  const now = [...before, ...inputs.months.map(({ id }) => id)];
  return { before: foldPages(old, before), now: foldPages(pages, now) };
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

/**
 * Where measures go on, or contests with a budget, all periods of the same intervals, from the first on: each opens
 * with the one before.
 */
function withFollowing({ inputs, periods, published }: Ground, some: readonly Period[]): Period[] {
  const over = intervalsOf(inputs.plans).at(-1) ?? 'period';
  const contests = inputs.plans.flatMap(({ components }) => components.filter(hasBudget));
  const spans = some.flatMap((one) => [
    intervalOf(periods, one, over),
    ...contests.filter((contest) => overlaps(contest, one)),
  ]);
  return publishedBefore(inputs.period, periods, published).filter((one) =>
    spans.some((span) => overlaps(span, one)),
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
  return (await Promise.all(months.map(({ id }) => creditPages(table, id, { pinned })))).flat();
}
