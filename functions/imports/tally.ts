/**
 * What became of the rows of a file, or of a part of it. Tallies of parts add up in any order:
 *
 *   rows = accepted + ignored + rejected                          31,465 = 3,806 + 27,659 + 0
 *   per currency: what stood in the file = minor units booked + what was rounded away, to the last digit
 */
import * as z from 'zod';
import { plusExact } from './exact.ts';
import type { Outcome, Rejection } from './rows.ts';
import { writeCsv } from './write-csv.ts';

/** Rejected rows that a tally tells of; all of them are in the file of rejects. */
export const MOST_REJECTS = 100;

const Counts = z.record(z.string(), z.int());
/** Of accepted rows. Sums have as many digits as they need. */
const Total = z.object({ rows: z.int(), minor: z.string().regex(/^-?\d+$/), away: z.string() });
type Total = z.output<typeof Total>;

export const Tally = z.object({
  rows: z.int(),
  accepted: z.int(),
  ignored: Counts,
  rejected: Counts,
  totals: z.record(z.string(), Total),
  /** The first of them by line. */
  rejects: z.array(
    z.object({ line: z.int(), column: z.string().nullable(), code: z.string(), message: z.string() }),
  ),
});
export type Tally = z.output<typeof Tally>;

export const nothing: Tally = { rows: 0, accepted: 0, ignored: {}, rejected: {}, totals: {}, rejects: [] };

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const tally: Tally = { ...nothing, ignored: {}, rejected: {}, totals: {}, rows: outcomes.length };
  for (const outcome of outcomes) {
    if ('ignored' in outcome) {
      tally.ignored[outcome.ignored] = (tally.ignored[outcome.ignored] ?? 0) + 1;
    } else if ('rejected' in outcome) {
      const { code } = outcome.rejected;
      tally.rejected[code] = (tally.rejected[code] ?? 0) + 1;
    } else {
      tally.accepted += 1;
      const { amount } = outcome.accepted;
      if (!amount) continue;
      const { currency, minor, away } = amount;
      tally.totals[currency] = added(tally.totals[currency], { rows: 1, minor: String(minor), away });
    }
  }
  return { ...tally, rejects: firsts(rejectionsIn(outcomes)) };
}

export function merged(a: Tally, b: Tally): Tally {
  return {
    rows: a.rows + b.rows,
    accepted: a.accepted + b.accepted,
    ignored: summed(a.ignored, b.ignored, (x = 0, y) => x + y),
    rejected: summed(a.rejected, b.rejected, (x = 0, y) => x + y),
    totals: summed(a.totals, b.totals, added),
    rejects: firsts([...a.rejects, ...b.rejects]),
  };
}

export function ignoredIn(tally: Tally): number {
  return countOf(tally.ignored);
}

export function rejectedIn(tally: Tally): number {
  return countOf(tally.rejected);
}

export function rejectionsIn(outcomes: readonly Outcome[]): Rejection[] {
  return outcomes.flatMap((outcome) => ('rejected' in outcome ? [outcome.rejected] : []));
}

export const REJECTS_HEADER = writeCsv([['line', 'column', 'code', 'message']], ',');

/** Lines for the file of all rejects, after its header. */
export function rejectLines(rejections: readonly Rejection[]): string {
  return writeCsv(
    rejections.map(({ line, column, code, message }) => [String(line), column ?? '', code, message]),
    ',',
  );
}

function added(a: Total = { rows: 0, minor: '0', away: '0' }, b: Total): Total {
  return {
    rows: a.rows + b.rows,
    minor: String(BigInt(a.minor) + BigInt(b.minor)),
    away: plusExact(a.away, b.away),
  };
}

function summed<V>(a: Record<string, V>, b: Record<string, V>, plus: (x: V | undefined, y: V) => V) {
  const both: Record<string, V> = { ...a };
  for (const [name, value] of Object.entries(b)) both[name] = plus(both[name], value);
  return both;
}

function firsts(rejections: readonly Rejection[]): Rejection[] {
  return [...rejections].sort((a, b) => a.line - b.line).slice(0, MOST_REJECTS);
}

function countOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
