/**
 * A team pool: what a team sells together makes a pool, which its members divide.
 *
 *   a pool of 10 % of 1,200,000 = 120,000      four members alike: 30,000 each
 *   100.00 among three                         33.34, 33.33, 33.33: shares add up to the pool
 *
 * A deal is shared by those who are in the team on its day. The pool's running total is rounded, then divided
 * by largest remainder, so that nothing is made or lost.
 */
import * as z from 'zod';
import { divideByShares, type Minor } from '../../../shared/kernel/money.ts';
import { fraction, type Rational, roundHalfEven, times } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import { amount } from '../words.ts';
import { common, type Shared, type Standing } from './component.ts';
import { RateOrTerm, rateWords, rational } from './rate.ts';
import { treated, treatments } from './treatments.ts';

export const TeamPool = z
  .strictObject({ kind: z.literal('team-pool'), ...common, rate: RateOrTerm, ...treatments })
  .meta({ id: 'TeamPool' });
export type TeamPool = z.output<typeof TeamPool>;

export const teamPool = treated<TeamPool>({
  needs: () => ({}),
  paysPerCredit: true,
  faults: () => [],
  warnings: () => [],
  earned: (pool, standing) => fraction(mine(pool, standing)),
  describe: ({ rate }, { measure }) =>
    `You and your team earn ${rateWords(rate)} of ${dealWords(measure)}, which is divided among you.`,
  explain(pool, before, after, currency) {
    const credited = after.creditedMinor - before.creditedMinor;
    const exact = fraction(mine(pool, after) - mine(pool, before));
    const whole = `${amount(credited, currency)} × ${rateWords(pool.rate)} for the pool`;
    return [{ text: `${whole}, of which your share is ${amount(exact, currency)}`, exact }];
  },
});

/** By each group that shared deals: the part of its pool that is the payee's. */
function mine({ rate }: TeamPool, { shared = [] }: Standing): Minor {
  return shared.reduce((sum, group) => sum + shareOf(rational(rate), group), 0n);
}

function shareOf(rate: Rational, { creditedMinor, shares, own }: Shared): Minor {
  const pool = roundHalfEven(times(rate, fraction(creditedMinor)));
  return divideByShares(pool, shares)[own] ?? 0n;
}
