/** The balances of payees in the table: those of everybody who has some lie with the run that they follow from. */
import * as z from 'zod';
import type { RunId } from '../../shared/kernel/ids.ts';
import { keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece, pack, unpack } from '../../shared/table/packed.ts';
import { Opening } from '../ledger/opening.ts';
import { Reached } from './interval.ts';

/** The balances that a published run closed with; before the first one there are none. */
export async function closingsAfter(table: Table, run: RunId | undefined): Promise<Opening[]> {
  if (!run) return [];
  const pieces = await table.all(places.run(run), Piece, { prefix: 'B#' });
  return pieces.length === 0 ? [] : unpack(pieces, z.array(Opening));
}

/** Where measures stood when a published run closed. */
export async function reachedBy(table: Table, run: RunId | undefined): Promise<Reached[]> {
  if (!run) return [];
  const pieces = await table.all(places.run(run), Piece, { prefix: 'R#' });
  return pieces.length === 0 ? [] : unpack(pieces, z.array(Reached));
}

export async function saveReached(table: Table, run: RunId, reached: readonly Reached[]): Promise<void> {
  const pieces = reached.length === 0 ? [] : pack(reached);
  for (const [n, piece] of pieces.entries()) await putOnce(table, keys.runReached(run, n), piece);
}

/** What a final run closes with, before it is published. Nothing is written of nothing. */
export async function saveClosings(table: Table, run: RunId, closings: readonly Opening[]): Promise<void> {
  const pieces = closings.length === 0 ? [] : pack(closings);
  for (const [n, piece] of pieces.entries()) await putOnce(table, keys.runBalances(run, n), piece);
}
