/**
 * Which records a file has had so far, in twenty bytes each: eight of the digest of its key, eight of the
 * digest of what it says, and the line on which the key stood first. Sorted by key, so that pieces of a file
 * merge in any order:
 *
 *   line 2: D1, 100     line 5: D1, 100   → the same again, ignored
 *                       line 9: D1, 120   → something else than line 2, rejected
 *
 * Among a million keys two have the same eight bytes with a probability of 1 to 37 million; only such a row
 * would be taken for another.
 */
import { createHash } from 'node:crypto';
import { assert } from '../../shared/kernel/assert.ts';
import { canonical } from '../../shared/kernel/chain.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { type ImportedRecord, type Kind, keyOf } from './targets/index.ts';

/** Of key and content: two words each. */
export type Print = readonly [number, number, number, number];
/** Five words a record: its print and its line. */
export type Seen = Uint32Array;
export type Placed = { readonly line: number; readonly print: Print };

const WORDS = 5;
export const MOST_ROWS = 1_000_000;

export const noneSeen: Seen = new Uint32Array(0);

export function printOf(kind: Kind, record: ImportedRecord): Print {
  const content = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ]);
  const key = digestOf(JSON.stringify(keyOf(kind, record)));
  const said = digestOf(canonical(Object.fromEntries(content)));
  return [key.readUInt32LE(0), key.readUInt32LE(4), said.readUInt32LE(0), said.readUInt32LE(4)];
}

/** Of each key, the line where it stands first. */
export function seenOf(rows: readonly Placed[]): Seen {
  const sorted = [...rows].sort(({ print: a, line: n }, { print: b, line: m }) => order(a, b) || n - m);
  const firsts = sorted.filter(({ print }, n) => {
    const before = sorted[n - 1];
    return !before || order(before.print, print) !== 0;
  });
  return Uint32Array.from(firsts.flatMap(({ print, line }) => [...print, line]));
}

/** What both have seen; in any order, and also where they have seen some of the same. */
export function mergedSeen(a: Seen, b: Seen): Seen {
  if (a.length < b.length) return mergedSeen(b, a);
  const all = new Uint32Array(a.length + b.length);
  let [from, end] = [0, 0];
  for (let at = 0; at < b.length; at += WORDS) {
    const place = placeOf(a, b, at, from);
    all.set(a.subarray(from, place), end);
    end += place - from;
    const inBoth = place < a.length && orderAt(a, place, b, at) === 0;
    const takesA = inBoth && lineAt(a, place) <= lineAt(b, at);
    all.set(takesA ? a.subarray(place, place + WORDS) : b.subarray(at, at + WORDS), end);
    end += WORDS;
    from = inBoth ? place + WORDS : place;
  }
  all.set(a.subarray(from), end);
  end += a.length - from;
  if (end > MOST_ROWS * WORDS) refuse('too-large', 'file.rows', `A file has at most ${MOST_ROWS} records.`);
  return all.slice(0, end);
}

/** The line where a key stood first, and whether the same was said there. */
export function firstOf(seen: Seen, print: Print): { line: number; same: boolean } | undefined {
  const wanted = Uint32Array.from(print);
  const place = placeOf(seen, wanted, 0, 0);
  if (place === seen.length || orderAt(seen, place, wanted, 0) !== 0) return undefined;
  const same = seen[place + 2] === print[2] && seen[place + 3] === print[3];
  return { line: lineAt(seen, place), same };
}

/** As bytes, for keeping between the pieces of a file: little-endian words. */
export function storedSeen(seen: Seen): Uint8Array {
  const bytes = new Uint8Array(seen.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [n, word] of seen.entries()) view.setUint32(n * 4, word, true);
  return bytes;
}

export function readSeen(bytes: Uint8Array): Seen {
  assert(bytes.length % (WORDS * 4) === 0, 'what was seen is whole records');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, n) => view.getUint32(n * 4, true));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function order([a, b]: Print, [c, d]: Print): number {
  return a === c ? b - d : a - c;
}

/** Where the first record stands that is not before another; none before `from` is looked at. */
function placeOf(seen: Seen, other: Uint32Array, at: number, from: number): number {
  let [low, high] = [from / WORDS, seen.length / WORDS];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orderAt(seen, middle * WORDS, other, at) < 0) low = middle + 1;
    else high = middle;
  }
  return low * WORDS;
}

function orderAt(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  const first = (a[i] ?? 0) - (b[j] ?? 0);
  return first === 0 ? (a[i + 1] ?? 0) - (b[j + 1] ?? 0) : first;
}

function lineAt(seen: Seen, at: number): number {
  return seen[at + WORDS - 1] ?? 0;
}
