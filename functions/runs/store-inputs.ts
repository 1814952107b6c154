/** What a run is calculated from: gathered, pinned once, and read again as it was. */
import type { PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, pack, unpack } from '../../shared/table/packed.ts';
import type { Credit } from '../deals/crediting.ts';
import { creditBlocks, creditPageNames, foldPages, type PageName } from '../deals/store-pages.ts';
import { approvedIn } from '../ledger/store.ts';
import { noOrg } from '../people/org.ts';
import { orgOf, teamsOf } from '../people/store.ts';
import { type Period, postingPeriodsIn } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import { inForce } from '../plans/expiry.ts';
import { enrolmentsOf, planVersions } from '../plans/store.ts';
import { effectiveQuotas } from '../quotas/effective.ts';
import { quotasIn } from '../quotas/store.ts';
import { resultsIn } from '../quotas/store-results.ts';
import { settingsOf } from '../settings/store.ts';
import { ENGINE, type Inputs, Manifest, payeesOf } from './manifest.ts';
import type { MonthBlock } from './kernel/credit-columns.ts';
import { groundOf } from './kernel/ground.ts';
import type { Ground } from './kernel/payees.ts';
import { numbered } from './kernel/stretches.ts';
import { closingsAfter } from './store-balances.ts';
import { intervalsIn } from './store-intervals.ts';
import { payRatesFor } from './store-pay-rates.ts';
import { approvedFor } from './store-reopenings.ts';
import { correctionIn, pinnedPages } from './store-true-ups.ts';
import { type Run, runBefore } from './run.ts';
import { shardsFor } from './shards.ts';
import { listPublished } from './store.ts';

/** Everything a run of this period depends on, as it is now. */
export async function gatherInputs(
  table: Table,
  id: PeriodId,
): Promise<{ inputs: Inputs; credits: Credit[] }> {
  const inputs = await creditedInputs(table, id);
  return { inputs, credits: await pinnedCredits(table, inputs) };
}

async function creditedInputs(table: Table, id: PeriodId): Promise<Inputs> {
  const { inputs, periods, published } = await inputsOf(table, id);
  const { months, plans, period } = inputs;
  // Where nobody is paid, as in the months of a quarter, no page is worth reading.
  const isPaid = plans.some((plan) => plan.period === period.kind) || payeesOf(inputs).length > 0;
  const named = isPaid ? await Promise.all(months.map((month) => creditPageNames(table, month.id))) : [];
  const credits = named.flatMap((pages, n) => pages.map((page) => nameIn(months[n] as Period, page)));
  const approved = await approvedFor(table, id);
  const reopened = approved.map(({ reopening: { id: reopening, period: of } }) => ({
    reopening,
    period: of,
  }));
  const found = { ...inputs, credits, ...(reopened.length > 0 && { reopened }) };
  const books = { inputs: found, periods, published };
  return { ...found, ...(await correctionIn(table, { ...books, approved, pages: named.flat() })) };
}

function nameIn({ id: month }: Period, { page, hash }: PageName): Inputs['credits'][number] {
  return { month, page, hash };
}

/** All but the credits, and what follows from them. */
export async function inputsOf(table: Table, id: PeriodId) {
  const [settings, periods, org, asked, enrolments, { teams }, results, adjustments, { items: published }] =
    await Promise.all([
      settingsOf(table),
      periodsOf(table),
      orgOf(table),
      quotasIn(table, id),
      enrolmentsOf(table),
      teamsOf(table),
      resultsIn(table, id),
      approvedIn(table, id),
      listPublished(table, {}),
    ]);
  const period = periodIn(periods, id);
  const months = postingPeriodsIn(periods, period);
  const plans = await planVersions(table, enrolments);
  const before = runBefore(periods, published, period);
  const inputs: Inputs = {
    currency: settings.currency,
    period,
    months,
    org,
    quotas: effectiveQuotas({ quotas: asked, org, period }),
    enrolments: inForce(enrolments, plans, org),
    plans,
    teams,
    results: results.map(({ person, name, value }) => ({ person, name, value })),
    openings: await closingsAfter(table, before),
    ...(await intervalsIn(table, { plans, periods, period, org, before })),
    adjustments,
    credits: [],
  };
  return { inputs, periods, published };
}

function periodIn(periods: readonly Period[], id: PeriodId): Period {
  const period = periods.find((candidate) => candidate.id === id);
  return period ?? refuse('missing', 'not-found', `There is no period ${id}.`, '/period');
}

/** What a run is calculated from: as it is now, unless it was pinned before. */
export async function pinnedOrNew(table: Table, { id, summary }: Run): Promise<Manifest> {
  const pinned = await findManifest(table, id);
  if (pinned) return pinned;
  const known = await creditedInputs(table, summary.period);
  const payees = payeesOf(known);
  const rates = await payRatesFor(table, known);
  const inputs = { ...(payees.length === 0 ? ofNobody(known) : known), ...rates };
  return pinManifest(table, {
    ...inputs,
    run: id,
    engine: ENGINE,
    payees,
    shards: shardsFor(payees.length, inputs),
  });
}

/** Where nobody is paid, as in the months of a quarter, only what the next run begins with is worth keeping. */
function ofNobody(all: Inputs): Inputs {
  const nothing = { quotas: [], intervalQuotas: [], enrolments: [], plans: [], teams: {}, results: [] };
  return { ...all, org: noOrg, credits: [], ...nothing };
}

/** Pins the inputs of a run, once: whoever comes second gets what the first one pinned. */
async function pinManifest(table: Table, manifest: Manifest): Promise<Manifest> {
  const pieces = pack(manifest);
  const writes = pieces.map((piece, n) => ({
    put: keys.runManifest(manifest.run, n),
    value: piece,
    options: { ifAbsent: true } as const,
  }));
  try {
    await table.transact(writes);
    return manifest;
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
    return manifestOf(table, manifest.run);
  }
}

export async function manifestOf(table: Table, run: RunId): Promise<Manifest> {
  const manifest = await findManifest(table, run);
  assert(manifest, 'a run is pinned before anything else happens to it');
  return manifest;
}

async function findManifest(table: Table, run: RunId): Promise<Manifest | undefined> {
  const pieces = await table.all(places.run(run), Piece, { prefix: 'M#' });
  return pieces.length > 0 ? unpack(pieces, Manifest) : undefined;
}

/** The credits that a manifest pins; pages that came later are not among them. */
export async function pinnedCredits(table: Table, inputs: Inputs): Promise<Credit[]> {
  const periods = inputs.months.map(({ id }) => id);
  return foldPages(await pinnedPages(table, inputs), periods);
}

/** The same in columns, with everybody's number; undefined where they have to be objects. */
export async function pinnedGround(table: Table, manifest: Manifest): Promise<Ground | undefined> {
  const { org, period, payees, teams, months } = manifest;
  const numbers = numbered(org, payees, Object.values(teams));
  const nobody = numbers.ids.length;
  const numberOf = (person: PersonId) => numbers.of.get(person) ?? nobody;
  const blocks: MonthBlock[] = [];
  const monthOf = new Map(months.map(({ id }, month) => [id as string, month]));
  for (const { id } of months) {
    const pinned = new Set(manifest.credits.flatMap((page) => (page.month === id ? page.hash : [])));
    const some =
      pinned.size > 0 ? await creditBlocks(table, id, pinned, { first: period.from, numberOf, nobody }) : [];
    if (!some) return undefined;
    for (const { period: of, block } of some) {
      const month = monthOf.get(of);
      if (month !== undefined) blocks.push({ ...block, month });
    }
  }
  return groundOf(manifest, numbers, blocks);
}
