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
import { postedOf } from './clawback.ts';
import { Inputs } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import type { Published } from './run.ts';

const CURVE = 'openPeriodCurve';

/** What a run is about: its inputs, the periods there are, those published, and the names of its own pages. */
type Ground = {
  readonly inputs: Inputs;
  readonly periods: readonly Period[];
  readonly published: readonly Published[];
  readonly pages: readonly PageName[];
};

/** Of every published period of its kind of which the pages of a period say something late, in order. */
export async function postedIn(table: Table, ground: Ground): Promise<TrueUp[]> {
  const { inputs, periods, published } = ground;
  const due = touched(ground);
  if (due.length === 0) return [];
  const runs = new Map(published.map(({ period: of, run }) => [of, run]));
  const pages = await pinnedPages(table, inputs);
  const found: TrueUp[] = [];
  for (const one of due) {
    const paid = await pinnedManifest(table, runs.get(one.id));
    const between = monthsBetween(periods, one, inputs.period);
    const [own, middle] = await Promise.all([pinnedPages(table, paid), pagesOf(table, between)]);
    const earlier = [...paid.months, ...between].map(({ id }) => id);
    const months = inputs.months.map(({ id }) => id);
    const before = foldPages([...own, ...middle], earlier);
    const now = foldPages([...own, ...middle, ...pages], [...earlier, ...months]);
    found.push(...postedOf(inputs, paid, { before, now }));
  }
  return found;
}

function touched({ inputs: { period, plans }, periods, published, pages }: Ground): Period[] {
  const late = new Set(pages.flatMap((page) => page.late ?? []));
  const byCurve = plans.every(({ policies: { clawback } }) => (clawback?.kind ?? CURVE) === CURVE);
  const days = byCurve ? [] : [...new Set(pages.flatMap(({ reversed = [] }) => reversed))];
  if (late.size === 0 && days.length === 0) return [];
  const isPublished = new Set(published.map(({ period: of }) => of));
  return periods
    .filter((one) => one.kind === period.kind && isPublished.has(one.id) && inOrder(one, period) < 0)
    .filter(
      (one) =>
        days.some((day) => covers(one, day)) || postingPeriodsIn(periods, one).some(({ id }) => late.has(id)),
    )
    .sort(inOrder);
}

/** As a run pinned it; by which engine it was calculated then does not matter any more. */
const Paid = Inputs.extend({ payees: z.array(PersonId) });

async function pinnedManifest(table: Table, run: RunId | undefined): Promise<z.output<typeof Paid>> {
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

/** What lies after one period and before another: nothing is added to it any more. */
function monthsBetween(periods: readonly Period[], { to }: Period, { from }: Period): Period[] {
  return to === null || to >= from ? [] : postingPeriodsIn(periods, { from: to, to: from });
}

async function pagesOf(table: Table, months: readonly Period[]): Promise<Page[]> {
  return (await Promise.all(months.map(({ id }) => creditPages(table, id)))).flat();
}
