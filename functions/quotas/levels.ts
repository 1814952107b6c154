/**
 * In which order quotas are summed that are made of one another: whoever is made of others comes after them.
 *
 *   Tom of Mia, Mia of Ana and Ben      Mia, then Tom
 *   Ada of Ben, and Ben of Ada          a circle: neither can be said first
 */
import type { PersonId } from '../../shared/kernel/ids.ts';

/** Whose quotas somebody's is made of. */
export type Needs = ReadonlyMap<PersonId, ReadonlySet<PersonId>>;

export type Levels = {
  /** Those of one level need nobody but those of levels before it. */
  readonly levels: readonly (readonly PersonId[])[];
  /** Those who stand in circles, by id. Whoever needs one of them is in no level either. */
  readonly circular: readonly PersonId[];
};

export function quotaLevels(needs: Needs): Levels {
  const levels: PersonId[][] = [];
  let open = [...needs.keys()].sort();
  for (;;) {
    const waiting = new Set(open);
    const ready = open.filter((person) => ![...(needs.get(person) ?? [])].some((one) => waiting.has(one)));
    if (ready.length === 0) return { levels, circular: circlesIn(needs, open) };
    levels.push(ready);
    const done = new Set(ready);
    open = open.filter((person) => !done.has(person));
  }
}

/** Whoever needs a circle without being in it is needed by nobody in one. */
function circlesIn(needs: Needs, people: readonly PersonId[]): PersonId[] {
  let left = [...people];
  for (;;) {
    const needed = new Set(left.flatMap((person) => [...(needs.get(person) ?? [])]));
    const still = left.filter((person) => needed.has(person));
    if (still.length === left.length) return left;
    left = still;
  }
}
