/** Whose coverage of which territory a row of a file tells, and whether that is new. */
import type { Org } from '../people/org.ts';
import { type Assignment, assignTerritory, type Coverage } from '../territories/coverage.ts';
import { TerritoryId } from '../territories/territory.ts';
import { isRefusal } from '../../shared/kernel/refusal.ts';
import { personOf } from './person-of.ts';
import type { ImportedTerritory } from './targets/territory.ts';
import type { Verdict } from './verdict.ts';

export function judgeCoverage(
  record: ImportedTerritory,
  org: Org,
  coverage: Coverage,
): { readonly taken: Assignment } | Verdict {
  const { from, to } = record;
  const person = personOf(record.person, org);
  if (!person) {
    return { code: 'person.unknown', message: `Nobody is known as '${record.person}'.`, field: 'person' };
  }
  const { data: territory } = TerritoryId.safeParse(record.territory);
  if (territory === undefined) return unknown(record.territory);
  try {
    const after = assignTerritory(coverage, person, territory, from, to);
    return after === coverage ? 'known' : { taken: { person, territory, from, to, covers: true } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { code: error.code, message: error.message, field: 'territory' };
  }
}

function unknown(territory: string) {
  return { code: 'territory.unknown', message: `There is no territory '${territory}'.`, field: 'territory' };
}
