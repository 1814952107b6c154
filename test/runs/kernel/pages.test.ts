/** Columns read straight from pages hold the credits that the pages come to, however these overlap. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockOfEntries, blockOfImported, type CreditBlock } from '../../../functions/deals/credit-block.ts';
import { Credit } from '../../../functions/deals/credit.ts';
import { dealIdOf } from '../../../functions/deals/deal.ts';
import { entryOf, type ImportedFrom, type ImportedRow } from '../../../functions/deals/imported.ts';
import { Columns, columnsOf as laidOut } from '../../../functions/deals/imported-page.ts';
import { type Entry, foldPages, type Page } from '../../../functions/deals/page.ts';
import { inOrder } from '../../../functions/plans/counted.ts';
import { columnsOf } from '../../../functions/runs/kernel/credit-columns.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { addDays, covers, Day } from '../../../shared/kernel/time.ts';
import { squeeze, unsqueeze } from '../../../shared/table/packed.ts';
import { anyRows, FROM, row } from '../../deals/rows.ts';
import { ANA, BEN, CEM, CONNECTOR } from '../../deals/saying.ts';
import { SEED } from './kit.ts';

const people = [ANA, BEN, CEM];
const PERIOD = { from: Day.parse('2026-01-01'), to: Day.parse('2026-10-01') };
const numbering = {
  first: PERIOD.from,
  numberOf: (who: string) => people.indexOf(who as typeof ANA),
  nobody: people.length,
};

/** As a page is read again. */
const pageOf = (rows: readonly ImportedRow[], from: ImportedFrom) =>
  unsqueeze(squeeze(laidOut(rows, from)), Columns);

/** Rows of one file in a page of it; two files may speak of the same records. */
const Files = fc.array(fc.tuple(anyRows(), fc.constantFrom('one', 'two')), { maxLength: 3 }).map((files) =>
  files.map(([rows, name]) => ({
    from: { ...FROM, import: derivedId('imp', name) },
    rows: rows.map((one) => ({ ...one, amountMinor: one.amountMinor / 10n ** 4n })),
  })),
);

const Part = fc.record({
  person: fc.constantFrom(...people),
  part: fc.nat(1),
  on: fc.integer({ min: -5, max: 280 }),
  amount: fc.bigInt(-(10n ** 12n), 10n ** 12n),
});
/** What webhooks made of deals, of which files may have spoken. */
const Told = fc.array(
  fc.record({ record: fc.nat(9), version: fc.nat(3), parts: fc.array(Part, { maxLength: 3 }) }),
  {
    maxLength: 6,
  },
);
const entriesOf = (told: typeof Told extends fc.Arbitrary<infer T> ? T : never, page: number): Entry[] =>
  told.map(({ record, version, parts }, n) => {
    const deal = dealIdOf(CONNECTOR, `D${record}`);
    const credits = parts.map(({ person, part, on, amount }, place) =>
      Credit.parse({
        id: derivedId('crd', String(page), String(n), String(place)),
        deal,
        event: 'told',
        person,
        part,
        day: addDays(PERIOD.from, on),
        amountMinor: String(amount),
      }),
    );
    return { deal, version: version + 1, changes: [], credits };
  });

it(`credit by credit, of files and webhooks together (seed ${SEED})`, () => {
  fc.assert(
    fc.property(Files, fc.array(Told, { maxLength: 3 }), (files, told) => {
      const pages: Page[] = [];
      const blocks: CreditBlock[] = [];
      const add = (entries: Entry[], block: CreditBlock | undefined) => {
        pages.push({ period: 'one', page: String(pages.length), hash: '', entries });
        if (block) blocks.push(block);
      };
      for (const { rows, from } of files) {
        add(
          rows.map((one) => entryOf(one, from)),
          blockOfImported(() => pageOf(rows, from), numbering),
        );
      }
      for (const [n, some] of told.entries()) {
        const entries = entriesOf(some, n);
        add(
          entries,
          blockOfEntries(() => entries, numbering),
        );
      }
      expect(blocks.length, 'every credit fits a column').toBe(pages.length);
      const { credits, creditsAt, refs } = columnsOf(
        blocks.map((block) => ({ ...block, month: 0 })),
        PERIOD,
      );
      const found = creditsAt([...credits.day.keys()]);
      const folded = foldPages(pages).filter(({ day }) => covers(PERIOD, day));
      expect(found).toEqual(folded.sort(inOrder));
      for (const [n, { deal }] of found.entries())
        expect(shortOf(refs[credits.deal[n] as number])).toBe(deal.slice(4, 10));
    }),
    { numRuns: 400, seed: SEED },
  );
});

it('has no column for an amount of 2⁵³ minor units or more, however it came', () => {
  const most = 2n ** 53n;
  expect(
    blockOfImported(() => pageOf([row({ amountMinor: String(most) })], FROM), numbering),
  ).toBeUndefined();
  expect(
    blockOfImported(() => pageOf([row({ amountMinor: String(most - 1n) })], FROM), numbering),
  ).toBeDefined();
  const entry = entryOf(row({ amountMinor: String(-most) }), FROM);
  expect(blockOfEntries(() => [entry], numbering)).toBeUndefined();
});

/** Thirty bits as six letters. */
function shortOf(bits = 0): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return [25, 20, 15, 10, 5, 0].map((shift) => letters[(bits >> shift) & 31]).join('');
}
