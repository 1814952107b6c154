import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bytesOf,
  Columns,
  columnsOf,
  neededBy,
  NULL_BYTES,
  rowsOf,
} from '../../functions/deals/imported-page.ts';
import { pack, squeeze, unsqueeze } from '../../shared/table/packed.ts';
import { ANA, BEN } from './saying.ts';
import { anyRows, FROM, row, shopRow } from './rows.ts';

it('comes back as it was, whatever a row says and leaves out', () => {
  fc.assert(
    fc.property(anyRows(), (rows) => {
      const stored = unsqueeze(squeeze(columnsOf(rows, FROM)), Columns);
      expect(stored.from).toEqual(FROM);
      expect(rowsOf(stored)).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

it('keeps each line as its distance to the one before, and people by their place', () => {
  const rows = [row({ line: 2 }), row({ line: 3, owner: BEN }), shopRow({ line: 5 })];
  const { line, owner, people, stage } = columnsOf(rows, FROM);
  expect(people).toEqual([ANA, BEN].sort());
  // Lines 2, 3 and 5; nobody is −1.
  expect({ line, owner }).toEqual({ line: [2, 1, 2], owner: [people.indexOf(ANA), people.indexOf(BEN), -1] });
  expect(stage).toBeUndefined();
});

it('tells what is false, what is empty and what is not said apart', () => {
  const customs = [{ a: false }, { a: '' }, { b: 'x' }, undefined];
  const rows = customs.map((custom, n) => row({ line: n + 2, about: { ...(custom && { custom }) } }));
  expect(rowsOf(columnsOf(rows, FROM)).map(({ about }) => about.custom)).toEqual(customs);
});

it('takes no more than its rows are said to take, before anything is compressed', () => {
  fc.assert(
    fc.property(anyRows(), (rows) => {
      const names = new Set(rows.flatMap(neededBy));
      const most = rows.reduce((sum, each) => sum + bytesOf(each), 0) + rows.length * names.size * NULL_BYTES;
      const digits = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      const beside = JSON.stringify(columnsOf([], FROM)).length + 200;
      expect(Buffer.byteLength(JSON.stringify(columnsOf(rows, FROM), digits))).toBeLessThan(most + beside);
    }),
    { numRuns: 100 },
  );
});

it('takes some twenty bytes a deal, as orders of a year are', () => {
  const rows = Array.from({ length: 2_000 }, (_, n) => {
    const day = new Date(Date.UTC(2026, 0, 1 + (n % 31))).toISOString().slice(0, 10);
    // Amounts that no compression guesses: a multiplicative walk over seven digits.
    const amountMinor = String((n * 7_919_993) % 9_999_991);
    return row({ line: n + 2, recordId: `SO${43_659 + n}`, day, amountMinor, owner: n % 3 ? ANA : BEN });
  });
  const [piece, ...more] = pack(columnsOf(rows, FROM));
  expect(more).toEqual([]);
  expect((piece?.data.length ?? 0) / rows.length).toBeLessThan(20);
});

it('names what orders are about once, so that three facts more take some ten bytes a deal more', () => {
  const plain = Array.from({ length: 2_000 }, (_, n) => row({ line: n + 2, recordId: `SO${43_659 + n}` }));
  const told = plain.map((each, n) =>
    row({
      ...each,
      amountMinor: '100',
      about: {
        type: n % 4 ? 'new' : 'renewal',
        category: `Category ${n % 7}`,
        channel: n % 5 ? 'web' : 'partner',
      },
      units: String(1 + (n % 9)),
      costMinor: String((n * 7_919_993) % 9_991),
    }),
  );
  const bytes = (rows: Parameters<typeof columnsOf>[0]) => pack(columnsOf(rows, FROM))[0]?.data.length ?? 0;
  expect(columnsOf(told, FROM).type?.words).toEqual(['new', 'renewal']);
  expect((bytes(told) - bytes(plain)) / told.length).toBeLessThan(10);
  expect(columnsOf(plain, FROM)).toMatchObject({ type: undefined, units: undefined, costMinor: undefined });
});
