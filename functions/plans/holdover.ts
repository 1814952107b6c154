/**
 * Holdover: of a deal that closes after it changed hands, its old owner keeps a share that falls with the days
 * since. Day 0 is the day of the transfer.
 *
 *   [0, 30) 100 %, [30, 60) 50 %, from 60 on nothing      50,000 won on day 45: 25,000 and 25,000
 *
 * The two shares are divided without a cent over, and add up wherever both owners' plans say the same. Those above
 * the two are credited alike, by their own plans, and whoever is above both has all of it.
 */
import * as z from 'zod';
import { divideByShares, type Minor } from '../../shared/kernel/money.ts';
import { compare, decimal } from '../../shared/kernel/rational.ts';
import { daysBetween } from '../../shared/kernel/time.ts';
import { Rate } from './components/rate.ts';
import type { Counted } from './counted.ts';

const Share = Rate.refine((text) => compare(decimal(text), decimal('1')) <= 0, 'must be at most 1');
const Stretch = z.strictObject({ from: z.int().min(0), to: z.int().positive().nullable(), keeps: Share });

export const Holdover = z
  .array(Stretch)
  .min(1)
  .max(20)
  .refine(isWhole, 'must begin with day 0, leave no day out, and end with null');
export type Holdover = z.output<typeof Holdover>;

/** What is left to the new owner. */
export function withoutKept(holdover: Holdover, credits: readonly Counted[]): Counted[] {
  return credits.map((credit) => (credit.from ? part(holdover, credit, 1) : credit));
}

/** What the old owner keeps of credits that are another's now. */
export function kept(holdover: Holdover, credits: readonly Counted[]): Counted[] {
  return credits
    .map((credit) => ({ ...part(holdover, credit, 0), isKept: true }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
}

function part(holdover: Holdover, credit: Counted, which: 0 | 1): Counted {
  const { num, den } = decimal(keptOf(holdover, credit));
  const share = (minor: Minor) => divideByShares(minor, [num, den - num])[which] ?? 0n;
  return {
    ...credit,
    amountMinor: share(credit.amountMinor),
    ...(credit.costMinor !== undefined && { costMinor: share(credit.costMinor) }),
    ...(credit.units !== undefined && { units: share(credit.units) }),
  };
}

/** By the day on which the deal was won, so that what is taken back later is divided alike. */
function keptOf(holdover: Holdover, { from, day }: Counted): Rate {
  if (!from) return '0';
  const days = daysBetween(from.on, from.won ?? day);
  return holdover.findLast((stretch) => stretch.from <= days)?.keeps ?? '1';
}

function isWhole(stretches: readonly { from: number; to: number | null }[]): boolean {
  return stretches.every(
    ({ from, to }, n) =>
      from === (n === 0 ? 0 : stretches[n - 1]?.to) && (to === null) === (n === stretches.length - 1),
  );
}
