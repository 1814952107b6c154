/**
 * How far an import has come: one step takes a piece of the file and says what becomes of its rows. What is
 * kept between steps is plain and small, so that a job can stop after any of them, and a step that is done
 * again gives the same:
 *
 *   piece → rows → outcomes → tally            kept: where in the file, the tally, what was seen (as bytes)
 *
 * A dry run takes the same steps and applies nothing.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import type { TimeZone } from '../../shared/kernel/time.ts';
import { beginFile, bookmarkFile, columnsOf, FileState, hasColumns, readFile } from './file.ts';
import type { Mapping } from './mapping.ts';
import { readingOf } from './reading.ts';
import { decide, type Outcome } from './rows.ts';
import type { Seen } from './seen.ts';
import { ignoredIn, merged, nothing, rejectedIn, Tally, tallyOf } from './tally.ts';

export const Progress = z.object({ file: FileState, tally: Tally, done: z.boolean() });
export type Progress = z.output<typeof Progress>;

/** What stays the same over a file. */
export type Order = { readonly mapping: Mapping; readonly zone: TimeZone };
export type Step = { readonly progress: Progress; readonly seen: Seen; readonly outcomes: Outcome[] };

export function beginImport(mapping: Mapping): Progress {
  return { file: beginFile(mapping), tally: nothing, done: false };
}

/** Takes the next piece, or undefined for the end of the file. Refuses a mapping that does not fit the file. */
export function advance(
  { file, tally }: Progress,
  piece: Uint8Array | undefined,
  seen: Seen,
  order: Order,
): Step {
  const read = readFile(file, piece);
  const done = piece === undefined;
  const known = hasColumns(read.state);
  const decided = known
    ? decide(read.rows, readingOf(order.mapping, columnsOf(read.state), order.zone), seen)
    : { outcomes: read.rows.map(({ line }): Outcome => ({ line, ignored: 'row.blank' })), seen };
  const next = merged(tally, tallyOf(decided.outcomes));
  assert(next.rows === next.accepted + ignoredIn(next) + rejectedIn(next), 'every row is accounted for');
  return {
    progress: { file: read.state, tally: next, done },
    seen: decided.seen,
    outcomes: decided.outcomes,
  };
}

/**
 * Progress for keeping: a record that is half read is left out, and read again from `nextByte(file)`. Pieces
 * of more than a record may have (MOST_BYTES) always get further.
 */
export function kept(progress: Progress): Progress {
  return { ...progress, file: bookmarkFile(progress.file) };
}
