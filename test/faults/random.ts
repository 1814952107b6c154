/** Chance that can be told again: mulberry32, the same numbers in [0, 1) for the same seed. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(all: readonly T[], random: Random): T => {
  const found = all[Math.floor(random() * all.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
};

/** In another order, each time the same for the same chance. */
export function shuffled<T>(all: readonly T[], random: Random): T[] {
  return all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
