/**
 * What deals of a golden case say beside their amount, on the credits that follow: cost and units are divided
 * among the parts of a deal as its amount is, and a reversal carries them negated.
 */
import { divideByShares } from '../../../shared/kernel/money.ts';
import { proportions } from '../../crm/share.ts';
import type { Credit } from '../../deals/crediting.ts';
import type { DealChange } from '../../deals/deal.ts';
import type { Counted } from '../../plans/counted.ts';
import type { DealSaid, GoldenCase } from './case.ts';
import { minorOf } from './said.ts';

type Said = { readonly deal: DealSaid; readonly change: DealChange };
type Facts = Pick<Counted, 'about' | 'units' | 'costMinor'>;

/** Of one deal: its credits, and all that was said of it, in order. */
export function withFacts(golden: GoldenCase, credits: readonly Credit[], all: readonly Said[]): Credit[] {
  const given = new Map(credits.map((credit) => [credit.id, credit]));
  return credits.map((credit) => {
    const source = credit.reverses === undefined ? credit : given.get(credit.reverses);
    const last = all.findIndex(({ change }) => change.id === source?.event);
    const facts = factsOf(golden, all.slice(0, last + 1), credit.part);
    return { ...credit, ...(credit.reverses === undefined ? facts : negated(facts)) };
  });
}

function factsOf({ currency }: GoldenCase, said: readonly Said[], part: number): Facts {
  const latest = <K extends keyof DealSaid>(name: K) => said.findLast(({ deal }) => deal[name])?.deal[name];
  const [about, units, cost, splits] = [latest('about'), latest('units'), latest('cost'), latest('splits')];
  const shares = splits ? proportions(splits.map(({ share }) => share)) : [1n];
  const partOf = (whole: bigint) => divideByShares(whole, shares)[part] ?? 0n;
  return {
    ...(about && { about }),
    ...(units !== undefined && { units: partOf(BigInt(units)) }),
    ...(cost !== undefined && { costMinor: partOf(minorOf(cost, currency, '/deals')) }),
  };
}

function negated({ about, units, costMinor }: Facts): Facts {
  return {
    ...(about && { about }),
    ...(units !== undefined && { units: -units }),
    ...(costMinor !== undefined && { costMinor: -costMinor }),
  };
}
