/**
 * Who reports to whom, on any day. Each person has lines that do not overlap: a manager, or nobody, from
 * one day up to, not including, another. No day may know a circle.
 *
 *   Ben → Ada from 2026-01-01;   assigned to Cem from 2026-04-01:
 *   Ben → Ada 2026-01-01 … 2026-04-01,  Ben → Cem 2026-04-01 …
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day, outside } from '../../shared/kernel/time.ts';

export const Line = z.object({ manager: PersonId.nullable(), from: Day, to: Day.nullable() });
export type Line = z.output<typeof Line>;

const Member = z.object({ name: z.string(), refs: z.array(z.string()), lines: z.array(Line) });
type Member = z.output<typeof Member>;

export const Org = z.object({ version: z.int(), people: z.record(PersonId, Member) });
export type Org = z.output<typeof Org>;

export const noOrg: Org = { version: 0, people: {} };

/** Sees all people of the tenant; a manager sees those below, a rep only themselves. */
const SEE_ALL = ['admin', 'comp-admin', 'finance', 'auditor', 'sales-ops', 'hr', 'machine'];
type Seeing = { readonly principal: string; readonly roles: readonly string[] };

/** Adds a person, or renames one, with the references that only they may have. */
export function withPerson(org: Org, person: PersonId, name: string, refs: readonly string[]): Org {
  const taken = refs.findIndex((ref) => (ownerByRef(org, ref) ?? person) !== person);
  if (taken >= 0) {
    refuse('rule', 'owner-ref.taken', `${refs[taken]} belongs to somebody else.`, `/ownerRefs/${taken}`);
  }
  const lines = memberOf(org, person)?.lines ?? [];
  return withMember(org, person, { name, refs: [...refs], lines });
}

/**
 * Sets the manager of a person over a span of days; what was said about those days before is replaced. The
 * same org where that is so already.
 */
export function assignManager(
  org: Org,
  person: PersonId,
  manager: PersonId | null,
  from: Day,
  to: Day | null = null,
): Org {
  const member = memberOf(org, person);
  if (!member) refuse('missing', 'not-found', 'There is no such person.');
  if (manager !== null && !isIn(org, manager)) {
    refuse('rule', 'manager.unknown', 'There is no such manager.', '/manager');
  }
  if (to !== null && to <= from) refuse('rule', 'line.empty', 'A line ends after it begins.', '/to');
  const added: Line = { manager, from, to };
  const lines = joined([...member.lines.flatMap((line) => outside(line, added)), added]);
  if (canonical(lines) === canonical(member.lines)) return org;
  const next = withMember(org, person, { ...member, lines });
  const day = manager && dayOfCircle(next, person, added);
  if (day) refuse('rule', 'line.cycle', `On ${day} the manager would report to the person.`, '/manager');
  return next;
}

const indexes = new WeakMap<Org, ReadonlyMap<string, PersonId>>();

export function ownerByRef(org: Org, ref: string): PersonId | undefined {
  const index = indexes.get(org) ?? refsOf(org);
  indexes.set(org, index);
  return index.get(ref);
}

export function isIn(org: Org, person: PersonId): boolean {
  return memberOf(org, person) !== undefined;
}

export function linesOf(org: Org, person: PersonId): Line[] {
  return memberOf(org, person)?.lines ?? [];
}

/** The managers above a person on a day, the nearest first. */
export function managersOn(org: Org, person: PersonId, day: Day): PersonId[] {
  const above: PersonId[] = [];
  let next = managerOn(org, person, day);
  while (next && next !== person && !above.includes(next)) {
    above.push(next);
    next = managerOn(org, next, day);
  }
  return above;
}

/** Those who report to a manager directly on a day, by id. */
export function reportsOn(org: Org, manager: PersonId, day: Day): PersonId[] {
  return idsOf(org).filter((person) => managerOn(org, person, day) === manager);
}

/** Everybody below a manager on a day, by id. */
export function teamOn(org: Org, manager: PersonId, day: Day): PersonId[] {
  return idsOf(org).filter((person) => managersOn(org, person, day).includes(manager));
}

export function canSee(org: Org, caller: Seeing, person: PersonId, day: Day): boolean {
  if (caller.roles.some((role) => SEE_ALL.includes(role))) return true;
  if (caller.principal === person) return caller.roles.some((role) => role === 'rep' || role === 'manager');
  if (!caller.roles.includes('manager')) return false;
  return managersOn(org, person, day).some((manager) => manager === caller.principal);
}

function managerOn(org: Org, person: PersonId, day: Day): PersonId | null {
  return linesOf(org, person).find((line) => covers(line, day))?.manager ?? null;
}

/** A day of the new line on which its person stands above itself. Lines change only where one begins. */
function dayOfCircle(org: Org, person: PersonId, line: Line): Day | undefined {
  const begins = Object.values(org.people).flatMap(({ lines }) => lines.map(({ from }) => from));
  const days = [line.from, ...new Set(begins)].filter((day) => covers(line, day)).sort();
  return days.find((day) => {
    const manager = managerOn(org, person, day);
    return manager !== null && (manager === person || managersOn(org, manager, day).includes(person));
  });
}

/** In order of days; two that touch and name the same manager are one. */
function joined(lines: readonly Line[]): Line[] {
  const result: Line[] = [];
  for (const line of [...lines].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last && last.manager === line.manager && last.to === line.from) {
      result[result.length - 1] = { ...last, to: line.to };
    } else {
      result.push(line);
    }
  }
  return result;
}

function refsOf(org: Org): ReadonlyMap<string, PersonId> {
  return new Map(
    idsOf(org).flatMap((id) => (memberOf(org, id)?.refs ?? []).map((ref) => [ref, id] as const)),
  );
}

function withMember(org: Org, person: PersonId, member: Member): Org {
  return { version: org.version + 1, people: { ...org.people, [person]: member } };
}

function memberOf(org: Org, person: PersonId): Member | undefined {
  return Object.hasOwn(org.people, person) ? org.people[person] : undefined;
}

function idsOf(org: Org): PersonId[] {
  return (Object.keys(org.people) as PersonId[]).sort();
}
