/**
 * What is kept of each payee of a shard, without an object for each line: totals by component in exact numbers,
 * and the lines in few bytes. A line's explanation is worked out on read, by the rules.
 */
import { leftOut } from '../../plans/components/index.ts';
import type { PayeeSheet } from '../sheet.ts';
import { settlePayee, type Unsettled } from '../settling.ts';
import type { Owed, PayeeWalks, Shard } from './payees.ts';
import { briefsOf, MOST_BYTES_A_LINE, type Stated, writeLines } from './sheet-lines.ts';

/** One payee after the other; the bytes of each are its own. */
export function* sheetsOf(shard: Shard): Generator<PayeeSheet> {
  const { payees, columns } = shard;
  const briefs = briefsOf(columns.credits, columns.refs);
  const most = payees.reduce((sum, { first, owed }) => Math.max(sum, linesOf(shard, first, owed.length)), 0);
  const room = new DataView(new ArrayBuffer(most * MOST_BYTES_A_LINE));
  for (const found of payees) {
    const stated = found.owed.map((_, n) => statedOf(shard, found.first + n));
    const end = writeLines(room, stated, briefs);
    yield { ...totalsOf(shard, found, stated), lines: new Uint8Array(room.buffer.slice(0, end)) };
  }
}

/** How many lines so many walks have from one on. */
function linesOf({ lines }: Shard, first: number, walks: number): number {
  return startOf(lines, first + walks) - startOf(lines, first);
}

/** Where the lines of a walk begin. */
function startOf({ ends }: Shard['lines'], walk: number): number {
  return ends[walk - 1] ?? 0;
}

function statedOf({ lines }: Shard, walk: number): Stated {
  const [from, to] = [startOf(lines, walk), startOf(lines, walk + 1)];
  return { credit: lines.credit, amount: lines.amount, from, to };
}

function totalsOf(
  shard: Shard,
  { payee, first, owed, hold }: PayeeWalks,
  stated: readonly Stated[],
): Omit<PayeeSheet, 'lines'> {
  const components = owed.map((one, n) => totalOf(one, shard, first + n, stated[n] as Stated));
  const totalMinor = components.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const settled = settlePayee(shard.inputs, { payee, lines: earnedIn(shard, stated, totalMinor), hold });
  return { payee, components, totalMinor, ...(settled && { settled }), ...(hold && { hold }) };
}

/**
 * What settles: one sum, as long as nothing is taken back; else each line, since deals that lost are stated
 * apart. Deals have numbers here: whose names matter goes by the rules.
 */
function earnedIn({ columns }: Shard, stated: readonly Stated[], totalMinor: bigint): Unsettled['lines'] {
  const isTakenBack = stated.some(({ amount, from, to }) =>
    amount.subarray(from, to).some((minor) => minor < 0),
  );
  if (!isTakenBack) return [{ amountMinor: totalMinor }];
  const { deal } = columns.credits;
  return stated.flatMap(({ credit, amount, from, to }) =>
    Array.from(amount.subarray(from, to), (minor, n) => ({
      deal: String(deal[credit[from + n] as number]),
      amountMinor: BigInt(minor),
    })),
  );
}

function totalOf(
  { enrolment, component, total, rounding }: Owed,
  { lines }: Shard,
  walk: number,
  { from, to }: Stated,
): PayeeSheet['components'][number] {
  const creditedMinor = total.creditedMinor + (lines.creditedMinor[walk] as bigint);
  const amountMinor = lines.amountMinor[walk] as bigint;
  const leftOutMinor =
    'capMinor' in component && component.capMinor !== undefined
      ? leftOut(component, { creditedMinor, quotaMinor: total.quotaMinor }, rounding)
      : 0n;
  const { leftOutMinor: _, ...rest } = total;
  const of = { plan: enrolment.plan, planVersion: enrolment.version };
  const left = leftOutMinor > 0n && { leftOutMinor };
  return { ...rest, creditedMinor, amountMinor, ...left, ...of, lines: to - from };
}
