import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportedRow } from '../../functions/deals/imported.ts';
import {
  batchesOf,
  batchPages,
  indexOfPages,
  periodsIn,
  UNSOLD,
} from '../../functions/deals/imported-batch.ts';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { locate } from '../../functions/deals/imported-index.ts';
import { columnsOf } from '../../functions/deals/imported-page.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { pack } from '../../shared/table/packed.ts';
import { day, year2026 } from '../periods/kit.ts';
import { anyRows, FROM, row } from './rows.ts';

/** One window a day: more periods than a transaction takes checks. */
const days = Array.from({ length: 200 }, (_, n) => {
  const from = addDays(day('2026-01-01'), n);
  const [month] = year2026;
  if (!month) throw new Error('a year has months');
  return { ...month, id: from as never, kind: 'window' as const, from, to: addDays(from, 1) };
});

const usual = row();
const many = (count: number, changed: (n: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, n) => ({ ...usual, line: n + 2, recordId: `D${n}`, ...changed(n) }));
const linesIn = (rows: readonly ImportedRow[]) => rows.map(({ line }) => line).sort((a, b) => a - b);

describe('the batches of a part of a file', () => {
  it('hold each row once, on a page of the month in which it is won, and name each period once', () => {
    fc.assert(
      fc.property(anyRows(40), (rows) => {
        const batches = batchesOf('imp_x.3', rows, year2026);
        expect(linesIn(batches.flatMap(batchPages).flatMap((page) => page.rows))).toEqual(linesIn(rows));
        for (const { place, rows: some } of batches.flatMap(batchPages)) {
          const month = year2026.find(({ id }) => id === place);
          for (const each of some) {
            const isThere = month && month.from <= each.day && each.day < (month.to ?? '~');
            expect(place === UNSOLD ? each.status !== 'won' : isThere).toBe(true);
          }
        }
        for (const batch of batches) {
          const ids = periodsIn(batch).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same for the same rows, and differ in name from those of another part', () => {
    const rows = many(5_000, (n) => ({ day: addDays(day('2026-01-01'), n % 300) }));
    const again = batchesOf('imp_x.3', structuredClone(rows), year2026);
    expect(batchesOf('imp_x.3', rows, year2026)).toEqual(again);
    expect(again.flatMap(batchPages)).toEqual(batchesOf('imp_x.3', rows, year2026).flatMap(batchPages));
    const pages = [again, batchesOf('imp_x.4', rows, year2026)].flat().flatMap(batchPages);
    expect(new Set(pages.map(({ place, page }) => `${place} ${page}`)).size).toBe(pages.length);
  });

  it('write at most ninety things and 20,000 rows, beside the index', () => {
    // 200 windows of 300 rows: a check and a page each, so 45 windows fill the first batch.
    const rows = many(60_000, (n) => ({ day: days[n % 200]?.from }));
    const batches = batchesOf('imp_x.0', rows, days);
    const writes = batches.map((batch) => periodsIn(batch).length + batchPages(batch).length);
    expect(writes).toEqual([90, 90, 90, 90, 40]);
    const large = batchesOf('imp_x.0', many(45_000), year2026);
    // One month, pages of 2,000 rows: ten fill a batch.
    expect(large.map((batch) => batchPages(batch).map((page) => page.rows.length))).toEqual([
      Array(10).fill(2_000),
      Array(10).fill(2_000),
      [2_000, 2_000, 1_000],
    ]);
  });

  it('put as little on a page as fits into an item, were nothing of it compressed', () => {
    // Two kilobytes that are no words: 2,000 such rows would be four megabytes.
    const noise = (n: number) =>
      Array.from({ length: 45 }, (_, k) => createHash('sha256').update(`${n} ${k}`).digest('base64')).join(
        '',
      );
    const wide = many(2_000, (n) => ({ about: { custom: { Note: noise(n) } } }));
    const pages = batchesOf('imp_x.0', wide, year2026).flatMap(batchPages);
    expect(pages.length).toBeGreaterThan(2_000 / (280_000 / 2_000));
    for (const { rows } of pages) expect(pack(columnsOf(rows, FROM))).toHaveLength(1);
    const bytes = batchesOf('imp_x.0', wide, year2026).map((batch) =>
      batch.groups.reduce((sum, group) => sum + group.bytes, 0),
    );
    for (const each of bytes) expect(each).toBeLessThanOrEqual(3_000_000);
  });

  it('count the gaps that a custom field leaves in rows without it', () => {
    // 20 names of its own for each row: 500 rows would be 10,000 columns of 500.
    const own = (n: number) => Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`f${n}x${k}`, '1']));
    const rows = many(500, (n) => ({ about: { custom: own(n) } }));
    const pages = batchesOf('imp_x.0', rows, year2026).flatMap(batchPages);
    // n rows of 20 names leave n × 20n × 5 bytes of gaps: at most 52 of them in 280,000.
    for (const page of pages) expect(page.rows.length).toBeLessThanOrEqual(52);
    expect(linesIn(pages.flatMap((page) => page.rows))).toEqual(linesIn(rows));
  });
});

it('the index of a batch leads to the page of each of its deals', () => {
  const rows = many(4_500, (n) => ({ day: addDays(day('2026-01-01'), n % 90) }));
  const [batch] = batchesOf('imp_x.0', rows, year2026);
  const pages = batchPages(batch ?? { name: '', groups: [] });
  const index = indexOfPages(pages, FROM);
  for (const { recordId } of rows.filter(({ line }) => line % 97 === 0)) {
    const found = locate(index, dealIdOf(FROM.connector, recordId)).flatMap((n) => pages[n]?.rows ?? []);
    expect(found.map((each) => each.recordId)).toContain(recordId);
  }
  expect(locate(index, dealIdOf(FROM.connector, 'D4501'))).toEqual([]);
});
