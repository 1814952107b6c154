/** Manual adjustments in the table: those of a period lie together. */
import * as z from 'zod';
import type { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import type { Period } from '../periods/period.ts';
import { openPeriod } from '../periods/store.ts';
import { Adjustment, AdjustmentId, periodOf } from './adjustment.ts';

export async function adjustmentById(table: Table, id: AdjustmentId): Promise<Adjustment> {
  return (await found(table, id)) ?? refuse('missing', 'not-found', 'There is no such adjustment.');
}

const found = (table: Table, id: AdjustmentId) =>
  table.find(keys.adjustmentById(periodOf(id), id), Adjustment);

/** Saves a proposal, if its period is open at that very moment; one that is there already stays. */
export async function saveProposal(
  table: Table,
  adjustment: Adjustment,
  period: Period,
): Promise<Adjustment> {
  const { id, person } = adjustment;
  try {
    const key = keys.adjustment(period.id, id, person);
    await table.transact([{ put: key, value: adjustment, options: { ifAbsent: true } }, openPeriod(period)]);
    return adjustment;
  } catch (error) {
    const there = isRefused(error, 'version.stale') ? await found(table, id) : undefined;
    if (there) return there;
    throw error;
  }
}

/** Saves what was decided. What is approved counts, so its period is open at that very moment. */
export async function saveDecision(table: Table, decided: Adjustment, period: Period): Promise<void> {
  const { id, person, version, status } = decided;
  const key = keys.adjustment(period.id, id, person);
  const put = { put: key, value: decided, options: { ifVersion: version - 1 } };
  await table.transact(status === 'approved' ? [put, openPeriod(period)] : [put]);
}

export const adjustmentsIn = (
  table: Table,
  period: PeriodId,
  options: ListOptions = {},
): Promise<Listed<Adjustment>> => table.list(places.adjustments(period), Adjustment, options);

/** What counts in the run of a period. */
export async function approvedIn(table: Table, period: PeriodId): Promise<Adjustment[]> {
  const { items } = await adjustmentsIn(table, period);
  return items.filter(({ status }) => status === 'approved');
}

const Named = z.object({ id: AdjustmentId });

/** Those of a person, by period. */
export async function adjustmentsOf(
  table: Table,
  person: PersonId,
  page: ListOptions,
): Promise<Listed<Adjustment>> {
  const { items, next } = await table.list(places.adjustmentsOf(person), Named, page);
  const all = await table.findAll(
    items.map(({ id }) => keys.adjustmentById(periodOf(id), id)),
    Adjustment,
  );
  return { items: items.flatMap(({ id }) => all.find((one) => one.id === id) ?? []), next };
}
