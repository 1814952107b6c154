/**
 * The lines of one payee in the few bytes in which a sheet keeps them, byte for byte as `sheet.ts` writes
 * them, from columns and without an object for each line.
 *
 *   days since the line before · credited · amount · the deal's short name      1 + 4 + 3 + 4 bytes
 */
import type { Credits } from './credits.ts';
import { MOST_BYTES_A_NUMBER, writeNumber } from './numbers.ts';

const REF_BYTES = 4;
export const MOST_BYTES_A_LINE = 3 * MOST_BYTES_A_NUMBER + REF_BYTES;

/** The lines of one component of a payee, and what counted of each credit where that is not its amount. */
export type Stated = {
  readonly credit: Int32Array;
  readonly amount: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly counts?: Float64Array | undefined;
};

/** Short names of deals as thirty bits, by the number of the deal. */
export type DealRefs = Int32Array | Uint32Array;

/**
 * Writes the components of one payee in their order, and answers where they end. `bytes` has room for the
 * longest lines.
 */
export function writeLines(
  bytes: Uint8Array,
  start: number,
  components: readonly Stated[],
  credits: Credits,
  refs: DealRefs,
): number {
  let at = start;
  let last = 0;
  for (const { credit, amount, from, to, counts = credits.amount } of components) {
    for (let n = from; n < to; n++) {
      const row = credit[n] as number;
      const on = credits.day[row] as number;
      at = writeNumber(bytes, at, on - last);
      last = on;
      at = writeNumber(bytes, at, counts[row] as number);
      at = writeNumber(bytes, at, amount[n] as number);
      at = writeRef(bytes, at, refs[credits.deal[row] as number] as number);
    }
  }
  return at;
}

function writeRef(bytes: Uint8Array, at: number, bits: number): number {
  bytes[at] = bits >>> 24;
  bytes[at + 1] = bits >>> 16;
  bytes[at + 2] = bits >>> 8;
  bytes[at + 3] = bits;
  return at + 4;
}
