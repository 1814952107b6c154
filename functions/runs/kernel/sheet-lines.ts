/**
 * The lines of one payee in the few bytes in which a sheet keeps them, byte for byte as `sheet.ts` writes
 * them, from columns and without an object for each line.
 *
 *   the deal's short name and days since the line before · credited · amount      4 + 4 + 3 bytes
 */
import { DAYS_FOLLOW, isShort } from '../sheet.ts';
import type { Credits } from './credits.ts';
import { MOST_BYTES_A_NUMBER, writeNumber } from './numbers.ts';

const REF_BYTES = 4;
const REF_BITS = 30;
export const MOST_BYTES_A_LINE = 3 * MOST_BYTES_A_NUMBER + REF_BYTES;

/** The lines of one component of a payee, and what counted of each credit where that is not its amount. */
export type Stated = {
  readonly credit: Int32Array;
  readonly amount: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly counts?: Float64Array | undefined;
};

/**
 * What lines say of each credit, side by side: its day, its deal's short name as thirty bits, and its amount in
 * two places. A line then reads one place of memory and not four.
 */
export type Briefs = {
  readonly numbers: Int32Array;
  readonly amounts: Float64Array;
  /** The same of some lines at a time, in their order. */
  readonly ahead: { readonly numbers: Int32Array; readonly amounts: Float64Array };
};

/**
 * How many lines are looked up before they are written. Where a number ends depends on what it is, so looking
 * up as one writes would wait for memory at every line; by themselves look-ups wait for each other in no way.
 */
const AHEAD = 512;

/** `refs` are the short names of deals, by the number of the deal. */
export function briefsOf({ day, deal, amount }: Credits, refs: Int32Array | Uint32Array): Briefs {
  const numbers = new Int32Array(day.length * 4);
  const amounts = new Float64Array(numbers.buffer);
  for (let n = 0; n < day.length; n++) {
    numbers[n * 4] = day[n] as number;
    numbers[n * 4 + 1] = refs[deal[n] as number] as number;
    amounts[n * 2 + 1] = amount[n] as number;
  }
  const ahead = { numbers: new Int32Array(AHEAD * 2), amounts: new Float64Array(AHEAD) };
  return { numbers, amounts, ahead };
}

/**
 * Writes the components of one payee in their order, and answers where they end. `to` has room for the
 * longest lines.
 */
export function writeLines(to: DataView, components: readonly Stated[], briefs: Briefs): number {
  const { numbers, amounts } = briefs.ahead;
  let at = 0;
  let last = 0;
  for (const stated of components) {
    for (let from = stated.from; from < stated.to; from += AHEAD) {
      const count = Math.min(AHEAD, stated.to - from);
      lookUp(stated, from, count, briefs);
      for (let n = 0; n < count; n++) {
        const on = numbers[n * 2] as number;
        const since = on - last;
        const days = isShort(since) ? since : DAYS_FOLLOW;
        to.setUint32(at, (days << REF_BITS) | (numbers[n * 2 + 1] as number));
        at += REF_BYTES;
        if (days === DAYS_FOLLOW) at = writeNumber(to, at, since);
        last = on;
        at = writeNumber(to, at, amounts[n] as number);
        at = writeNumber(to, at, stated.amount[from + n] as number);
      }
    }
  }
  return at;
}

function lookUp({ credit, counts }: Stated, from: number, count: number, briefs: Briefs): void {
  const { numbers, amounts, ahead } = briefs;
  for (let n = 0; n < count; n++) {
    const row = credit[from + n] as number;
    ahead.numbers[n * 2] = numbers[row * 4] as number;
    ahead.numbers[n * 2 + 1] = numbers[row * 4 + 1] as number;
    ahead.amounts[n] = (counts ? counts[row] : amounts[row * 2 + 1]) as number;
  }
}
