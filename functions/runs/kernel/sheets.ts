/**
 * What a shard found for one of its payees, as a run keeps it: totals by component, how many lines each has,
 * and the lines in few bytes. A line's explanation is worked out on read, by the rules.
 */
import type { DealId, PersonId, PlanId } from '../../../shared/kernel/ids.ts';
import type { Minor } from '../../../shared/kernel/money.ts';
import type { ComponentTotal, Hold } from '../../plans/earnings.ts';
import { dealRefOf } from '../sheet.ts';
import type { PayeeWalks, Shard } from './payees.ts';
import { briefsOf, MOST_BYTES_A_LINE, type Stated, writeLines } from './sheet-lines.ts';

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

/** One payee after the other; the bytes of each are its own. */
export function* sheetsOf(shard: Shard): Generator<PayeeSheet> {
  const briefs = briefsOf(shard.columns.credits, refsOf(shard.columns.deals));
  let room = new Uint8Array(0);
  for (const found of shard.payees) {
    const stated = statedOf(shard, found);
    const most = stated.reduce((sum, { from, to }) => sum + to - from, 0) * MOST_BYTES_A_LINE;
    if (room.length < most) room = new Uint8Array(2 * most);
    const lines = room.slice(0, writeLines(new DataView(room.buffer), stated, briefs));
    yield { ...totalsOf(shard, found, stated), lines };
  }
}

function statedOf({ lines }: Shard, { first, owed }: PayeeWalks): Stated[] {
  return owed.map((_, n) => {
    const walk = first + n;
    const [from, to] = [walk === 0 ? 0 : lines.ends[walk - 1], lines.ends[walk]] as [number, number];
    return { credit: lines.credit, amount: lines.amount, from, to };
  });
}

function totalsOf({ lines }: Shard, { payee, first, owed, hold }: PayeeWalks, stated: readonly Stated[]) {
  const components = owed.map(({ enrolment, total }, n): Total => {
    const creditedMinor = lines.creditedMinor[first + n] as bigint;
    const amountMinor = lines.amountMinor[first + n] as bigint;
    const of = { plan: enrolment.plan, planVersion: enrolment.version };
    const { from, to } = stated[n] as Stated;
    return { ...total, creditedMinor, amountMinor, ...of, lines: to - from };
  });
  const totalMinor = components.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return { payee, components, totalMinor, ...(hold && { hold }) };
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
