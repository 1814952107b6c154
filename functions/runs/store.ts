/** Runs in the table, and the reading of what a run is calculated from. */
import * as z from 'zod';
import { fact } from '../../shared/events/fact.ts';
import type { PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { isRefused, Refusal, refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import type { ListOptions, Table } from '../../shared/table/operations.ts';
import { putOnce } from '../../shared/table/once.ts';
import { Piece, pack, squeeze, unpack, unsqueeze } from '../../shared/table/packed.ts';
import type { Credit } from '../deals/crediting.ts';
import { creditPages, foldPages } from '../deals/store-pages.ts';
import { approvedIn } from '../ledger/store.ts';
import { orgOf, teamsOf } from '../people/store.ts';
import { type Period, postingPeriodsIn } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import { enrolmentsOf, planVersions } from '../plans/store.ts';
import { effectiveQuotas } from '../quotas/effective.ts';
import { quotasIn } from '../quotas/store.ts';
import { resultsIn } from '../quotas/store-results.ts';
import { settingsOf } from '../settings/store.ts';
import { digestOf } from './digest.ts';
import { ENGINE, type Inputs, Manifest, payeesOf } from './manifest.ts';
import { decodeLines, encodeLines, SheetHead, type SheetLine } from './sheet.ts';
import { closingsOf } from './settling.ts';
import { closingsAfter, saveClosings } from './store-balances.ts';
import { pinnedPages, postedIn } from './store-true-ups.ts';
import { isOver, PayeeTotal, Published, Run, RunListed, runBefore, summed } from './run.ts';
import { shardsFor } from './shards.ts';

/** Writes a run that begins and announces it, unless it had begun already. */
export const beginOnce = (table: Table, run: Run): Promise<boolean> =>
  putOnce(table, keys.run(run.id, run.startedAt), run, [fact('run.started', run.startedAt, { run: run.id })]);

/** Writes a run that was asked for; answers the one that is there. One that failed is begun again. */
export async function saveNewRun(table: Table, run: Run): Promise<Run> {
  if (await beginOnce(table, run)) return run;
  const known = await runById(table, run.id);
  if (known.status === 'failed') await tellAgainOfRun(table, known, run.startedAt);
  return known;
}

/** Announces once more that a run has begun, to whoever may not have heard of it. */
export async function tellAgainOfRun(table: Table, { id }: Pick<Run, 'id'>, now: Instant): Promise<void> {
  const facts = [fact('run.started', now, { run: id, again: now }, 'again', now)];
  await table.update(keys.runById(id), Run, { facts });
}

/** The same of a period whose run is published. */
export async function tellAgainOfPublication(table: Table, { run, period }: Published, now: Instant) {
  const again = fact('run.published', now, { run, period }, 'again', now);
  await table.update(keys.published(period), Published, { facts: [again] });
}

export async function runById(table: Table, run: RunId): Promise<Run> {
  const found = await table.find(keys.runById(run), Run);
  return found ?? refuse('missing', 'not-found', 'There is no such run.');
}

export const listRuns = (table: Table, options: ListOptions) => table.list(places.runs(), RunListed, options);

/** Everything a run of this period depends on, as it is now. */
export async function gatherInputs(
  table: Table,
  id: PeriodId,
): Promise<{ inputs: Inputs; credits: Credit[] }> {
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
  const pages = await Promise.all(months.map((month) => creditPages(table, month.id)));
  const inputs: Inputs = {
    currency: settings.currency,
    period,
    months,
    org,
    quotas: effectiveQuotas({ quotas: asked, org, period }),
    enrolments,
    plans,
    teams,
    results: results.map(({ person, name, value }) => ({ person, name, value })),
    openings: await closingsAfter(table, runBefore(periods, published, period)),
    adjustments,
    credits: months.flatMap((month, n) =>
      (pages[n] ?? []).map(({ page, hash }) => ({ month: month.id, page, hash })),
    ),
  };
  const trueUps = await postedIn(table, { inputs, periods, published, pages: pages.flat() });
  if (trueUps.length > 0) inputs.trueUps = trueUps;
  return { inputs, credits: foldPages(pages.flat(), { periods: months.map((month) => month.id) }) };
}

function periodIn(periods: readonly Period[], id: PeriodId): Period {
  const period = periods.find((candidate) => candidate.id === id);
  return period ?? refuse('missing', 'not-found', `There is no period ${id}.`, '/period');
}

/** What a run is calculated from: as it is now, unless it was pinned before. */
export async function pinnedOrNew(table: Table, { id, summary }: Run): Promise<Manifest> {
  const pinned = await findManifest(table, id);
  if (pinned) return pinned;
  const { inputs } = await gatherInputs(table, summary.period);
  const payees = payeesOf(inputs);
  return pinManifest(table, { ...inputs, run: id, engine: ENGINE, payees, shards: shardsFor(payees.length) });
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
export async function pinnedCredits(table: Table, manifest: Manifest): Promise<Credit[]> {
  const periods = manifest.months.map(({ id }) => id);
  return foldPages(await pinnedPages(table, manifest), { periods });
}

/** Below DynamoDB's 400 KB for an item, with room for the head. */
const LINES_BYTES = 300_000;
const Sheet = z.object({
  /** Compressed, in the first piece only. */
  head: z.instanceof(Uint8Array).optional(),
  lines: z.instanceof(Uint8Array),
  of: z.int(),
});

/** Results never change: a second writing of the same ones is none. */
export async function saveSheet(
  table: Table,
  run: RunId,
  head: SheetHead,
  lines: readonly SheetLine[],
): Promise<void> {
  const bytes = encodeLines(lines, head.from);
  const of = Math.max(1, Math.ceil(bytes.length / LINES_BYTES));
  for (let n = of - 1; n >= 0; n--) {
    const piece = { lines: bytes.subarray(n * LINES_BYTES, (n + 1) * LINES_BYTES), of };
    const key = keys.payeeResult(run, head.payee, n);
    await putOnce(table, key, n === 0 ? { ...piece, head: squeeze(head) } : piece);
  }
}

/** What a run found for a payee: one small read, for all but very long ones. */
export async function sheetOf(
  table: Table,
  run: RunId,
  payee: PersonId,
): Promise<{ head: SheetHead; lines: SheetLine[] } | undefined> {
  const first = await table.find(keys.payeeResult(run, payee, 0), Sheet, 'eventual');
  if (!first?.head) return undefined;
  const pieces = [first.lines];
  for (let n = 1; n < first.of; n++) {
    const piece = await table.find(keys.payeeResult(run, payee, n), Sheet);
    assert(piece, 'a sheet is written from its end to its start');
    pieces.push(piece.lines);
  }
  const head = unsqueeze(first.head, SheetHead);
  return { head, lines: decodeLines(Buffer.concat(pieces), head.from) };
}

/** What a run found for these payees, by component and without the lines. */
export const headsOf = (table: Table, run: RunId, payees: readonly PersonId[]): Promise<SheetHead[]> =>
  headsAt(
    table,
    payees.map((payee) => keys.payeeResult(run, payee, 0)),
  );

/** The same of one payee, in several runs. */
export const headsByRun = (table: Table, runs: readonly RunId[], payee: PersonId): Promise<SheetHead[]> =>
  headsAt(
    table,
    runs.map((run) => keys.payeeResult(run, payee, 0)),
  );

async function headsAt(table: Table, wanted: readonly Key[]): Promise<SheetHead[]> {
  const found = await table.findAll(wanted, Sheet);
  return found.flatMap(({ head }) => (head ? [unsqueeze(head, SheetHead)] : []));
}

const Totals = z.array(PayeeTotal);
const ShardTotals = Piece.transform((piece) => unpack([piece], Totals));

/** The totals of a shard's payees, written when all of them are calculated: so they also say that it is done. */
export async function saveTotals(
  table: Table,
  run: RunId,
  shard: number,
  totals: readonly PayeeTotal[],
): Promise<void> {
  await putOnce(table, keys.runTotals(run, shard), { data: squeeze(totals), of: 1 });
}

export async function isShardDone(table: Table, run: RunId, shard: number): Promise<boolean> {
  return (await table.find(keys.runTotals(run, shard), Piece, 'eventual')) !== undefined;
}

export async function totalsOf(table: Table, run: RunId, options: ListOptions = {}): Promise<PayeeTotal[]> {
  const shards = await table.all(places.run(run), ShardTotals, { ...options, prefix: 'TOT#' });
  return shards.flat().sort((a, b) => (a.payee < b.payee ? -1 : 1));
}

/** Shows that a run is being calculated, unless it changed since it was read. */
export async function beCalculating(table: Table, run: Run, pinned: Partial<Run>): Promise<void> {
  await table.update(keys.runById(run.id), Run, {
    set: { status: 'calculating', ...pinned },
    remove: ['reason'],
    where: { status: run.status },
  });
}

/** Shows that a run failed, unless it is over by now or failed before. */
export async function markFailed(table: Table, id: RunId, reason: (run: Run) => string): Promise<void> {
  const run = await runById(table, id);
  if (isOver(run) || run.status === 'failed') return;
  try {
    await changeRun(table, id, { status: 'failed', reason: reason(run) }, { status: run.status });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}

/** Changes a run; with `where`, only if it still is so. */
const changeRun = (table: Table, run: RunId, set: Partial<Run>, where?: Partial<Run>): Promise<Run> =>
  table.update(keys.runById(run), Run, { set, ...(where && { where }) });

export const publishedRun = (table: Table, period: PeriodId): Promise<Published | undefined> =>
  table.find(keys.published(period), Published);

export const listPublished = (table: Table, options: ListOptions) =>
  table.list(places.published(), Published, options);

/** Flips the one pointer that statements are read through. The first to come has published. */
export async function publish(table: Table, pointer: Published, facts: readonly Fact[]): Promise<void> {
  try {
    await table.put(keys.published(pointer.period), pointer, { ifAbsent: true, facts });
  } catch (error) {
    const standing = error instanceof Refusal ? await publishedRun(table, pointer.period) : undefined;
    if (standing?.run !== pointer.run) throw error;
  }
}

/**
 * Ends a run whose payees are all done: sums it, and if it is the final one, publishes it. The pointer
 * goes first: whoever dies in between is followed by a repeat that finds it flipped.
 */
export async function finishRun(table: Table, id: RunId, now: Instant): Promise<void> {
  const run = await runById(table, id);
  if (isOver(run)) return;
  const totals = await totalsOf(table, id);
  assert(totals.length === run.payees, 'a run ends when all of its payees are calculated');
  const digest = digestOf(totals);
  const final = run.summary.kind === 'final';
  if (final) {
    await saveClosings(table, id, closingsOf(await manifestOf(table, id), totals));
    const pointer = { period: run.summary.period, run: id, digest, publishedAt: now };
    await publish(table, pointer, [fact('run.published', now, { run: id, period: pointer.period })]);
  }
  const status = final ? 'published' : 'calculated';
  const set = { status, digest, finishedAt: now, ...summed(totals) } as const;
  await table.update(keys.runById(id), Run, { set, remove: ['reason'] });
}
