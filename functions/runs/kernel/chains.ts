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

/** The chain of each credit: where its managers begin, and behind them stands −1. */
export type Flat = { readonly place: Int32Array; readonly managers: Int32Array };

/** Each chain that a credit goes up is asked for once. */
export function flattened(chains: Chains, people: number, { person, day }: Credits): Flat {
  const { stretchOf, stretches } = chains;
  const known = new Int32Array(stretches * people).fill(-1);
  const managers: number[] = [];
  const place = new Int32Array(person.length);
  for (let n = 0; n < person.length; n++) {
    const who = person[n] as number;
    const stretch = stretchOf[day[n] as number] as number;
    const chain = stretch * people + who;
    if ((known[chain] as number) < 0) {
      known[chain] = managers.length;
      managers.push(...chains.above(who, stretch), -1);
    }
    place[n] = known[chain] as number;
  }
  return { place, managers: Int32Array.from(managers) };
}
