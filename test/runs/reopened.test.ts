/** Reopenings as laws: whenever a month is reopened, all together pay what they would have paid so from the first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../kit/cases.ts';
import { SEED } from './kernel/kit.ts';
import { Plans, type Policy, saidOf, Sales, type Sold } from './late-months.ts';
import { Changes, paidWith, Reopenings, unchanged } from './reopened-months.ts';

const RUNS = { numRuns: cases(30), seed: SEED };
const Policies = fc.constantFrom('openPeriodCurve', 'recompute', 'asPaid') as fc.Arbitrary<Policy>;

/** What is taken back as it was paid depends on when it was: so nothing is heard of late there. */
const told = (sales: readonly Sold[], policy: Policy) =>
  saidOf((policy as string) === 'asPaid' ? sales.map(inTime) : sales);
const inTime = (sold: Sold): Sold => ({
  ...sold,
  lateBy: 0,
  undone: sold.undone?.how === 'cancelled' ? sold.undone : undefined,
});

describe(`a month that is reopened (seed ${SEED})`, () => {
  it('comes, with all that is heard of late, to what it would have paid so from the first', () => {
    fc.assert(
      fc.property(Sales, Plans, Policies, fc.boolean(), Reopenings, (sales, said, policy, contest, one) => {
        const [terms, known] = [{ ...said, contest }, told(sales, policy)];
        const change = one.at[0]?.[1] ?? unchanged;
        const from = paidWith(known, terms, policy, { first: { month: one.month, change } });
        expect(paidWith(known, terms, policy, { reopened: one }).totals).toEqual(from.totals);
      }),
      RUNS,
    );
  });

  it('of which nothing is said otherwise posts nothing, and moves nobody', () => {
    fc.assert(
      fc.property(Sales, Plans, Policies, fc.nat(2), (sales, terms, policy, month) => {
        const reopened = { month, at: [[3, unchanged] as const] };
        const found = paidWith(told(sales, policy), terms, policy, { reopened });
        const plain = paidWith(told(sales, policy), terms, policy, {});
        expect(found.posted.flat()).toEqual([]);
        expect([found.totals, found.reached]).toEqual([plain.totals, plain.reached]);
      }),
      RUNS,
    );
  });

  it('is posted once: reopened again by the same, nothing is; by what was said at first, all is taken back', () => {
    fc.assert(
      fc.property(Sales, Plans, Policies, fc.nat(2), Changes, (sales, terms, policy, month, change) => {
        const again = (last: typeof change) => {
          const at = [[3, change] as const, [4, last] as const];
          return paidWith(told(sales, policy), terms, policy, { reopened: { month, at } });
        };
        expect(again(change).posted[4]).toEqual([]);
        expect(again(unchanged).totals).toEqual(paidWith(told(sales, policy), terms, policy, {}).totals);
      }),
      RUNS,
    );
  });

  it('names the reopening, and no deals', () => {
    fc.assert(
      fc.property(Sales, Plans, Reopenings, (sales, terms, reopened) => {
        const { posted } = paidWith(saidOf(sales), terms, 'openPeriodCurve', { reopened });
        for (const { deals, reopening, beforeMinor, afterMinor } of posted.flat()) {
          expect([deals, reopening?.reason]).toEqual([[], 'a typing error']);
          expect(beforeMinor).not.toBe(afterMinor);
        }
      }),
      RUNS,
    );
  });
});
