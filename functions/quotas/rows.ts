/**
 * Quotas by days: each row says what is asked, on its days, of the whole period. No day knows two rows, and on
 * a day without one nothing is asked.
 *
 *   200,000 from 2026-01-01, 300,000 from 2026-02-15     250,000.00 in 2026-q1
 *   the second from 2026-02-14                           refused: that day is in both
 */
import * as z from 'zod';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, overlaps } from '../../shared/kernel/time.ts';
import { saidAnew } from '../people/spans.ts';
import { type Days, plainly, type Row, type Terms } from './by-days.ts';
import { Amount } from './quota.ts';

export const AskedRow = z.strictObject({
  from: Day,
  /** The first day it no longer holds; null is the end of the period. */
  to: Day.nullable().default(null),
  amountMinor: Amount,
});
export type AskedRow = z.output<typeof AskedRow>;

/** The last row is the base, and those before it are what it changed. */
export function termsOfRows(asked: readonly AskedRow[], period: Days): Terms {
  const rows = asked.map((row): Row => ({ ...row, to: row.to ?? period.to }));
  for (const [n, row] of rows.entries()) refuseMisplaced(row, n, rows, period);
  const nothing: Row = { ...period, amountMinor: 0n };
  const all = rows.reduce((said, row) => saidAnew(said, row, () => false), [nothing]);
  const last = rows.reduce((one, other) => (one.from > other.from ? one : other));
  return { ...plainly(last.amountMinor), rows: all.filter(({ from }) => from !== last.from) };
}

function refuseMisplaced(row: Row, n: number, rows: readonly Row[], period: Days): void {
  if (row.from < period.from || row.to > period.to || row.from >= row.to) {
    refuse('rule', 'quota.outside-period', 'These are no days of the period.', `/rows/${n}`);
  }
  const other = rows.slice(0, n).find((before) => overlaps(before, row));
  if (!other) return;
  const message = `From ${other.from} to ${other.to} another row holds: no day has two.`;
  refuse('rule', 'quota.overlap', message, `/rows/${n}/from`);
}
