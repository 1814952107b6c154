/**
 * Who stands above whom, in columns: the managers of each person, the nearest first, for every stretch of
 * days in which nobody's line changes.
 *
 *   Ben → Cem → Ada until day 40, Ben → Ada from then on, all of a quarter     stretches [0, 40) and [40, 90)
 */
import type { Credits } from './credits.ts';

export type Chains = {
  /** Which stretch a day of the period lies in. */
  readonly stretchOf: Uint16Array;
  readonly stretches: number;
  /** Numbers of the managers of a person, on any day of a stretch. */
  readonly above: (person: number, stretch: number) => readonly number[];
};

/**
 * By person and stretch, which is `stretch × people + person`: how many credits go up this chain, and where its
 * managers begin, behind whom stands −1.
 */
export type Flat = {
  readonly credits: Int32Array;
  readonly place: Int32Array;
  readonly managers: Int32Array;
};

/** Each chain that a credit goes up is asked for once. */
export function flattened(chains: Chains, people: number, { person, day }: Credits): Flat {
  const { stretchOf, stretches } = chains;
  const credits = new Int32Array(stretches * people);
  for (let n = 0; n < person.length; n++) {
    const chain = (stretchOf[day[n] as number] as number) * people + (person[n] as number);
    credits[chain] = (credits[chain] as number) + 1;
  }
  const place = new Int32Array(credits.length);
  const managers: number[] = [];
  for (let chain = 0; chain < credits.length; chain++) {
    if (credits[chain] === 0) continue;
    place[chain] = managers.length;
    managers.push(...chains.above(chain % people, Math.floor(chain / people)), -1);
  }
  return { credits, place, managers: Int32Array.from(managers) };
}
