/** Columns of credits: their order, their bytes, and what a late credit changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chains } from '../../../functions/runs/kernel/chains.ts';
import { columnsFor, type Credits, inOrder } from '../../../functions/runs/kernel/credits.ts';
import { affectedBy, withLate } from '../../../functions/runs/kernel/late.ts';
import { NumberReader, writeNumber } from '../../../functions/runs/kernel/numbers.ts';
import { packCredits, unpackCredits } from '../../../functions/runs/kernel/packed-credits.ts';
import { reached } from '../../../functions/runs/kernel/reach.ts';
import { SEED } from './kit.ts';

const RUNS = { numRuns: 400, seed: SEED };
type Row = readonly [person: number, day: number, deal: number, part: number, amount: number];

const Whole = fc.maxSafeInteger();
const Rows = fc.array(
  fc.tuple(
    fc.nat(5),
    fc.nat(3),
    fc.oneof(fc.nat(4), fc.nat(2 ** 31 - 1)),
    fc.nat(2),
    fc.oneof(fc.integer({ min: -99, max: 99 }), Whole),
  ),
  { maxLength: 40 },
);

function columns(rows: readonly Row[]): Credits {
  const to = columnsFor(rows.length);
  for (const [n, [person, day, deal, part, amount]] of rows.entries()) {
    [to.person[n], to.day[n], to.deal[n], to.part[n], to.amount[n]] = [person, day, deal, part, amount];
  }
  return to;
}

const rowsOf = ({ person, day, deal, part, amount }: Credits): Row[] =>
  [...person].map((who, n) => [who, day[n], deal[n], part[n], amount[n]] as unknown as Row);

/** 0 and 1 are below 3, 2 is below 4, and those are below 5; on day 2 and later, 0 is below 4 instead. */
const chains: Chains = {
  stretchOf: Uint16Array.of(0, 0, 1, 1),
  stretches: 2,
  above: (person, stretch) => {
    if (person === 5) return [];
    if (person > 2) return [5];
    return [person === 2 || (person === 0 && stretch === 1) ? 4 : 3, 5];
  },
};
const all = { people: 6, payees: 6 };

/** What reaches each payee, as rows. */
function reaching(credits: Credits): Row[][] {
  const { rows, amounts, starts } = reached(credits, chains, all);
  const known = rowsOf(credits);
  return Array.from({ length: 6 }, (_, payee) => {
    const own = [...rows.keys()].slice(starts[payee], starts[payee + 1]);
    expect(own.map((n) => amounts[n])).toEqual(own.map((n) => known[rows[n] as number]?.[4]));
    return own.map((n) => known[rows[n] as number] as Row);
  });
}

describe('credits in columns', () => {
  it('are sorted by day, deal and part, and else stay as they were', () => {
    fc.assert(
      fc.property(Rows, (rows) => {
        const sorted = rows.toSorted((a, b) => a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
        expect(rowsOf(inOrder(columns(rows)))).toEqual(sorted);
      }),
      RUNS,
    );
  });

  it('reach their person and everybody above on their day, once each', () => {
    fc.assert(
      fc.property(Rows, (rows) => {
        const credits = inOrder(columns(rows));
        const found = reaching(credits);
        for (const [payee, reach] of found.entries()) {
          const expected = rowsOf(credits).filter(
            ([person, day]) => person === payee || chains.above(person, day < 2 ? 0 : 1).includes(payee),
          );
          expect(reach).toEqual(expected);
        }
      }),
      RUNS,
    );
  });

  it('leave out whoever is not paid here', () => {
    const credits = columns([
      [4, 0, 0, 0, 100],
      [0, 0, 1, 0, 200],
    ]);
    // Of 0, 1 and 2 only 0 is credited; managers have the numbers after them.
    const { rows, starts, own } = reached(credits, chains, { people: 6, payees: 3 });
    expect([[...rows], [...starts], [...own]]).toEqual([[1], [0, 1, 1, 1], [1, 0, 0]]);
  });

  it('come back from their bytes as they went in', () => {
    fc.assert(
      fc.property(Rows, (rows) => {
        const credits = inOrder(columns(rows));
        expect(unpackCredits(packCredits(credits))).toEqual(credits);
      }),
      RUNS,
    );
  });

  it('of a late credit reach nobody else, and all whom it reaches have what they would have had', () => {
    fc.assert(
      fc.property(
        Rows,
        Rows.filter(({ length }) => length > 0),
        (rows, more) => {
          const credits = inOrder(columns(rows));
          const late = columns(more);
          const payees = affectedBy(late, chains, all);
          const before = reaching(credits);
          const after = reaching(inOrder(columns([...rowsOf(credits), ...more])));
          const partly = reaching(withLate(credits, reached(credits, chains, all), payees, late));
          for (const payee of [0, 1, 2, 3, 4, 5]) {
            if (payees.includes(payee)) expect(partly[payee]).toEqual(after[payee]);
            else expect(after[payee]).toEqual(before[payee]);
          }
        },
      ),
      RUNS,
    );
  });
});

describe('numbers in bytes', () => {
  it('come back, up to 2⁵³ on either side', () => {
    const Numbers = fc.array(fc.oneof(Whole, fc.integer({ min: -200, max: 200 }), fc.integer()));
    fc.assert(
      fc.property(Numbers, (numbers) => {
        const bytes = new Uint8Array(numbers.length * 8 + 4);
        const end = numbers.reduce((at, number) => writeNumber(new DataView(bytes.buffer), at, number), 0);
        const reader = new NumberReader(bytes.subarray(0, end));
        expect(numbers.map(() => reader.next())).toEqual(numbers.map((number) => number + 0));
      }),
      RUNS,
    );
  });

  it('take one byte up to 63, two up to 8,191, four up to 134 million', () => {
    const sizes = [63, 64, 8_191, 8_192, 1_048_575, 1_048_576, 2 ** 27 - 1, -(2 ** 27), 2 ** 53 - 1];
    expect(sizes.map((number) => writeNumber(new DataView(new ArrayBuffer(8)), 0, number))).toEqual([
      1, 2, 2, 3, 3, 4, 4, 5, 8,
    ]);
  });
});
