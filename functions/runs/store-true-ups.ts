/**
 * What a run posts of published periods: what was heard of late of them, worked out from what they stand by and the
 * pages of credits; and the differences of reopenings that were approved.
 */
import { covers } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { foldPages, type Page } from '../deals/page.ts';
import { creditPages, type PageName } from '../deals/store-pages.ts';
import { type Period, postingPeriodsIn } from '../periods/period.ts';
import { affectedBy, speaksOfEarlier, type Wanted, wantedFor } from './affected.ts';
import type { Known } from './clawback.ts';
import { type Correction, correctionOf } from './correction.ts';
import { type Books, publishedBefore, withFollowing } from './following.ts';
import type { Inputs } from './manifest.ts';
import { postedBy } from './reopened.ts';
import { reasonOf } from './reopening.ts';
import type { Approved } from './store-reopenings.ts';
import { pagesOf, standingOf } from './store-standing.ts';

const CURVE = 'openPeriodCurve';

type Ground = Books & {
  /** The names of its own pages. */
  readonly pages: readonly PageName[];
  /** The reopenings that it posts. */
  readonly approved: readonly Approved[];
};

/**
 * Of the published periods of its kind of which pages of a period say something late, of those that are reopened, and
 * of those that follow.
 */
export async function correctionIn(table: Table, ground: Ground): Promise<Correction> {
  const { inputs, periods, approved } = ground;
  const due = withFollowing(ground, touched(ground));
  const [first] = due;
  if (!first) return {};
  const paid = await standingOf(table, ground, due);
  const earlier = postingPeriodsIn(periods, { from: first.from, to: inputs.period.from });
  const deals = await dealsSaidLate(table, ground);
  const some = await knownIn(table, inputs, earlier, ({ deal }) => deals.has(deal));
  const moved = new Set(approved.flatMap((one) => one.moved));
  const affected = new Set([...affectedBy(paid, some, inputs.period.from), ...moved]);
  const known = await knownIn(table, inputs, earlier, wantedFor(paid, affected, deals));
  const late = correctionOf(inputs, paid, known, moved);
  const reopened = approved.flatMap((one) => postedBy(reasonOf(one.reopening), one.differences));
  const trueUps = [...reopened, ...(late.trueUps ?? [])];
  return { ...late, ...(trueUps.length > 0 && { trueUps }) };
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
  const own = new Set(inputs.credits.map(({ hash }) => hash));
  const old = await pagesOf(table, earlier, wanted);
  const pages = [...old, ...(await pagesOf(table, inputs.months, wanted, own))];
  const before = earlier.map(({ id }) => id);
  const now = [...before, ...inputs.months.map(({ id }) => id)];
  return { before: foldPages(old, before), now: foldPages(pages, now) };
}

/** Published before, and reopened, or with credits that came late or are taken back. */
function touched({ inputs: { period, plans }, periods, published, pages, approved }: Ground): Period[] {
  const late = new Set(pages.flatMap((page) => page.late ?? []));
  const byCurve = plans.every(({ policies: { clawback } }) => (clawback?.kind ?? CURVE) === CURVE);
  const days = byCurve ? [] : [...new Set(pages.flatMap(({ reversed = [] }) => reversed))];
  const reopened = new Set(approved.map(({ reopening }) => reopening.period));
  if (late.size === 0 && days.length === 0 && reopened.size === 0) return [];
  return publishedBefore(period, periods, published).filter(
    (one) =>
      reopened.has(one.id) ||
      days.some((day) => covers(one, day)) ||
      postingPeriodsIn(periods, one).some(({ id }) => late.has(id)),
  );
}

/** The pages that a manifest pins; those that came later are not among them. */
export async function pinnedPages(
  table: Table,
  { months, credits }: Pick<Inputs, 'months' | 'credits'>,
): Promise<Page[]> {
  const pinned = new Set(credits.map(({ hash }) => hash));
  return (await Promise.all(months.map(({ id }) => creditPages(table, id, { pinned })))).flat();
}
