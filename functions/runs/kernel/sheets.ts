/**
 * What is kept of each payee of a shard, without an object for each line: totals by component in exact numbers,
 * and the lines in few bytes. A line's explanation is worked out on read, by the rules.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { leftOut } from '../../plans/components/index.ts';
import type { PayeeSheet } from '../sheet.ts';
import type { Owed, Shard } from './payees.ts';
import { MOST_BYTES_A_LINE, type Stated, writeLines } from './sheet-lines.ts';

/** One payee after the other; only the bytes of the one that is asked for are made. */
export function* sheetsOf(shard: Shard): Generator<PayeeSheet> {
  const room = new Uint8Array(roomFor(shard));
  for (const number of shard.payees.keys()) yield sheetOf(shard, number, room);
}

/** For the lines of whoever has most. */
function roomFor({ payees, lines }: Shard): number {
  const endOf = (walk: number) => (walk === 0 ? 0 : (lines.ends[walk - 1] as number));
  const most = payees.reduce(
    (sum, { first, owed }) => Math.max(sum, endOf(first + owed.length) - endOf(first)),
    0,
  );
  return most * MOST_BYTES_A_LINE;
}

function sheetOf(shard: Shard, number: number, room: Uint8Array): PayeeSheet {
  const { columns, payees, lines } = shard;
  const found = payees[number];
  assert(found, 'a payee of the shard');
  const { payee, first, owed, hold } = found;
  const stated = owed.map((_, n) => linesOf(shard, first + n));
  const components = owed.map((one, n) => totalOf(one, shard, first + n, stated[n] as Stated));
  const end = writeLines(room, 0, stated, columns.credits, columns.refs);
  const amounts = lines.amountMinor.slice(first, first + owed.length);
  return {
    payee,
    components,
    totalMinor: amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n),
    lines: room.slice(0, end),
    ...(hold && { hold }),
  };
}

function linesOf({ walks, lines }: Shard, walk: number): Stated {
  const [from, to] = [walk === 0 ? 0 : lines.ends[walk - 1], lines.ends[walk]] as [number, number];
  return { credit: lines.credit, amount: lines.amount, from, to, counts: walks[walk]?.counts };
}

function totalOf(
  { enrolment, component, total, earned }: Owed,
  { lines }: Shard,
  walk: number,
  { from, to }: Stated,
): PayeeSheet['components'][number] {
  const creditedMinor = total.creditedMinor + (lines.creditedMinor[walk] as bigint);
  const amountMinor = lines.amountMinor[walk] as bigint;
  const leftOutMinor =
    'capMinor' in component && component.capMinor !== undefined
      ? leftOut(component, { creditedMinor, quotaMinor: total.quotaMinor }, earned.rounding)
      : 0n;
  const { leftOutMinor: _, ...rest } = total;
  const of = { plan: enrolment.plan, planVersion: enrolment.version };
  const left = leftOutMinor > 0n && { leftOutMinor };
  return { ...rest, creditedMinor, amountMinor, ...left, ...of, lines: to - from };
}
