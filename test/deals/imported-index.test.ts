import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { indexOf, locate } from '../../functions/deals/imported-index.ts';
import { DealId } from '../../shared/kernel/ids.ts';
import { CONNECTOR } from './saying.ts';

const deal = (record: number) => dealIdOf(CONNECTOR, `D${record}`);
const pages = fc.uniqueArray(fc.tuple(fc.nat(5_000), fc.integer({ min: 0, max: 65_535 })), {
  maxLength: 300,
  selector: ([record]) => record,
});

it('finds each deal on its page and no other, whatever the order they are named in', () => {
  fc.assert(
    fc.property(pages, fc.integer({ min: 5_001, max: 9_000 }), (all, other) => {
      const index = indexOf(all.map(([record, page]) => ({ deal: deal(record), page })));
      for (const [record, page] of all) expect(locate(index, deal(record))).toEqual([page]);
      expect(locate(index, deal(other))).toEqual([]);
      expect(indexOf([...all].reverse().map(([n, page]) => ({ deal: deal(n), page })))).toEqual(index);
    }),
    { numRuns: 100 },
  );
});

it('takes seven bytes a deal, and finds nothing where there is nothing', () => {
  const some = [1, 2, 3].map((record) => ({ deal: deal(record), page: record }));
  expect(indexOf(some)).toHaveLength(3 * 7);
  expect(locate(indexOf([]), deal(1))).toEqual([]);
});

it('finds both pages of two deals whose first eight letters are the same, each once', () => {
  const [one, other] = ['a', 'b'].map((last) => DealId.parse(`dea_zzzzzzzz${'0'.repeat(17)}${last}`));
  if (!one || !other) throw new Error('two deals');
  const located = [
    { deal: one, page: 700 },
    { deal: other, page: 3 },
    { deal: other, page: 3 },
  ];
  expect(locate(indexOf(located), one)).toEqual([3, 700]);
});
