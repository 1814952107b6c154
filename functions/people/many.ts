/**
 * Many changes of an org at once, as a file brings them. Each is judged alone, after those before it: one that
 * breaks a rule is left out with its reason, and stops no other. All that is taken makes one next version.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { type Entry, entered, type Member, memberOf, type Org, ownersOf } from './org.ts';
import { type Assignment, assigned } from './reporting.ts';

/** One that was left out: which, counted from 0, and why. */
export type LeftOut = { readonly index: number; readonly code: string; readonly message: string };
export type Judged = { readonly org: Org; readonly refused: readonly LeftOut[] };

export function withPeople(org: Org, entries: readonly Entry[]): Judged {
  const owners = new Map(ownersOf(org));
  return judgedAlone(org, entries, (draft, entry) => {
    const member = entered(draft, owners, entry);
    for (const ref of memberOf(draft, entry.id)?.refs ?? []) owners.delete(ref);
    for (const ref of member.refs) owners.set(ref, entry.id);
    return [entry.id, member];
  });
}

/** Two who swap places are taken if the one who is freed comes first, as when they are assigned one by one. */
export function assignAll(org: Org, assignments: readonly Assignment[]): Judged {
  return judgedAlone(org, assignments, (draft, assignment) => [
    assignment.person,
    assigned(draft, assignment),
  ]);
}

/** One draft for all, in which nothing is copied but what changes: 10,000 take a moment, not minutes. */
function judgedAlone<A>(
  org: Org,
  all: readonly A[],
  judge: (draft: Org, one: A) => readonly [PersonId, Member],
): Judged {
  const draft: Org = { version: org.version + 1, people: { ...org.people } };
  const refused: LeftOut[] = [];
  let isNew = false;
  for (const [index, one] of all.entries()) {
    try {
      const [person, member] = judge(draft, one);
      isNew ||= memberOf(draft, person) !== member;
      draft.people[person] = member;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ index, code: error.code, message: error.message });
    }
  }
  return { org: isNew ? draft : org, refused };
}
