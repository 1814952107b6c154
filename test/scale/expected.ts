/**
 * What everybody earns in the quarter, by arithmetic of its own: nothing of the product is asked.
 *
 *   rate 8 %, quota 100.00, 120.00 credited      50.00 × 4 % + 50.00 × 8 % + 20.00 × 12 % = 8.40
 */
import type { Workload } from '../bench/workload.ts';

/** Cents by payee; nobody had anything credited before. */
export function expectedOf(work: Workload): bigint[] {
  const credited = Array.from({ length: work.payees }, () => 0n);
  for (const [n, seller] of work.person.entries()) {
    const cents = BigInt(work.amount[n] as number);
    for (let who = seller; who >= 0; who = work.manager[who] as number) {
      credited[who] = (credited[who] as bigint) + cents;
    }
  }
  return credited.map((cents, payee) =>
    paid(cents, BigInt(work.rate[payee] ?? 0), BigInt(work.quota[payee] ?? 0)),
  );
}

/** Half the rate up to half the quota, and half a rate more in each half of a quota above that. */
function paid(cents: bigint, rate: bigint, quota: bigint): bigint {
  const half = quota / 2n;
  const slices = [
    least(cents, half),
    least(most(cents - half, 0n), half),
    least(most(cents - 2n * half, 0n), half),
    most(cents - 3n * half, 0n),
  ];
  const halves = slices.reduce((sum, slice, n) => sum + slice * BigInt(n + 1), 0n);
  return halfEven(halves * rate, 20_000n);
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const most = (a: bigint, b: bigint) => (a > b ? a : b);

function halfEven(num: bigint, den: bigint): bigint {
  const sign = num < 0n ? -1n : 1n;
  const [whole, rest] = [(num * sign) / den, (num * sign) % den];
  const isUp = 2n * rest > den || (2n * rest === den && whole % 2n === 1n);
  return sign * (isUp ? whole + 1n : whole);
}
