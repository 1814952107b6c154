import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exportHeader,
  exportLines,
  type FileFormat,
  standardMapping,
} from '../../functions/imports/export.ts';
import { nextByte } from '../../functions/imports/file.ts';
import { advance, beginImport, kept, type Order, Progress } from '../../functions/imports/progress.ts';
import type { Outcome } from '../../functions/imports/rows.ts';
import { noneSeen, readSeen, type Seen, storedSeen } from '../../functions/imports/seen.ts';
import { bytesOf } from './reading.ts';

const formats: FileFormat[] = [{ format: 'csv', delimiter: ';' }, { format: 'ndjson' }];
const deal = (n: number, stage: string) => ({
  recordId: `D${n}`,
  day: '2026-03-31' as never,
  amountMinor: BigInt(n),
  currency: 'EUR',
  status: 'won' as const,
  stage,
});

/** A job that loses its memory after every piece, and keeps only what is kept. */
function run(bytes: Uint8Array, sizes: readonly number[], { mapping, zone }: Order) {
  let progress = beginImport(mapping);
  let seen: Seen = noneSeen;
  const outcomes: Outcome[] = [];
  const step = (piece: Uint8Array | undefined) => {
    const next = advance(progress, piece, seen, { mapping, zone });
    outcomes.push(...next.outcomes);
    progress = Progress.parse(JSON.parse(JSON.stringify(piece ? kept(next.progress) : next.progress)));
    seen = readSeen(storedSeen(next.seen));
  };
  for (const size of sizes) step(bytes.subarray(nextByte(progress.file), nextByte(progress.file) + size));
  step(bytes.subarray(nextByte(progress.file)));
  // What was half read when it was kept is read as the last piece.
  const last = bytes.subarray(nextByte(progress.file));
  const unkept = advance(progress, last, seen, { mapping, zone });
  outcomes.push(...unkept.outcomes);
  const end = advance(unkept.progress, undefined, unkept.seen, { mapping, zone });
  return { outcomes: [...outcomes, ...end.outcomes], tally: end.progress.tally, done: end.progress.done };
}

describe('an import', () => {
  it('comes to the same however often it stops, and accounts for every row', () => {
    const deals = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('Won', '"a\n;', '\r')), {
      maxLength: 12,
    });
    const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 });
    fc.assert(
      fc.property(deals, sizes, fc.constantFrom(...formats), (deals, sizes, file) => {
        const order = { mapping: standardMapping('deals', file), zone: 'Europe/Berlin' };
        const lines = deals.map(([n, stage]) => exportLines('deals', [deal(n, stage)], file)).join('');
        const bytes = bytesOf(exportHeader('deals', file) + lines);
        const whole = run(bytes, [], order);
        expect(run(bytes, sizes, order)).toEqual(whole);
        expect(whole).toMatchObject({ done: true, tally: { rows: deals.length } });
        expect(whole.tally.accepted).toBe(new Set(deals.map(([n]) => n)).size);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps little, also in the middle of a large record', () => {
    for (const file of formats) {
      const order = { mapping: standardMapping('deals', file), zone: 'UTC' };
      const half = bytesOf(`${exportHeader('deals', file)}${'x'.repeat(500_000)}`);
      const { progress } = advance(beginImport(order.mapping), half, noneSeen, order);
      expect(JSON.stringify(kept(progress)).length).toBeLessThan(1_000);
      expect(nextByte(kept(progress).file)).toBe(exportHeader('deals', file).length);
    }
  });

  it('gets to the end of a file that is one record without end', () => {
    const piece = 1_100_000;
    for (const file of formats) {
      const order = { mapping: standardMapping('deals', file), zone: 'UTC' };
      const bytes = bytesOf(`${exportHeader('deals', file)}"${'x\r'.repeat(2_000_000)}`);
      const { tally, done } = run(bytes, Array(4).fill(piece), order);
      expect({ done, rows: tally.rows, rejected: tally.rejected }).toEqual({
        done: true,
        rows: 1,
        rejected: { [file.format === 'csv' ? 'csv.cut' : 'record.too-large']: 1 },
      });
      let progress = beginImport(order.mapping);
      for (let step = 0; step < 2; step += 1) {
        const from = nextByte(progress.file);
        progress = kept(advance(progress, bytes.subarray(from, from + piece), noneSeen, order).progress);
        expect(nextByte(progress.file)).toBeGreaterThan(from);
      }
    }
  });

  it('counts what is blank before the header, and refuses a file that the mapping does not fit', () => {
    const order = { mapping: standardMapping('deals', { format: 'csv', delimiter: ',' }), zone: 'UTC' };
    const first = advance(beginImport(order.mapping), bytesOf('\n\n'), noneSeen, order);
    expect(first.progress.tally).toMatchObject({ rows: 2, ignored: { 'row.blank': 2 } });
    expect(() => advance(first.progress, bytesOf('a,b\n'), noneSeen, order)).toThrow(
      expect.objectContaining({ code: 'mapping.invalid' }),
    );
    expect(() => advance(first.progress, undefined, noneSeen, order)).toThrow(
      expect.objectContaining({ code: 'file.empty' }),
    );
  });
});
