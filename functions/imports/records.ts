/**
 * What the company has, as the records of a file: people by the first reference that another system knows them
 * by, so that a file can be read and mended by hand; by their id here where they have none.
 */
import type { Present } from '../deals/present.ts';
import { linesOf, type Org } from '../people/org.ts';
import type { Person } from '../people/person.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanHead } from '../plans/plan.ts';
import type { Quota } from '../quotas/quota.ts';
import type { RecordedResult } from '../quotas/result.ts';
import { type Coverage, coveredBy } from '../territories/coverage.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import type { Records } from './targets/index.ts';

export function refOf(org: Org, person: PersonId): string {
  return org.people[person]?.refs[0] ?? person;
}

/** A vacant seat has no address, and no file can bring one: it is not among people. */
export function personRecord(person: Person): Records['people'][] {
  const { id, name, email, ownerRefs, startsOn, endsOn, title: role } = person;
  if (email === undefined) return [];
  const said = { ...(startsOn && { startsOn }), ...(endsOn && { endsOn }), ...(role && { role }) };
  return [{ externalId: ownerRefs[0] ?? id, name, email, ownerRefs, ...said }];
}

export function lineRecords(org: Org, hierarchy: string): Records['lines'][] {
  return (Object.keys(org.people) as PersonId[]).sort().flatMap((person) =>
    linesOf(org, person).map(({ manager, from, to }) => ({
      person: refOf(org, person),
      manager: manager && refOf(org, manager),
      from,
      to,
      hierarchy,
    })),
  );
}

/** What counts. A file has no words for how it came to that, nor for sums of teams or for nothing. */
export function quotaRecord(org: Org, quota: Quota): Records['quotas'][] {
  const { person, period, measure, amountMinor, currency } = quota;
  return amountMinor > 0n ? [{ person: refOf(org, person), period, measure, amountMinor, currency }] : [];
}

export function resultRecord(
  org: Org,
  { person, version: _, ...result }: RecordedResult,
): Records['results'] {
  return { person: refOf(org, person), ...result };
}

/** A plan is called by its name while no other has that name. */
export function enrolmentRecord(
  org: Org,
  plans: readonly PlanHead[],
  { person, plan, from, to, terms, payCurrency }: Enrolment,
): Records['enrolments'] {
  const name = plans.find(({ id }) => id === plan)?.name;
  const isOnly = plans.filter((other) => other.name === name).length === 1;
  const called = name !== undefined && isOnly ? name : plan;
  const more = { ...(terms && { terms }), ...(payCurrency && { payCurrency }) };
  return { person: refOf(org, person), plan: called, from, to, ...more };
}

export function dealRecord(row: Present, company: Currency): Records['deals'] {
  const { line: _, owner: __, splits, overlays, about, ...said } = row;
  const { territory, account, ...others } = about;
  const sharing = (all: NonNullable<Present['splits']>) =>
    all.map(({ ownerRef, share }) => ({ ownerRef, share }));
  return {
    ...said,
    currency: row.currency ?? company,
    ...(splits && { splits: sharing(splits) }),
    ...(overlays && { overlays: sharing(overlays) }),
    ...(account !== undefined && { accountRef: account }),
    ...(territory !== undefined && { territoryRef: territory }),
    ...others,
  };
}

export function territoryRecords(org: Org, coverage: Coverage): Records['territories'][] {
  return (Object.keys(coverage.people) as PersonId[])
    .sort()
    .flatMap((person) =>
      coveredBy(coverage, person).map((covered) => ({ person: refOf(org, person), ...covered })),
    );
}
