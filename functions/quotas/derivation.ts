/**
 * How a quota came to its amount: what is asked of the whole period, and what was done to that, always in this
 * order, so that nobody gains by the order in which things were said.
 *
 *   200,000.00   base
 *   100,000.00   proration   45/90   there from 2026-02-15 on
 *    66,666.67   relief      30/45   2026-03-01 … 2026-03-16, parental leave
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { Decimal, fraction, type Rational } from '../../shared/kernel/rational.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Day } from '../../shared/kernel/time.ts';

/** What an amount is multiplied by, exactly: '45/90'. */
export const Factor = z.string().regex(/^\d+\/[1-9]\d*$/);
export type Factor = z.output<typeof Factor>;

/** The amount after a step, rounded half-even to be read; the next step goes on from what is exact. */
const after = { factor: Factor, leavesMinor: Minor };

export const Step = z.discriminatedUnion('kind', [
  /** The part of a year, growth over the base, or the share of a newcomer's months. */
  z.object({ kind: z.enum(['season', 'growth', 'ramp']), ...after }),
  /** Days of the period, `to` excluded, on which another amount was asked of the whole period. */
  z.object({ kind: z.literal('change'), wasMinor: Minor, from: Day, to: Day, ...after }),
  /** The days of the period on which the person is there. */
  z.object({ kind: z.literal('proration'), from: Day, to: Day, ...after }),
  /** Days on which so much of the quota, '1' being all of it, is not asked. */
  z.object({ kind: z.literal('relief'), from: Day, to: Day, share: Decimal, reason: Name, ...after }),
  /** What somebody who reports to the person brings into their team's quota. */
  z.object({ kind: z.literal('report'), person: PersonId, addsMinor: Minor, ...after }),
]);
export type Step = z.output<typeof Step>;

export const Derivation = z.object({ baseMinor: Minor, steps: z.array(Step) });
export type Derivation = z.output<typeof Derivation>;

export function factorOf({ num, den }: Rational): Factor {
  return `${num}/${den}`;
}

export function readFactor(factor: Factor): Rational {
  const [num = '0', den = '1'] = factor.split('/');
  return fraction(BigInt(num), BigInt(den));
}

/** Whether two say the same, one of them perhaps read from the table. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  return canonical(inDigits(one)) === canonical(inDigits(other));
}

function inDigits(value: unknown): unknown {
  const text = JSON.stringify(value ?? null, (_, inner) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
  return JSON.parse(text);
}
