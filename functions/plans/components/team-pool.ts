/**
 * A team pool: what a team sells together makes a pool, which its members divide.
 *
 *   a pool of 10 % of 1,200,000 = 120,000      four members alike: 30,000 each
 *   100.00 among three                         33.34, 33.33, 33.33: shares add up to the pool
 *   100.01 by weights of 2, 1 and 1            50.01, 25.00, 25.00: the largest remainder is half a cent
 *
 * A deal is shared by those who are in the team on its day. The pool's running total is rounded, then divided
 * by largest remainder, so that nothing is made or lost. Threshold, multiplier and cap are those of the pool.
 */
import * as z from 'zod';
import { divideByShares, type Minor } from '../../../shared/kernel/money.ts';
import { fraction, roundHalfEven, times, zero } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import { amount } from '../words.ts';
import { type ComponentKind, common, type Standing } from './component.ts';
import { RateOrTerm, rateWords, rational } from './rate.ts';
import { treated, treatments } from './treatments.ts';

export const TeamPool = z
  .strictObject({ kind: z.literal('team-pool'), ...common, rate: RateOrTerm, ...treatments })
  .meta({ id: 'TeamPool' });
export type TeamPool = z.output<typeof TeamPool>;

/** What the team earns together: as a flat rate, with all that may happen to one. */
const together = treated<TeamPool>({
  needs: () => ({}),
  paysPerCredit: true,
  faults: () => [],
  warnings: () => [],
  earned: ({ rate }, { creditedMinor }) => times(rational(rate), fraction(creditedMinor)),
  turns: () => 'What the whole team sells makes the pool, and who was in it on the day of each deal.',
  describe: ({ rate }, { measure }) =>
    `You and your team earn ${rateWords(rate)} of ${dealWords(measure)}, which is divided among you.`,
  explain({ rate }, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = times(rational(rate), fraction(credited));
    const text = `${amount(credited, currency)} × ${rateWords(rate)} = ${amount(exact, currency)} for the pool`;
    return [{ text, exact }];
  },
});

export const teamPool: ComponentKind<TeamPool> = {
  ...together,
  pool: (component, standing) => together.earned(component, standing),
  earned: (_, standing) => fraction(mine(standing)),
  // What a cap leaves out of the pool is nobody's in particular.
  uncapped: (_, standing) => fraction(mine(standing)),
  explain(component, before, after, currency, own) {
    const pool = together.explain(component, before, after, currency, own);
    const exact = fraction(mine(after) - mine(before));
    const text = `Your share of the pool${partOf(before, after)} is ${amount(exact, currency)}`;
    const share = { text, exact };
    return [...pool.map(({ text }) => ({ text, exact: zero })), share];
  },
};

/** ', 2 of 4,' where the members of the group that shares a deal have other shares than one each. */
function partOf({ shared: before = [] }: Standing, { shared = [] }: Standing): string {
  const moved = shared.find((one, n) => before[n]?.pool !== one.pool);
  if (!moved || moved.shares.every((each) => each === moved.shares[0])) return '';
  return `, ${moved.shares[moved.own]} of ${moved.shares.reduce((sum, each) => sum + each, 0n)},`;
}

/** By each group that shared deals: the part of its pool that is the payee's. */
function mine({ shared = [] }: Standing): Minor {
  return shared.reduce((sum, { pool, shares, own }) => {
    return sum + (divideByShares(roundHalfEven(pool), shares)[own] ?? 0n);
  }, 0n);
}
