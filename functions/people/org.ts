/**
 * The people of a company, and who stands above whom on any day by the lines of one hierarchy.
 *
 * A manager who is not there on a day is passed over: those below reach the manager's own manager of that
 * day. So it is with somebody who has left, who has not started, and with a seat that nobody holds.
 *
 *   Ben → Cem → Ada, and Cem leaves on 2026-04-01 (`endsOn`, the first day that he is gone):
 *   above Ben on 2026-03-31 are Cem and Ada, on 2026-04-01 Ada alone
 *
 * Lines stay as they are said: where Cem's own line ends as well, nobody is above Ben any more.
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day } from '../../shared/kernel/time.ts';

export const Line = z.object({ manager: PersonId.nullable(), from: Day, to: Day.nullable() });
export type Line = z.output<typeof Line>;

/** When somebody is there: always, where nothing is said. */
export const Presence = z.object({
  startsOn: Day.optional(),
  /** The first day on which they are not there any more. */
  endsOn: Day.optional(),
  /** A seat that nobody holds. */
  vacant: z.literal(true).optional(),
});
export type Presence = z.output<typeof Presence>;

const Member = z.object({
  name: z.string(),
  refs: z.array(z.string()),
  lines: z.array(Line),
  ...Presence.shape,
  /** The id that their e-mail address gives, where they have another: they came into a seat that was there. */
  address: PersonId.optional(),
});
export type Member = z.output<typeof Member>;

export const Org = z.object({ version: z.int(), people: z.record(PersonId, Member) });
export type Org = z.output<typeof Org>;

export const noOrg: Org = { version: 0, people: {} };

/** Sees all people of the tenant; a manager sees those below, a rep only themselves. */
const SEE_ALL = ['admin', 'comp-admin', 'finance', 'auditor', 'sales-ops', 'hr', 'machine'];
type Seeing = { readonly principal: string; readonly roles: readonly string[] };

/** What an org says of a person, beside their lines. */
export type Entry = Presence & {
  readonly id: PersonId;
  readonly name: string;
  readonly ownerRefs: readonly string[];
  readonly address?: PersonId | undefined;
};
export type Owners = ReadonlyMap<string, PersonId>;

/** Adds a person, or renames one, with the references that only they may have. */
export function withPerson(
  org: Org,
  id: PersonId,
  name: string,
  ownerRefs: readonly string[],
  more: Omit<Entry, 'id' | 'name' | 'ownerRefs'> = {},
): Org {
  const member = entered(org, ownersOf(org), { ...more, id, name, ownerRefs });
  return member === memberOf(org, id) ? org : withMember(org, id, member);
}

/** What an org knows of somebody; the same object where that is so already. */
export function entered(org: Org, owners: Owners, { id, name, ownerRefs, ...more }: Entry): Member {
  const taken = ownerRefs.findIndex((ref) => (owners.get(ref) ?? id) !== id);
  if (taken >= 0) {
    refuse('rule', 'owner-ref.taken', `${ownerRefs[taken]} belongs to somebody else.`, `/ownerRefs/${taken}`);
  }
  const before = memberOf(org, id);
  const { startsOn, endsOn, vacant, address = before?.address } = more;
  const presence = Presence.parse({ startsOn, endsOn, vacant });
  const lines = before?.lines ?? [];
  const member: Member = { name, refs: [...ownerRefs], lines, ...presence, ...(address && { address }) };
  return before && canonical(before) === canonical(member) ? before : member;
}

const indexes = new WeakMap<Org, Owners>();

export function ownersOf(org: Org): Owners {
  const index = indexes.get(org) ?? refsOf(org);
  indexes.set(org, index);
  return index;
}

export function ownerByRef(org: Org, ref: string): PersonId | undefined {
  return ownersOf(org).get(ref);
}

/** Whose e-mail address gives this id: nearly always theirs who have the id. */
export function personByAddress(org: Org, id: PersonId): PersonId | undefined {
  if (isIn(org, id)) return id;
  return idsOf(org).find((person) => memberOf(org, person)?.address === id);
}

export function isIn(org: Org, person: PersonId): boolean {
  return memberOf(org, person) !== undefined;
}

export function linesOf(org: Org, person: PersonId): Line[] {
  return memberOf(org, person)?.lines ?? [];
}

export function presenceOf(org: Org, person: PersonId): Presence {
  const { startsOn, endsOn, vacant } = memberOf(org, person) ?? {};
  return { startsOn, endsOn, vacant };
}

/** Whether somebody is there on a day, and holds their seat. */
export function isThere(org: Org, person: PersonId, day: Day): boolean {
  const { startsOn, endsOn, vacant } = presenceOf(org, person);
  return !vacant && (startsOn === undefined || startsOn <= day) && (endsOn === undefined || day < endsOn);
}

/** The managers above a person who are there on a day, the nearest first. */
export function managersOn(org: Org, person: PersonId, day: Day): PersonId[] {
  const above: PersonId[] = [];
  let next = managerOn(org, person, day);
  while (next && next !== person && !above.includes(next)) {
    above.push(next);
    next = managerOn(org, next, day);
  }
  return above.filter((manager) => isThere(org, manager, day));
}

/** Those whose nearest manager on a day somebody is, by id. */
export function reportsOn(org: Org, manager: PersonId, day: Day): PersonId[] {
  return idsOf(org).filter((person) => managersOn(org, person, day)[0] === manager);
}

/** Everybody below a manager on a day, by id. */
export function teamOn(org: Org, manager: PersonId, day: Day): PersonId[] {
  return idsOf(org).filter((person) => managersOn(org, person, day).includes(manager));
}

/** An empty seat sees nothing, whoever signs in for it. */
export function canSee(org: Org, caller: Seeing, person: PersonId, day: Day): boolean {
  if (caller.roles.some((role) => SEE_ALL.includes(role))) return true;
  if (caller.principal === person) {
    return (
      !presenceOf(org, person).vacant && caller.roles.some((role) => role === 'rep' || role === 'manager')
    );
  }
  if (!caller.roles.includes('manager')) return false;
  return managersOn(org, person, day).some((manager) => manager === caller.principal);
}

function managerOn(org: Org, person: PersonId, day: Day): PersonId | null {
  return linesOf(org, person).find((line) => covers(line, day))?.manager ?? null;
}

function refsOf(org: Org): Owners {
  return new Map(
    idsOf(org).flatMap((id) => (memberOf(org, id)?.refs ?? []).map((ref) => [ref, id] as const)),
  );
}

export function withMember(org: Org, person: PersonId, member: Member): Org {
  return { version: org.version + 1, people: { ...org.people, [person]: member } };
}

export function memberOf(org: Org, person: PersonId): Member | undefined {
  return Object.hasOwn(org.people, person) ? org.people[person] : undefined;
}

function idsOf(org: Org): PersonId[] {
  return (Object.keys(org.people) as PersonId[]).sort();
}
