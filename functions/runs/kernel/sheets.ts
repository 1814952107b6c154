/**
 * What a shard found for one of its payees, as a run keeps it: totals by component, how many lines each has,
 * and the lines in few bytes. A line's explanation is worked out on read, by the rules.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { DealId, PersonId, PlanId } from '../../../shared/kernel/ids.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import type { ComponentTotal, Hold } from '../../plans/earnings.ts';
import { dealRefOf } from '../sheet.ts';
import type { Shard } from './payees.ts';
import { MOST_BYTES_A_LINE, type Stated, writeLines } from './sheet-lines.ts';

type Total = ComponentTotal & {
  readonly plan: PlanId;
  readonly planVersion: number;
  /** How many of the lines, which come in the order of the components. */
  readonly lines: number;
};

export type PayeeSheet = {
  readonly payee: PersonId;
  readonly components: readonly Total[];
  readonly totalMinor: Minor;
  readonly lines: Uint8Array;
  readonly hold?: Hold['hold'];
};

/** One payee after the other; only the bytes of the one that is asked for are made. */
export function* sheetsOf(shard: Shard): Generator<PayeeSheet> {
  const refs = refsOf(shard.columns.deals);
  for (const number of shard.payees.keys()) yield sheetOf(shard, number, refs);
}

function sheetOf({ columns, payees, walks, lines }: Shard, number: number, refs: Uint32Array): PayeeSheet {
  const found = payees[number];
  assert(found, 'a payee of the shard');
  const { payee, first, owed, hold } = found;
  const stated = owed.map((_, n): Stated => {
    const walk = first + n;
    const [from, to] = [walk === 0 ? 0 : lines.ends[walk - 1], lines.ends[walk]] as [number, number];
    return { credit: lines.credit, amount: lines.amount, from, to, counts: walks[walk]?.counts };
  });
  const components = owed.map(({ enrolment, total }, n): Total => {
    const creditedMinor = lines.creditedMinor[first + n] as bigint;
    const amountMinor = lines.amountMinor[first + n] as bigint;
    const of = { plan: enrolment.plan, planVersion: enrolment.version };
    const { from, to } = stated[n] as Stated;
    return { ...total, creditedMinor, amountMinor, ...of, lines: to - from };
  });
  const most = stated.reduce((sum, { from, to }) => sum + to - from, 0) * MOST_BYTES_A_LINE;
  const bytes = new Uint8Array(most);
  const end = writeLines(bytes, 0, stated, columns.credits, refs);
  return {
    payee,
    components,
    totalMinor: components.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    lines: bytes.slice(0, end),
    ...(hold && { hold }),
  };
}

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The short name of each deal, five bits a letter. */
function refsOf(deals: readonly DealId[]): Uint32Array {
  return Uint32Array.from(deals, (deal) =>
    dealRefOf(deal)
      .split('')
      .reduce((bits, letter) => bits * 32 + LETTERS.indexOf(letter), 0),
  );
}
