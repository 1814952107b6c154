/**
 * How far deals were invoiced and paid for in a period, as their credits by those clocks say. Parts of a deal
 * add up to it, whoever has them; who is credited on top adds nothing.
 *
 *   +40,000 by cash                          40,000 more than before
 *   −40,000 +40,000 +20,000 of 120,000       60,000 in all: the deal was said anew
 */
import type { DealId } from '../../shared/kernel/ids.ts';
import { covers } from '../../shared/kernel/time.ts';
import type { Clock, Credit } from '../deals/credit.ts';
import type { Progress, Reached } from '../ledger/waiting.ts';
import type { Inputs } from './manifest.ts';

type Clocked = Credit & { readonly clock: Clock };

export function reachedIn(
  { period }: Pick<Inputs, 'period'>,
  credits: readonly Credit[],
): ReadonlyMap<DealId, Reached> {
  const clocked = credits.filter((credit): credit is Clocked => {
    return credit.clock !== undefined && credit.role === undefined && covers(period, credit.day);
  });
  const deals = Map.groupBy(clocked, ({ deal }) => deal);
  return new Map([...deals].map(([deal, own]) => [deal, reachedOf(own)]));
}

function reachedOf(credits: readonly Clocked[]): Reached {
  const undone = new Set(credits.map(({ reverses }) => reverses));
  const standing = credits.filter(({ id, reverses }) => reverses === undefined && !undone.has(id));
  const one = standing.toSorted(byTime).at(-1);
  const progress = (clock: Clock): Progress => {
    const anew = credits.some((credit) => credit.clock === clock && credit.reverses !== undefined);
    const counted = (anew ? standing : credits).filter((credit) => credit.clock === clock);
    return { anew, minor: counted.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) };
  };
  const dealMinor = one && (one.dealMinor ?? one.amountMinor);
  return { dealMinor, invoice: progress('invoice'), cash: progress('cash') };
}

/** The same last one, in whatever order they are read. */
function byTime(a: Credit, b: Credit): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
