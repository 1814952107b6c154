/** Reopenings in the table: those that are posted in a period lie together, each with its branch beside it. */
import * as z from 'zod';
import { fact } from '../../shared/events/fact.ts';
import { type PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { Piece, pack, unpack } from '../../shared/table/packed.ts';
import type { Period } from '../periods/period.ts';
import { openPeriod } from '../periods/store.ts';
import { Inputs } from './manifest.ts';
import { PayeeDifference } from './reopened.ts';
import { postedIn, Reopening, ReopeningId } from './reopening.ts';
import type { Pinned } from './true-up.ts';

/** As a run, or a branch, pinned it. */
export const Paid = Inputs.extend({ payees: z.array(PersonId) });

const Worked = z.object({ differences: z.array(PayeeDifference), moved: z.array(PersonId) });
/** What a reopening changes, and everybody who was worked out for it. */
export type Worked = z.output<typeof Worked>;

export type Approved = Worked & { readonly reopening: Reopening; readonly branch: Pinned };

const keyOf = ({ id, postsIn, period }: Reopening) => keys.reopening(postsIn, id, period);

/** Saves what is asked, if its next period is open at that very moment, and announces it; unless it is there. */
export async function saveAsked(table: Table, asked: Reopening, posts: Period): Promise<Reopening> {
  const facts = [fact('reopening.asked', asked.askedAt, { reopening: asked.id }, asked.askedBy)];
  try {
    const put = { put: keyOf(asked), value: asked, options: { ifAbsent: true as const, facts } };
    await table.transact([put, openPeriod(posts)]);
    return asked;
  } catch (error) {
    const there = isRefused(error, 'version.stale') ? await found(table, asked.id) : undefined;
    if (there?.askedBy === asked.askedBy && there.reason === asked.reason) return there;
    throw error;
  }
}

/** Saves the branch and what it changes, all at once: whoever works it out a second time changes nothing. */
export async function saveProposed(
  table: Table,
  proposed: Reopening,
  { below: _, ...branch }: Pinned,
  worked: Worked,
): Promise<void> {
  const { id, version } = proposed;
  const pieces = [
    ...pack(branch).map((value, n) => ({ put: keys.branch(id, n), value })),
    ...pack(worked).map((value, n) => ({ put: keys.branchChanges(id, n), value })),
  ];
  const put = { put: keyOf(proposed), value: proposed, options: { ifVersion: version - 1 } };
  try {
    await table.transact([put, ...pieces]);
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}

/**
 * Saves what was decided. What is approved is posted, so its period is open at that very moment, and others that are
 * posted with it are as they were judged.
 */
export async function saveDecided(
  table: Table,
  decided: Reopening,
  posts: Period,
  others: readonly Reopening[],
): Promise<void> {
  const put = { put: keyOf(decided), value: decided, options: { ifVersion: decided.version - 1 } };
  const same = others.map((one) => ({ check: keyOf(one), where: { version: one.version } }));
  await table.transact(decided.status === 'approved' ? [put, openPeriod(posts), ...same] : [put]);
}

/** Announces once more what is asked, as long as nobody has worked it out. */
export async function tellAgainOfReopening(table: Table, asked: Reopening, now: Instant): Promise<void> {
  const again = fact('reopening.asked', now, { reopening: asked.id }, 'again', now);
  await table.update(keyOf(asked), Reopening, { where: { version: asked.version }, facts: [again] });
}

const found = (table: Table, id: ReopeningId) => table.find(keys.reopeningById(postedIn(id), id), Reopening);

export async function reopeningById(table: Table, id: ReopeningId): Promise<Reopening> {
  return (await found(table, id)) ?? refuse('missing', 'not-found', 'There is no such reopening.');
}

/** All that are posted in a period, or would be. */
export const reopeningsFor = (table: Table, posts: PeriodId): Promise<Reopening[]> =>
  table.all(places.reopenings(posts), Reopening);

const Named = z.object({ id: ReopeningId });

/** Those of a period that was published. */
export async function reopeningsOf(
  table: Table,
  period: PeriodId,
  page: ListOptions,
): Promise<Listed<Reopening>> {
  const { items, next } = await table.list(places.reopeningsOf(period), Named, page);
  const all = await table.findAll(
    items.map(({ id }) => keys.reopeningById(postedIn(id), id)),
    Reopening,
  );
  return { items: items.flatMap(({ id }) => all.find((one) => one.id === id) ?? []), next };
}

export async function branchNamed(table: Table, id: ReopeningId): Promise<Pinned> {
  return unpack(await table.all(places.branch(id), Piece, { prefix: 'M#' }), Paid);
}

/** Nothing, as long as nobody has worked it out. */
export async function changesOf(table: Table, id: ReopeningId): Promise<Worked> {
  const pieces = await table.all(places.branch(id), Piece, { prefix: 'D#' });
  return pieces.length > 0 ? unpack(pieces, Worked) : { differences: [], moved: [] };
}

/** What the run of a period posts. */
export async function approvedFor(table: Table, posts: PeriodId): Promise<Approved[]> {
  const all = (await reopeningsFor(table, posts)).filter(({ status }) => status === 'approved');
  return Promise.all(
    all.map(async (reopening) => {
      const [branch, worked] = [await branchNamed(table, reopening.id), await changesOf(table, reopening.id)];
      return { reopening, branch, ...worked };
    }),
  );
}
