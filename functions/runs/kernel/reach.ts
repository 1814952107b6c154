/**
 * Whom credits reach: the person they belong to, and every manager above on their day. All rows of a payee
 * stand together, in the order of the credits.
 *
 *   credits of 0 and 1, both below 2      payee 0: [0]   payee 1: [1]   payee 2: [0, 1]
 *   rows [0, 1, 0, 1], starts [0, 1, 2, 4]
 *
 * Amounts are carried along: read one after the other they cost a tenth of what looking each up would.
 */
import { type Chains, type Flat, flattened } from './chains.ts';
import type { Credits } from './credits.ts';

export type Reached = {
  /** Numbers of credits, payee after payee. */
  readonly rows: Int32Array;
  /** The amounts of these credits. */
  readonly amounts: Float64Array;
  /** Where each payee's rows begin; one more than there are payees. */
  readonly starts: Int32Array;
  /** How many of a payee's rows are of their own credits. */
  readonly own: Int32Array;
};

/** Persons have numbers from 0 on; those below `payees` are paid by this calculation, and only they are reached. */
export type People = { readonly people: number; readonly payees: number };

/** `credits` are in order. */
export function reached(credits: Credits, chains: Chains, { people, payees }: People): Reached {
  const flat = flattened(chains, people, credits);
  const { starts, own } = counted(flat, people, payees);
  const rows = new Int32Array(starts[payees] as number);
  const amounts = new Float64Array(rows.length);
  const next = starts.slice();
  const { person, day, amount } = credits;
  const { stretchOf } = chains;
  const { place, managers } = flat;
  for (let n = 0; n < person.length; n++) {
    const who = person[n] as number;
    const minor = amount[n] as number;
    const chain = (stretchOf[day[n] as number] as number) * people + who;
    if (who < payees) {
      const to = next[who] as number;
      next[who] = to + 1;
      rows[to] = n;
      amounts[to] = minor;
    }
    for (let m = place[chain] as number; (managers[m] as number) >= 0; m++) {
      const manager = managers[m] as number;
      if (manager >= payees) continue;
      const to = next[manager] as number;
      next[manager] = to + 1;
      rows[to] = n;
      amounts[to] = minor;
    }
  }
  return { rows, amounts, starts, own };
}

/** All credits of one chain at once: they reach the same people. */
function counted(
  { credits, place, managers }: Flat,
  people: number,
  payees: number,
): Pick<Reached, 'starts' | 'own'> {
  const own = new Int32Array(payees);
  const starts = new Int32Array(payees + 1);
  for (let chain = 0; chain < credits.length; chain++) {
    const count = credits[chain] as number;
    if (count === 0) continue;
    const who = chain % people;
    if (who < payees) own[who] = (own[who] as number) + count;
    for (let m = place[chain] as number; (managers[m] as number) >= 0; m++) {
      const manager = managers[m] as number;
      if (manager < payees) starts[manager + 1] = (starts[manager + 1] as number) + count;
    }
  }
  for (let n = 0; n < payees; n++) {
    starts[n + 1] = (starts[n + 1] as number) + (starts[n] as number) + (own[n] as number);
  }
  return { starts, own };
}
