import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  beginContent,
  ContentState,
  contentOf,
  importIdOf,
  PART_BYTES,
  readContent,
} from '../../functions/imports/content.ts';
import { standardMapping } from '../../functions/imports/export.ts';
import { bytesOf, inPieces } from './reading.ts';

const sha = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

function digestOf(bytes: Uint8Array, sizes: readonly number[] = []): string {
  const stored = (state: ContentState) => ContentState.parse(JSON.parse(JSON.stringify(state)));
  const pieces = inPieces(bytes, sizes);
  return contentOf(pieces.reduce((state, piece) => stored(readContent(state, piece)), beginContent));
}

it('follows the formula that is written down', () => {
  // Two parts: 65,536 bytes of 'a', and 'b'.
  const [one, other] = [Buffer.alloc(PART_BYTES, 'a'), Buffer.from('b')];
  const chain = sha(sha(Buffer.alloc(32), sha(one)), sha(other));
  const length = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 1);
  expect(digestOf(Buffer.concat([one, other]))).toBe(sha(chain, length).toString('hex'));
  expect(digestOf(Buffer.alloc(0))).toBe(sha(Buffer.alloc(32), new Uint8Array(8)).toString('hex'));
});

it('does not depend on the pieces, and on nothing but the bytes', () => {
  const bytes = Buffer.alloc(3 * PART_BYTES, 'attain');
  const whole = digestOf(bytes);
  fc.assert(
    fc.property(fc.array(fc.nat(2 * PART_BYTES), { maxLength: 6 }), (sizes) => {
      expect(digestOf(bytes, sizes)).toBe(whole);
    }),
    { numRuns: 20 },
  );
  expect(digestOf(bytes.subarray(1))).not.toBe(whole);
  expect(digestOf(bytesOf('a'))).not.toBe(digestOf(bytesOf('a\n')));
});

it('names an import by its file and its mapping', () => {
  const csv = standardMapping('deals', { format: 'csv', delimiter: ',' });
  const id = importIdOf('digest', csv);
  expect(id).toMatch(/^imp_[0-9a-z]{26}$/);
  expect(importIdOf('digest', structuredClone(csv))).toBe(id);
  expect(importIdOf('digest', standardMapping('deals', { format: 'ndjson' }))).not.toBe(id);
  expect(importIdOf('another', csv)).not.toBe(id);
});
