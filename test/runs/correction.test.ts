/** Late facts as laws: whenever they are heard of, all periods together pay what they would have paid at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedBy, speaksOfEarlier, wantedFor } from '../../functions/runs/affected.ts';
import { differing } from '../../functions/runs/causes.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import type { Reached } from '../../functions/runs/interval.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { cases } from '../kit/cases.ts';
import { SEED } from './kernel/kit.ts';
import {
  atOnce,
  knownIn,
  manifestOf,
  MONTHS,
  only,
  paidFor,
  PEOPLE,
  Plans,
  type Policy,
  saidOf,
  Sales,
  type Sold,
} from './late-months.ts';

const RUNS = { numRuns: cases(30), seed: SEED };

describe(`what is heard of late (seed ${SEED})`, () => {
  const neverCancelled = (sales: readonly Sold[]) =>
    sales.filter(({ undone }) => undone?.how !== 'cancelled');

  it('comes, over all periods, to what it would have paid in time; unsaid again, to nothing', () => {
    fc.assert(
      fc.property(Sales, Plans, fc.boolean(), (all, said, contest) => {
        const sales = neverCancelled(all);
        const terms = { ...said, contest };
        expect(paidFor(saidOf(sales), terms).totals).toEqual(paidFor(atOnce(sales), terms).totals);
      }),
      RUNS,
    );
  });

  it('is posted once: worked out again, it adds no line and moves no opening', () => {
    fc.assert(
      fc.property(
        Sales,
        Plans,
        fc.constantFrom<Policy>('openPeriodCurve', 'recompute'),
        (sales, terms, policy) => {
          const { paid, reached } = paidFor(saidOf(sales), terms, policy);
          const next = { ...manifestOf(MONTHS, terms, policy), reached };
          const known = saidOf(sales)(MONTHS);
          const { trueUps = [], reached: opened = reached } = correctionOf(next, paid, {
            before: known,
            now: known,
          });
          expect(trueUps).toEqual([]);
          expect(new Set(opened.map(textOf))).toEqual(new Set(reached.map(textOf)));
        },
      ),
      RUNS,
    );
  });

  it('follows from the credits that reach whom it moves: no others are needed', () => {
    let left = 0;
    fc.assert(
      fc.property(Sales, Plans, fc.boolean(), (sales, said, contest) => {
        const terms = { ...said, contest };
        const { paid } = paidFor(saidOf(sales), terms, 'recompute');
        const [last, ...before] = paid.toReversed();
        if (!last) throw new Error('a month is paid');
        const earlier = before.toReversed();
        const known = knownIn(saidOf(sales), MONTHS - 1);
        const { from } = last.period;
        const moved = differing(known.before, known.now).all.filter((one) => speaksOfEarlier(one, from));
        const deals = new Set<string>(moved.map(({ deal }) => deal));
        const ofThem = only(known, ({ deal }) => deals.has(deal));
        const needed = only(known, wantedFor(earlier, affectedBy(earlier, ofThem, from), deals));
        left += known.now.length - needed.now.length;
        const opened = { ...last, trueUps: [] };
        expect(correctionOf(opened, earlier, needed)).toEqual(correctionOf(opened, earlier, known));
      }),
      RUNS,
    );
    expect(left, 'some are left out').toBeGreaterThan(0);
  });

  it('names the deals that moved it, and nobody whom they do not reach', () => {
    fc.assert(
      fc.property(Sales, Plans, (all, terms) => {
        const sales = neverCancelled(all);
        const { paid } = paidFor(saidOf(sales), terms);
        for (const { person, deals } of paid.flatMap(({ trueUps = [] }) => trueUps)) {
          const own = sales.flatMap(({ who }, n) =>
            PEOPLE[who] === person ? [derivedId('dea', String(n))] : [],
          );
          expect(deals.length).toBeGreaterThan(0);
          if (terms.credits === 'direct') expect(own).toEqual(expect.arrayContaining(deals));
        }
      }),
      RUNS,
    );
  });
});

describe(`a deal that is cancelled (seed ${SEED})`, () => {
  it('comes to nothing where its period is worked out anew, whenever either is heard of', () => {
    fc.assert(
      fc.property(Sales, Plans, (sales, terms) => {
        const stands = sales.map((sold) => (sold.undone ? { ...sold, amount: 0 } : sold));
        expect(paidFor(saidOf(sales), terms, 'recompute').totals).toEqual(
          paidFor(atOnce(stands), terms, 'recompute').totals,
        );
      }),
      RUNS,
    );
  });
});

function textOf(one: Reached): string {
  return JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
