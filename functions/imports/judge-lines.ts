/** Who a reporting line of a file is about, and whether it says anything new. */
import { memberOf, type Org } from '../people/org.ts';
import { assigned, type Assignment } from '../people/reporting.ts';
import { isRefusal } from '../../shared/kernel/refusal.ts';
import { personOf } from './person-of.ts';
import type { ImportedLine } from './targets/line.ts';
import type { Verdict } from './verdict.ts';

/** One that says nothing new by itself may do so after those before it. */
export type Taken = Assignment & { readonly isNews: boolean };

export function judgeLine(record: ImportedLine, org: Org): { readonly taken: Taken } | Verdict {
  const { from, to } = record;
  const person = personOf(record.person, org);
  if (!person) return unknown(record.person, 'person');
  const manager = record.manager === null ? null : personOf(record.manager, org);
  if (manager === undefined) return unknown(record.manager, 'manager');
  const assignment = { person, manager, from, to };
  return { taken: { ...assignment, isNews: isNews(org, assignment) } };
}

function isNews(org: Org, assignment: Assignment): boolean {
  try {
    return assigned(org, assignment) !== memberOf(org, assignment.person);
  } catch (error) {
    if (isRefusal(error)) return true;
    throw error;
  }
}

function unknown(ref: string | null, field: string) {
  return { code: 'person.unknown', message: `Nobody is known as '${ref}'.`, field };
}
