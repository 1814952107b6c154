/** People in the table: an item each, and one packed item that holds how they stand to each other. */
import * as z from 'zod';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import type { Fact } from '../../shared/table/items.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table, Write } from '../../shared/table/operations.ts';
import { pack, Piece, unpack } from '../../shared/table/packed.ts';
import { noOrg, Org } from './org.ts';
import { listedAs, noSuchPerson, Person, PersonListed } from './person.ts';

const HIERARCHY = 'sales';
/** Each loss is somebody else's write: so many people can be added side by side. */
const ATTEMPTS = 30;
const OrgItem = Piece.extend({ version: z.int() });

/** All people of the tenant with their owner references and reporting lines: one read. */
export async function orgOf(table: Table): Promise<Org> {
  const item = await table.find(keys.org(HIERARCHY), OrgItem);
  return item ? unpack([item], Org) : noOrg;
}

export async function personById(table: Table, id: PersonId): Promise<Person> {
  return (await table.find(keys.personById(id), Person)) ?? noSuchPerson();
}

export function listPeople(table: Table, page: ListOptions): Promise<Listed<PersonListed>> {
  return table.list(places.people(), PersonListed, page);
}

/** Saves a person and the org they stand in together; `next` is asked again when others were faster. */
export function savePerson(
  table: Table,
  person: Person,
  next: (org: Org) => Org,
  facts: readonly Fact[] = [],
): Promise<Org> {
  const condition = person.version === 1 ? { ifAbsent: true as const } : { ifVersion: person.version - 1 };
  return changeOrg(table, next, [
    {
      put: keys.person(person.id, listedAs(person.name)),
      value: person,
      options: { ...condition, facts },
    },
  ]);
}

/**
 * Saves what a rule makes of the org, if that is anything new; the rule is asked again when others were
 * faster. A conflict where the org did not move is one of the other writes.
 */
export async function changeOrg(
  table: Table,
  next: (org: Org) => Org,
  writes: readonly Write[] = [],
): Promise<Org> {
  let org = await orgOf(table);
  for (let attempt = 1; ; attempt += 1) {
    const changed = next(org);
    if (changed === org) return org;
    try {
      await table.transact([...writes, orgWrite(org, changed)]);
      return changed;
    } catch (error) {
      if (!isRefused(error, 'version.stale', 'write.contended') || attempt === ATTEMPTS) throw error;
      const { version } = org;
      org = await orgOf(table);
      if (isRefused(error, 'version.stale') && org.version === version) throw error;
    }
  }
}

function orgWrite(before: Org, after: Org): Write {
  const [piece, ...more] = pack(after);
  if (!piece || more.length > 0) refuse('rule', 'org.too-large', 'The company has too many people.');
  const condition = before.version === 0 ? { ifAbsent: true as const } : { ifVersion: before.version };
  return {
    put: keys.org(HIERARCHY),
    value: { ...piece, version: after.version },
    options: condition,
  };
}
