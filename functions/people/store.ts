/** People in the table: an item each, and packed together how they stand to each other, and in which teams. */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import type { Day, Instant } from '../../shared/kernel/time.ts';
import type { Fact } from '../../shared/table/items.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table, Write } from '../../shared/table/operations.ts';
import { findPieces, piecesOf } from '../../shared/table/pieces.ts';
import { todayOf } from '../settings/store.ts';
import { Hierarchy, hierarchyIn, MAIN, noHierarchy, orgIn } from './hierarchy.ts';
import { noOrg, Org } from './org.ts';
import { listedAs, noSuchPerson, Person, PersonIndexed } from './person.ts';
import { noTeams, Teams } from './team.ts';

/** Where the main hierarchy lies, with the people: it had this name when it was the only one. */
const PEOPLE = 'sales';
/** Each loss is somebody else's write: so many people can be added side by side. */
const ATTEMPTS = 30;
const SIDE_BY_SIDE = 20;

/** All people of the tenant with their owner references and the lines that pay: one read. */
export async function orgOf(table: Table): Promise<Org> {
  return (await findPieces(table, places.org(PEOPLE), Org)) ?? noOrg;
}

/** The main hierarchy, and the day that it is where the company is. */
export async function orgToday(table: Table, now: Instant): Promise<{ org: Org; today: Day }> {
  const [org, today] = await Promise.all([orgOf(table), todayOf(table, now)]);
  return { org, today };
}

/** The same people with the lines of another hierarchy; of one that nobody has heard of, with none. */
export async function hierarchyOf(table: Table, name: string): Promise<Org> {
  if (name === MAIN) return orgOf(table);
  const [org, hierarchy] = await Promise.all([
    orgOf(table),
    findPieces(table, places.org(otherNamed(name)), Hierarchy),
  ]);
  return orgIn(hierarchy ?? noHierarchy, org);
}

/** The names of all hierarchies; each has the main one. */
export async function hierarchiesOf(table: Table): Promise<string[]> {
  const others = await table.all(places.hierarchies(), z.object({ name: z.string() }));
  return [MAIN, ...others.map(({ name }) => name)].sort();
}

export async function personById(table: Table, id: PersonId): Promise<Person> {
  return (await table.find(keys.personById(id), Person)) ?? noSuchPerson();
}

export function listPeople(table: Table, page: ListOptions): Promise<Listed<PersonIndexed>> {
  return table.list(places.people(), PersonIndexed, page);
}

/** Saves a person and the org they stand in together; `next` is asked again when others were faster. */
export function savePerson(
  table: Table,
  person: Person,
  next: (org: Org) => Org,
  facts: readonly Fact[] = [],
): Promise<Org> {
  const { put, value, options } = personWrite(person);
  return changeOrg(table, next, [{ put, value, options: { ...options, facts } }]);
}

/**
 * Saves many people, each of a version that they do not have yet, and then the org they stand in by one write.
 * Whoever stopped on the way does the same again. What `next` refuses is refused before anything is written;
 * it is asked again when others were faster.
 */
export async function savePeople(
  table: Table,
  people: readonly Person[],
  next: (org: Org) => Org,
): Promise<Org> {
  next(await orgOf(table));
  for (let start = 0; start < people.length; start += SIDE_BY_SIDE) {
    const some = people.slice(start, start + SIDE_BY_SIDE);
    await Promise.all(some.map((person) => putPerson(table, person)));
  }
  return changeOrg(table, next);
}

/** Saves what a rule makes of the main hierarchy, if that is anything new, together with other writes. */
export function changeOrg(
  table: Table,
  next: (org: Org) => Org,
  writes: readonly Write[] = [],
): Promise<Org> {
  return changeHierarchy(table, MAIN, next, writes);
}

/** The same of any hierarchy; of another than the main one only the lines are kept. */
export function changeHierarchy(
  table: Table,
  name: string,
  next: (org: Org) => Org,
  writes: readonly Write[] = [],
): Promise<Org> {
  const read = () => hierarchyOf(table, name);
  return settle(table, read, next, (before, after) => [
    ...writes,
    ...(after === before ? [] : orgWrites(name, before, after)),
  ]);
}

export async function teamsOf(table: Table): Promise<Teams> {
  return (await findPieces(table, places.teams(), Teams)) ?? noTeams;
}

export function changeTeams(table: Table, next: (teams: Teams) => Teams): Promise<Teams> {
  return settle(
    table,
    () => teamsOf(table),
    next,
    (before, after) => (after === before ? [] : piecesOf(after, before.version, keys.teams)),
  );
}

/**
 * Reads, asks the rule, writes if there is anything to write, and asks again when others were faster. A conflict
 * where nothing moved is one of the other writes.
 */
async function settle<T extends { readonly version: number }>(
  table: Table,
  read: () => Promise<T>,
  next: (before: T) => T,
  writesOf: (before: T, after: T) => Write[],
): Promise<T> {
  let before = await read();
  for (let attempt = 1; ; attempt += 1) {
    const after = next(before);
    const writes = writesOf(before, after);
    if (writes.length === 0) return after;
    try {
      await table.transact(writes);
      return after;
    } catch (error) {
      if (!isRefused(error, 'version.stale', 'write.contended') || attempt === ATTEMPTS) throw error;
      const { version } = before;
      before = await read();
      if (isRefused(error, 'version.stale') && before.version === version) throw error;
    }
  }
}

function orgWrites(name: string, before: Org, after: Org): Write[] {
  if (name === MAIN) return piecesOf(after, before.version, (n) => keys.org(PEOPLE, n));
  const keyOf = (n: number) => keys.hierarchy(otherNamed(name), name, n);
  return piecesOf(hierarchyIn(after), before.version, keyOf, { name });
}

/** Apart from the main one, whatever a company calls it. */
function otherNamed(name: string): string {
  return `other-${name}`;
}

/** A person who is there as they should be has been saved before. */
async function putPerson(table: Table, person: Person): Promise<void> {
  const { put, value, options } = personWrite(person);
  try {
    await table.put(put, value, options);
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
    const there = await table.find(keys.personById(person.id), Person);
    if (!there || canonical(there) !== canonical(person)) throw error;
  }
}

function personWrite(person: Person) {
  const { id, name, version } = person;
  const options = version === 1 ? { ifAbsent: true as const } : { ifVersion: version - 1 };
  return { put: keys.person(id, listedAs(name)), value: person, options };
}
