/**
 * What is kept of each payee of a shard, without an object for each line: totals by component in exact numbers,
 * and the lines in few bytes. A line's explanation is worked out on read, by the rules.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { leftOut } from '../../plans/components/index.ts';
import type { PayeeSheet } from '../sheet.ts';
import { settlePayee, type Unsettled } from '../settling.ts';
import type { Owed, Shard } from './payees.ts';
import { MOST_BYTES_A_LINE, type Stated, writeLines } from './sheet-lines.ts';

/** One payee after the other; only the bytes of the one that is asked for are made. */
export function* sheetsOf(shard: Shard): Generator<PayeeSheet> {
  for (const number of shard.payees.keys()) yield sheetOf(shard, number);
}

function sheetOf(shard: Shard, number: number): PayeeSheet {
  const { inputs, columns, payees, lines } = shard;
  const found = payees[number];
  assert(found, 'a payee of the shard');
  const { payee, first, owed, hold } = found;
  const stated = owed.map((_, n) => linesOf(shard, first + n));
  const components = owed.map((one, n) => totalOf(one, shard, first + n, stated[n] as Stated));
  const most = stated.reduce((sum, { from, to }) => sum + to - from, 0) * MOST_BYTES_A_LINE;
  const bytes = new Uint8Array(most);
  const end = writeLines(bytes, 0, stated, columns.credits, columns.refs);
  const amounts = lines.amountMinor.slice(first, first + owed.length);
  const totalMinor = amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
  const settled = settlePayee(inputs, { payee, lines: earnedIn(shard, stated, totalMinor), hold });
  return {
    payee,
    components,
    totalMinor,
    lines: bytes.slice(0, end),
    ...(settled && { settled }),
    ...(hold && { hold }),
  };
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
