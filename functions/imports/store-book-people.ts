/** People of a file and their reporting lines: many at once, with one write of the hierarchy they stand in. */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { assignAll, type LeftOut, withPeople } from '../people/many.ts';
import type { Org } from '../people/org.ts';
import type { Person } from '../people/person.ts';
import { changeHierarchy, hierarchyOf, orgOf, personById, savePeople } from '../people/store.ts';
import { judgeLine } from './judge-lines.ts';
import { judgePerson, matchOf, orgEntryOf } from './judge-people.ts';
import { type Desk, sideBySide } from './store.ts';
import type { ImportedLine } from './targets/line.ts';
import type { ImportedPerson } from './targets/person.ts';
import { type Entry, judgeAll, type Verdict, type Verdicts } from './verdict.ts';

export async function bookPeople(desk: Desk, entries: readonly Entry<ImportedPerson>[]): Promise<Verdicts> {
  const { table, tenant, books } = desk;
  const org = await orgOf(table);
  const before = new Map<PersonId, Person>();
  const matches = new Set(entries.flatMap(({ record }) => matchOf(record, tenant, org) ?? []));
  await sideBySide([...matches], async (id) => before.set(id, await personById(table, id)));
  const { taken, verdicts } = judgeAll(entries, (record) => {
    const match = matchOf(record, tenant, org);
    return judgePerson(record, match && before.get(match), tenant);
  });
  const orgEntries = taken.map(({ person }) => orgEntryOf(person, tenant));
  refuseEach(verdicts, taken, withPeople(org, orgEntries).refused);
  const allowed = taken.filter(({ line }) => !verdicts.has(line));
  for (const { line, isNews } of allowed) if (!isNews && !books) verdicts.set(line, 'known');
  if (!books) return verdicts;
  const people = allowed.filter(({ isNews }) => isNews).map(({ person }) => person);
  const standing = allowed.map(({ person }) => orgEntryOf(person, tenant));
  await savePeople(table, people, (current: Org) => withPeople(current, standing).org);
  return verdicts;
}

export async function bookLines(desk: Desk, entries: readonly Entry<ImportedLine>[]): Promise<Verdicts> {
  const { table, books } = desk;
  const all = new Map<number, Verdict>();
  const byHierarchy = Map.groupBy(entries, ({ record }) => record.hierarchy);
  for (const [hierarchy, some] of byHierarchy) {
    const org = await hierarchyOf(table, hierarchy);
    const { taken, verdicts } = judgeAll(some, (record) => judgeLine(record, org));
    refuseEach(verdicts, taken, assignAll(org, taken).refused);
    for (const [line, verdict] of verdicts) all.set(line, verdict);
    const allowed = taken.filter(({ line }) => !verdicts.has(line));
    for (const { line, isNews } of allowed) if (!isNews && !books) all.set(line, 'known');
    if (books) await changeHierarchy(table, hierarchy, (current: Org) => assignAll(current, allowed).org);
  }
  return all;
}

function refuseEach(
  verdicts: Map<number, Verdict>,
  taken: readonly { readonly line: number }[],
  refused: readonly LeftOut[],
): void {
  for (const { index, code, message } of refused) {
    const line = taken[index]?.line;
    if (line !== undefined) verdicts.set(line, { code, message });
  }
}
