/** A page of imported deals in columns says of each credit what crediting says of it. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockOfImported, type CreditBlock } from '../../functions/deals/credit-block.ts';
import { isOfTheSale } from '../../functions/deals/credit.ts';
import { entryOf, type ImportedRow } from '../../functions/deals/imported.ts';
import { Columns, columnsOf } from '../../functions/deals/imported-page.ts';
import { type Day, daysBetween } from '../../shared/kernel/time.ts';
import { squeeze, unsqueeze } from '../../shared/table/packed.ts';
import { ANA, BEN, CEM } from './saying.ts';
import { anyRows, FROM, row } from './rows.ts';

const FIRST = '2026-01-01' as Day;
const people = [ANA, BEN, CEM];
const NOBODY = people.length;
const numbering = {
  first: FIRST,
  numberOf: (person: string) => people.indexOf(person as never),
  nobody: NOBODY,
};

/** As they are read again. */
const laidOut = (rows: readonly ImportedRow[]) => unsqueeze(squeeze(columnsOf(rows, FROM)), Columns);

const creditsOf = (rows: readonly ImportedRow[]) =>
  rows.map((each) => entryOf(each, FROM).credits.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

function expectSame(block: CreditBlock, rows: readonly ImportedRow[]): void {
  const all = creditsOf(rows).flatMap((credits, entry) => credits.map((credit) => ({ credit, entry })));
  expect(block.amount).toHaveLength(all.length);
  const creditAt = block.open();
  for (const [n, { credit, entry }] of all.entries()) {
    expect(creditAt(n)).toEqual(credit);
    const said = [block.entry[n], block.person[n], block.day[n], block.part[n], block.amount[n]];
    const person = isOfTheSale(credit) ? people.indexOf(credit.person) : NOBODY;
    const amount = Number(credit.amountMinor);
    expect(said).toEqual([entry, person, daysBetween(FIRST, credit.day), credit.part, amount]);
  }
}

it('credit by credit, whatever rows say of splits, helpers, costs and collections', () => {
  const small = anyRows().map((rows) =>
    rows.map((each) => ({ ...each, amountMinor: each.amountMinor % 10n ** 14n })),
  );
  fc.assert(
    fc.property(small, (rows) => {
      expectSame(blockOfImported(() => laidOut(rows), numbering) ?? expect.fail(), rows);
    }),
    { numRuns: 200 },
  );
});

it('with a deal of no amount whose units count, and one of nothing at all', () => {
  const rows = [
    row({ recordId: 'D1', amountMinor: '0', units: '3' }),
    row({ recordId: 'D2', line: 3, amountMinor: '0' }),
    row({ recordId: 'D3', line: 4, amountMinor: '700' }),
  ];
  const block = blockOfImported(() => laidOut(rows), numbering) ?? expect.fail();
  // D2 gives no credit; wrong would be none of D1.
  expect([[...block.entry], [...block.amount]]).toEqual([
    [0, 2],
    [0, 700],
  ]);
  expectSame(block, rows);
});

it('not where an amount is too large for a number to say it', () => {
  const rows = [row({ amountMinor: String(2n ** 53n) })];
  expect(blockOfImported(() => laidOut(rows), numbering)).toBeUndefined();
});
