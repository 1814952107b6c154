import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { standardMapping } from '../../functions/imports/export.ts';
import { readingOf } from '../../functions/imports/reading.ts';
import { decide } from '../../functions/imports/rows.ts';
import { mergedSeen, noneSeen, readSeen, type Seen, storedSeen } from '../../functions/imports/seen.ts';
import {
  ignoredIn,
  merged,
  MOST_REJECTS,
  nothing,
  REJECTS_HEADER,
  rejectedIn,
  rejectionsIn,
  rejectLines,
  Tally,
  tallyOf,
} from '../../functions/imports/tally.ts';
import { csvOf } from './reading.ts';

const mapping = standardMapping('deals', { format: 'csv', delimiter: ',' });
const rounding = {
  ...mapping,
  fields: { ...mapping.fields, amount: { column: 'amount', minor: 'half-even' as const } },
};
const names = Object.keys(mapping.fields);
const reading = readingOf(rounding, names, 'Europe/Berlin');

const row = (id: string, amount: string, currency = 'EUR') =>
  names
    .map((name) => ({ recordId: id, day: '2026-03-31', amount, currency, status: 'won' })[name] ?? '')
    .join(',');
const rowsOf = (lines: readonly string[]) => csvOf([names.join(','), ...lines].join('\n')).rows;

it('adds up, with control totals to the last digit', () => {
  const lines = [row('D1', '0.125'), row('D2', '0.135'), row('D3', '10.0006', 'USD'), row('D4', 'x')];
  const rows = rowsOf([...lines, row('D1', '0.125'), row('D2', '7'), '']);
  // EUR: 0.125 + 0.135 = 0.26 = 0.12 + 0.14, and 0.005 − 0.005 is away. USD: 10.0006 = 10.00 + 0.0006.
  expect(tallyOf(decide(rows, reading, noneSeen).outcomes)).toEqual({
    rows: 6,
    accepted: 3,
    ignored: { 'duplicate.same': 1 },
    rejected: { 'cell.number': 1, 'duplicate.other': 1 },
    totals: { EUR: { rows: 2, minor: '26', away: '0' }, USD: { rows: 1, minor: '1000', away: '0.0006' } },
    rejects: [
      expect.objectContaining({ line: 5, column: 'amount', code: 'cell.number' }),
      expect.objectContaining({ line: 7, column: null, code: 'duplicate.other' }),
    ],
  });
});

it('tells of the first rejects, and the file of rejects of all', () => {
  const rows = rowsOf(Array.from({ length: 150 }, (_, n) => row(`D${n}`, '=1+1')));
  const { outcomes } = decide(rows, reading, noneSeen);
  const tally = merged(tallyOf(outcomes.slice(75)), tallyOf(outcomes.slice(0, 75)));
  expect(rejectedIn(tally)).toBe(150);
  expect(tally.rejects.map(({ line }) => line)).toEqual(
    Array.from({ length: MOST_REJECTS }, (_, n) => n + 2),
  );
  const file = csvOf(REJECTS_HEADER + rejectLines(rejectionsIn(outcomes)));
  expect(file.columns).toEqual(['line', 'column', 'code', 'message']);
  expect(file.rows).toHaveLength(150);
  expect(file.rows[149]).toMatchObject({
    fields: ['151', 'amount', 'cell.number', expect.stringContaining("'=1+1'")],
  });
});

/** Few ids and amounts, so that many rows are duplicates of some kind. */
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('D1', 'D2', 'D3'),
      fc.constantFrom('1', '1.005', '2.0055', 'x'),
      fc.constantFrom('EUR', 'JPY'),
    )
    .map(([id, amount, currency]) => row(id, amount, currency)),
  fc.constant('cut,short'),
  fc.constant('"open" quote'),
);
const file = fc.array(line, { maxLength: 30 }).map(rowsOf);
const cuts = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

it('accounts for every row, and is the same for a file and for its parts, in any order', () => {
  fc.assert(
    fc.property(file, cuts, (rows, [first, second]) => {
      const whole = decide(rows, reading, noneSeen);
      const tally = tallyOf(whole.outcomes);
      expect(tally.rows).toBe(rows.length);
      expect(tally.accepted + ignoredIn(tally) + rejectedIn(tally)).toBe(tally.rows);
      expect(Tally.parse(JSON.parse(JSON.stringify(tally)))).toEqual(tally);

      const parts = [rows.slice(0, first), rows.slice(first, second), rows.slice(second)];
      let seen: Seen = noneSeen;
      const inTurn = parts.map((part) => {
        const decided = decide(part, reading, readSeen(storedSeen(seen)));
        seen = decided.seen;
        return tallyOf(decided.outcomes);
      });
      expect(inTurn.reduce(merged, nothing)).toEqual(tally);
      expect(seen).toEqual(whole.seen);

      const looked = parts.map((part) => decide(part, reading, noneSeen).seen).reverse();
      const all = looked.reduce(mergedSeen, noneSeen);
      const [a, b, c] = parts.map((part) => tallyOf(decide(part, reading, all).outcomes));
      if (!a || !b || !c) throw new Error('three parts');
      expect(merged(c, merged(a, b))).toEqual(tally);
      expect(merged(merged(c, a), b)).toEqual(tally);
    }),
    { numRuns: 200 },
  );
});

it('is not changed by a part that is looked at again', () => {
  fc.assert(
    fc.property(file, (rows) => {
      const once = decide(rows, reading, noneSeen);
      const again = decide(rows, reading, once.seen);
      expect(again).toEqual(once);
      expect(mergedSeen(once.seen, once.seen)).toEqual(once.seen);
    }),
    { numRuns: 50 },
  );
});

it('refuses a file of more than a million records', () => {
  const many = (count: number, from: number) =>
    Uint32Array.from({ length: count * 5 }, (_, n) => (n % 5 === 1 ? from + n : 0));
  const full = many(1_000_000, 0);
  expect(mergedSeen(full, full)).toHaveLength(5_000_000);
  expect(() => mergedSeen(full, many(1, 5_000_000))).toThrow(expect.objectContaining({ code: 'file.rows' }));
});
