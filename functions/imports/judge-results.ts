/** Which result a row records: of a person and a period that are there, once in a file. */
import type { Org } from '../people/org.ts';
import type { Period } from '../periods/period.ts';
import { type RecordedResult, recorded } from '../quotas/result.ts';
import { personOf } from './person-of.ts';
import type { ImportedResult } from './targets/result.ts';
import { type Entry, type Judged, judgeAll, type Verdict } from './verdict.ts';

export type ResultsContext = {
  readonly org: Org;
  readonly periods: readonly Period[];
  /** Of all periods that a file names. */
  readonly results: readonly RecordedResult[];
};

type Recorded = { readonly result: RecordedResult; readonly period: Period };
type One = Pick<RecordedResult, 'person' | 'period' | 'name'>;

const nameOf = ({ person, period, name }: One) => [person, period, name].join(' ');

/** Two rows may call one person by two references. */
export function judgeResults(entries: readonly Entry<ImportedResult>[], context: ResultsContext) {
  const standing = new Map(context.results.map((result) => [nameOf(result), result]));
  const inFile = new Set<string>();
  const judged: Judged<Recorded & { readonly line: number }> = judgeAll(entries, (record) => {
    const found = foundIn(record, context);
    if ('code' in found) return found;
    const name = nameOf({ ...found, period: found.period.id, name: record.name });
    const before = standing.get(name);
    const isNew = !before || recorded(record, OPEN(found), before) !== before;
    if (!isNew) return 'known';
    if (inFile.has(name))
      return refusal('duplicate.other', 'Another row says something else of it.', 'value');
    if (found.period.status !== 'open') {
      return refusal('period.locked', `${found.period.id} takes no more changes.`, 'period');
    }
    const result = recorded(record, found, before);
    standing.set(name, result);
    inFile.add(name);
    return { taken: { result, period: found.period } };
  });
  return judged;
}

type Found = { readonly person: RecordedResult['person']; readonly period: Period };

/** What a row says is looked at before the state of its period is. */
const OPEN = ({ person, period }: Found) => ({ person, period: { id: period.id, status: 'open' } });

function foundIn(
  record: ImportedResult,
  { org, periods }: ResultsContext,
): Found | Exclude<Verdict, 'known'> {
  const person = personOf(record.person, org);
  if (!person) return refusal('person.unknown', `Nobody is known as '${record.person}'.`, 'person');
  const period = periods.find(({ id }) => id === record.period);
  if (period) return { person, period };
  return refusal('period.missing', `The calendar has no period ${record.period}.`, 'period');
}

function refusal(code: string, message: string, field: string) {
  return { code, message, field };
}
