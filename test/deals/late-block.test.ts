/** What is said late, in columns: the same credits as the pages come to, whichever page says it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockOfEntries } from '../../functions/deals/credit-block.ts';
import { Credit } from '../../functions/deals/crediting.ts';
import { lateBlocks } from '../../functions/deals/late-block.ts';
import { type Entry, foldPages, type Page } from '../../functions/deals/page.ts';
import { columnsOf } from '../../functions/runs/kernel/credit-columns.ts';
import { PeriodId, derivedId } from '../../shared/kernel/ids.ts';
import { addDays, Day } from '../../shared/kernel/time.ts';
import { ada } from '../people/kit.ts';

const FIRST = Day.parse('2026-01-01');
const MONTHS = ['2026-m01', '2026-m02', '2026-m03'].map((id) => PeriodId.parse(id));
const QUARTER = { from: FIRST, to: addDays(FIRST, 90) };

const credit = (deal: number, month: number, amount: number): Credit =>
  Credit.parse({
    id: derivedId('crd', `${deal} ${month} ${amount}`),
    deal: derivedId('dea', String(deal)),
    event: 'won',
    person: ada,
    part: 0,
    day: addDays(FIRST, month * 28 + deal),
    amountMinor: String(amount),
  });

const Said = fc.record({
  deal: fc.nat(3),
  month: fc.nat(2),
  amounts: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 1 }),
  /** Of an earlier month, what it has by now. */
  late: fc.array(fc.tuple(fc.nat(1), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 1 })), {
    maxLength: 2,
  }),
});

function pageOf(
  { deal, month, amounts, late }: typeof Said extends fc.Arbitrary<infer S> ? S : never,
  n: number,
): Page {
  const said = late.filter(([of]) => of < month);
  const entry: Entry = {
    deal: derivedId('dea', String(deal)) as Entry['deal'],
    version: n,
    changes: [],
    credits: amounts.map((amount) => credit(deal, month, amount)),
    ...(said.length > 0 && {
      late: said.map(([of, some]) => ({
        period: MONTHS[of] as PeriodId,
        credits: some.map((amount) => credit(deal, of, amount)),
      })),
    }),
  };
  return { period: MONTHS[month] as string, page: `${n}`, hash: `${n}`, entries: [entry] };
}

it('columns hold what pages come to, with what is said late of the months of a run', () => {
  const numbering = { first: FIRST, numberOf: () => 0, nobody: 1 };
  fc.assert(
    fc.property(fc.array(Said, { maxLength: 12 }), (said) => {
      const pages = said.map(pageOf);
      const blocks = pages.flatMap(({ period, entries }) => {
        const block = blockOfEntries(() => entries, numbering);
        const late = lateBlocks(entries, numbering);
        if (!block || !late) throw new Error('every credit fits a column');
        return [{ period, block }, ...late];
      });
      const columns = columnsOf(
        blocks.map(({ period, block }) => ({ ...block, month: MONTHS.indexOf(period as PeriodId) })),
        QUARTER,
      );
      const found = columns.creditsAt([...columns.credits.amount.keys()]);
      expect(found).toEqual(foldPages(pages, MONTHS));
    }),
    { numRuns: 300 },
  );
});
