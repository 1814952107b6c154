/** Random companies, what is sold in them, and who gets how much of it rolled up from whom on which day. */
import fc from 'fast-check';
import { type Org, withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import { Credit } from '../../functions/deals/crediting.ts';
import { reach } from '../../functions/runs/reach.ts';
import type { Inputs } from '../../functions/runs/manifest.ts';
import { derivedId, type PersonId } from '../../shared/kernel/ids.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { company, day, person } from './kit.ts';

const START = day('2026-01-01');
const MOST = 12;

export const nobody: Org = { ...company, people: {} };

/** So many people, of whom each reports to one of those before them, or to nobody, from the first day on. */
export function treeOf(places: readonly (number | null)[]): { org: Org; everybody: PersonId[] } {
  const everybody = places.map((_, n) => person(`Person ${n}`));
  const hired = everybody.reduce((org, id, n) => withPerson(org, id, `Person ${n}`, []), nobody);
  const org = places.reduce<Org>((made, place, n) => {
    const manager = place === null || n === 0 ? null : (everybody[place % n] ?? null);
    return assignManager(made, everybody[n] as PersonId, manager, START);
  }, hired);
  return { org, everybody };
}

export const randomTree = fc
  .array(fc.option(fc.nat({ max: MOST }), { freq: 8 }), { minLength: 2, maxLength: MOST })
  .map(treeOf);

/** Credits of somebody, some of them taken back, over forty days. */
export const sold = fc.array(
  fc.record({ who: fc.nat({ max: MOST }), on: fc.nat({ max: 40 }), amountMinor: fc.integer() }),
  { maxLength: 30 },
);
export type Sold = { readonly who: number; readonly on: number; readonly amountMinor: number };

/** By the rule of runs: manager, person and day → how much. */
export function rolledUp(org: Org, deals: readonly Sold[]): Map<string, bigint> {
  const everybody = Object.keys(org.people) as PersonId[];
  const credits = deals.map(({ who, on, amountMinor }, n) =>
    Credit.parse({
      id: `crd-${n}`,
      deal: derivedId('dea', String(n)),
      event: 'won',
      person: everybody[who % everybody.length],
      part: 0,
      day: addDays(START, on),
      amountMinor: String(amountMinor),
    }),
  );
  const period = { from: START, to: null };
  const sums = new Map<string, bigint>();
  for (const [manager, { rollUp }] of reach({ org, period, teams: {} } as unknown as Inputs, credits)) {
    for (const credit of rollUp) {
      const what = `${manager} ${credit.person} ${credit.day}`;
      sums.set(what, (sums.get(what) ?? 0n) + credit.amountMinor);
    }
  }
  return sums;
}
