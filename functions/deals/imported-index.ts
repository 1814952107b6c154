/**
 * On which page each deal of a batch lies: seven bytes a deal, sorted, so that whoever hears of a deal by a
 * webhook finds what a file said of it, without an item for each.
 *
 *   dea_4k2m9x0q…   →   4k2m9x0q in 5 bytes · page 3 in 2
 *
 * Of a million deals, two share those forty bits as often as not. Both pages are found, and who looks there
 * compares the whole id.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { DealId } from '../../shared/kernel/ids.ts';

const ID_BYTES = 5;
const PAGE_BYTES = 2;
const BYTES = ID_BYTES + PAGE_BYTES;
const LETTERS = 8;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export type Located = { readonly deal: DealId; readonly page: number };

export function indexOf(all: readonly Located[]): Uint8Array {
  const numbered = all.map(({ deal, page }) => ({ page, bits: bitsOf(deal) }));
  numbered.sort((a, b) => a.bits - b.bits || a.page - b.page);
  const bytes = Buffer.alloc(all.length * BYTES);
  for (const [n, { bits, page }] of numbered.entries()) {
    bytes.writeUIntBE(bits, n * BYTES, ID_BYTES);
    bytes.writeUIntBE(page, n * BYTES + ID_BYTES, PAGE_BYTES);
  }
  return bytes;
}

/** The pages on which a deal may lie: rarely more than one. */
export function locate(index: Uint8Array, deal: DealId): number[] {
  assert(index.length % BYTES === 0, 'an index is whole entries');
  const bytes = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
  const wanted = bitsOf(deal);
  const pages: number[] = [];
  for (let at = firstAt(bytes, wanted); at < bytes.length; at += BYTES) {
    if (bytes.readUIntBE(at, ID_BYTES) !== wanted) break;
    pages.push(bytes.readUIntBE(at + ID_BYTES, PAGE_BYTES));
  }
  return [...new Set(pages)];
}

function firstAt(bytes: Buffer, wanted: number): number {
  let [low, high] = [0, bytes.length / BYTES];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (bytes.readUIntBE(middle * BYTES, ID_BYTES) < wanted) low = middle + 1;
    else high = middle;
  }
  return low * BYTES;
}

function bitsOf(deal: DealId): number {
  return deal
    .slice(4, 4 + LETTERS)
    .split('')
    .reduce((bits, letter) => bits * 32 + ALPHABET.indexOf(letter), 0);
}
