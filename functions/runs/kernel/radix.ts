/**
 * Sorting by counting, a few bits at a time: each pass keeps the order of the one before among equals.
 *
 *   keys 3 1 3 2     how many of each 1: 1, 2: 1, 3: 2     starts 0, 1, 2     rows 1 3 0 2
 */
const BITS = 11;
const MASK = (1 << BITS) - 1;

/** Whole numbers from 0 up to 2³¹. */
export type Keys = Int32Array | Uint16Array;

/** Numbers of rows, sorted by the last of the keys, rows that agree there by the one before it, and so on. */
export function sortedBy(keys: readonly Keys[], count: number): Int32Array {
  let rows = new Int32Array(count);
  for (let n = 0; n < count; n++) rows[n] = n;
  let spare = new Int32Array(count);
  for (const key of keys) {
    const most = largest(key);
    for (let shift = 0; shift < 31 && (shift === 0 || most >> shift > 0); shift += BITS) {
      distribute(rows, spare, key, shift);
      [rows, spare] = [spare, rows];
    }
  }
  return rows;
}

/** Where each row goes when they are sorted by one key of few values, such as days. */
export function placesBy(key: Uint16Array): Int32Array {
  const next = new Int32Array(largest(key) + 2);
  for (let n = 0; n < key.length; n++) {
    const after = (key[n] as number) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let n = 1; n < next.length; n++) next[n] = (next[n] as number) + (next[n - 1] as number);
  const places = new Int32Array(key.length);
  for (let n = 0; n < key.length; n++) {
    const value = key[n] as number;
    const place = next[value] as number;
    next[value] = place + 1;
    places[n] = place;
  }
  return places;
}

function distribute(rows: Int32Array, to: Int32Array, key: Keys, shift: number): void {
  const next = new Int32Array(MASK + 2);
  for (let n = 0; n < rows.length; n++) {
    const digit = ((key[n] as number) >> shift) & MASK;
    next[digit + 1] = (next[digit + 1] as number) + 1;
  }
  for (let n = 0; n < MASK; n++) next[n + 1] = (next[n + 1] as number) + (next[n] as number);
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n] as number;
    const digit = ((key[row] as number) >> shift) & MASK;
    const at = next[digit] as number;
    next[digit] = at + 1;
    to[at] = row;
  }
}

function largest(key: Keys): number {
  let most = 0;
  for (let n = 0; n < key.length; n++) if ((key[n] as number) > most) most = key[n] as number;
  return most;
}
