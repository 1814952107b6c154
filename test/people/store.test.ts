/** People, hierarchies and teams in DynamoDB Local: what is written together, and what happens at once. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../../functions/people/hierarchy.ts';
import { assignAll, withPeople } from '../../functions/people/many.ts';
import { linesOf, managersOn, noOrg, type Org, withPerson } from '../../functions/people/org.ts';
import { Person } from '../../functions/people/person.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import {
  changeHierarchy,
  changeOrg,
  changeTeams,
  hierarchiesOf,
  hierarchyOf,
  listPeople,
  orgOf,
  personById,
  savePeople,
  savePerson,
  teamsOf,
} from '../../functions/people/store.ts';
import { membersOn, noTeams, withMembership } from '../../functions/people/team.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { pack, Piece } from '../../shared/table/packed.ts';
import { tableFor } from '../kit/table.ts';
import { ada, ben, cem, company, day, person } from './kit.ts';

const tableOf = tableFor('people-store');
const jan = day('2026-01-01');
const nameOf = (n: number) => `Person ${n}`;
const someone = (n: number, version = 1) =>
  Person.parse({
    id: person(nameOf(n)),
    name: nameOf(n),
    email: `person-${n}@acme.example`,
    ownerRefs: [`u-${n}`],
    version,
  });
const all = (size: number) => Array.from({ length: size }, (_, n) => someone(n));
const joining = (people: readonly Person[]) => (org: Org) => withPeople(org, people).org;

/** Packed bytes do not get small: each has a name of noise. */
function crowd(size: number): Org {
  const noise = () => randomBytes(24).toString('base64url');
  const entries = all(size).map(({ id, ownerRefs }) => ({ id, ownerRefs, name: noise() }));
  return withPeople(noOrg, entries).org;
}

describe('the org', () => {
  it('of ten thousand people is read by one query and comes back as it was written', async () => {
    const table = tableOf('crowd');
    const big = crowd(10_000);
    await changeOrg(table, () => big);
    const pieces = await table.all(places.org('sales'), Piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every(({ data }) => data.length <= 300_000)).toBe(true);
    expect(await orgOf(table)).toEqual(big);
    const next = await changeOrg(table, (org) => assignManager(org, someone(1).id, someone(0).id, jan));
    expect(await orgOf(table)).toEqual(next);
    // Far smaller: what is left of the pieces before is not read.
    const small = { version: next.version + 1, people: company.people };
    await changeOrg(table, () => small);
    expect(await orgOf(table)).toEqual(small);
  });

  it('of a company from before there were pieces is read, and written on', async () => {
    const table = tableOf('old');
    const [piece] = pack({ version: 7, people: company.people });
    await table.put(keys.org('sales'), { ...piece, version: 7 });
    expect(await orgOf(table)).toEqual({ version: 7, people: company.people });
    await changeOrg(table, (org) => assignManager(org, ben, ada, jan));
    expect(managersOn(await orgOf(table), ben, jan)).toEqual([ada]);
    expect(await hierarchiesOf(table)).toEqual([MAIN]);
  });

  it('is not read on both sides of somebody’s write', async () => {
    const table = tableOf('torn');
    const two = crowd(10_000);
    await changeOrg(table, () => two);
    let queries = 0;
    const torn: Pick<Table, 'all'> = {
      all: async (place, schema, options) => {
        const items = await table.all(place, schema, options);
        queries += 1;
        if (queries > 1) return items;
        return items.map((item, n) =>
          n === 1 ? { ...(item as object), version: 1_000 } : item,
        ) as typeof items;
      },
    };
    expect(await orgOf(torn as Table)).toEqual(two);
    expect(queries).toBe(2);
  });
});

describe('many people', () => {
  it('are saved with one write of the org, and once however often that is asked', async () => {
    const table = tableOf('many');
    const people = all(60);
    await savePeople(table, people, joining(people));
    const first = await orgOf(table);
    expect([first.version, Object.keys(first.people).length]).toEqual([1, 60]);
    await savePeople(table, people, joining(people));
    expect(await orgOf(table)).toEqual(first);
    expect((await listPeople(table, {})).items).toHaveLength(60);
    const renamed = { ...someone(3, 2), name: 'Another' };
    await savePeople(table, [renamed], joining([renamed]));
    expect(await personById(table, renamed.id)).toEqual(renamed);
  });

  it('are finished by whoever comes again after a stop', async () => {
    const table = tableOf('stopped');
    const people = all(30);
    const half = people.slice(0, 13);
    // The first try wrote some people and no org.
    for (const one of half) await table.put(keys.person(one.id, one.name), one);
    await savePeople(table, people, joining(people));
    expect(Object.keys((await orgOf(table)).people)).toHaveLength(30);
  });

  it('are refused where somebody has another of this version, and a refused rule writes nothing', async () => {
    const table = tableOf('refused');
    await savePeople(table, all(3), joining(all(3)));
    const other = { ...someone(1), name: 'Somebody else' };
    await expect(savePeople(table, [other], joining([other]))).rejects.toThrow('changed in the meantime');
    const no = () => refuse('rule', 'no.way', 'No.');
    await expect(savePeople(table, [someone(9)], no)).rejects.toThrow('No.');
    await expect(personById(table, someone(9).id)).rejects.toThrow('no such person');
  });

  it('lose nothing to those who write at the same moment, and take nothing from them', async () => {
    const table = tableOf('together');
    const people = all(40);
    const alone = Array.from({ length: 5 }, (_, n) => someone(100 + n));
    await Promise.all([
      savePeople(table, people, joining(people)),
      ...alone.map((one) =>
        savePerson(table, one, (org) => withPerson(org, one.id, one.name, one.ownerRefs)),
      ),
    ]);
    const { people: known } = await orgOf(table);
    expect(Object.keys(known).sort()).toEqual([...people, ...alone].map(({ id }) => id).sort());
  });
});

describe('hierarchies', () => {
  it('A118 each have lines of their own among the same people', async () => {
    const table = tableOf('matrix');
    await changeOrg(table, () => assignManager(company, ben, ada, jan));
    await changeHierarchy(table, 'product', (org) => assignManager(org, ben, cem, jan));
    // The main one is called `sales` in the table, and yet a company may call another one so.
    await changeHierarchy(table, 'sales', (org) => assignManager(org, ada, ben, jan));
    const above = async (name: string, who: typeof ada) =>
      managersOn(await hierarchyOf(table, name), who, jan);
    expect(await above(MAIN, ben)).toEqual([ada]);
    expect(await above('product', ben)).toEqual([cem]);
    expect(await above('sales', ada)).toEqual([ben]);
    expect(await above('nobody-heard-of', ben)).toEqual([]);
    expect(managersOn(await orgOf(table), ben, jan)).toEqual([ada]);
    expect(await hierarchiesOf(table)).toEqual([MAIN, 'product', 'sales']);
    const gone = await changeHierarchy(
      table,
      'product',
      (org) => assignAll(org, [{ person: ben, manager: null, from: jan, to: null }]).org,
    );
    expect(linesOf(gone, ben)).toEqual([{ manager: null, from: jan, to: null }]);
    expect((await hierarchyOf(table, 'product')).people).toEqual(gone.people);
  });
});

it('A118 keeps teams, and loses no member to somebody who is added at the same moment', async () => {
  const table = tableOf('teams');
  expect(await teamsOf(table)).toEqual(noTeams);
  const joins = [ada, ben, cem].map((who) => ({
    team: 'constructor',
    person: who,
    isIn: true,
    from: jan,
    to: null,
  }));
  await Promise.all(joins.map((join) => changeTeams(table, (teams) => withMembership(teams, join))));
  const { teams } = await teamsOf(table);
  expect(membersOn(teams['constructor'] ?? {}, jan)).toEqual([ada, ben, cem].sort());
});
