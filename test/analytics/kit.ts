/** What the tests of reports share: a company with two levels, and short ways to say what was sold. */
import type { Ways } from '../../functions/analytics/dimension.ts';
import { rollUpOf } from '../../functions/analytics/roll-up.ts';
import { type Known, SalesQuery, salesReport } from '../../functions/analytics/sales-report.ts';
import { scopeOf } from '../../functions/analytics/scope.ts';
import type { About, Sale } from '../../functions/deals/sale.ts';
import { noOrg, type Org, withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import { DealId, derivedId, type PersonId } from '../../shared/kernel/ids.ts';
import { day, person } from '../people/kit.ts';

const NAMES = ['Tom', 'Mia', 'Max', 'Dan', 'Eve'] as const;
export const PEOPLE = Object.fromEntries(NAMES.map((name) => [name, person(name)])) as Record<
  (typeof NAMES)[number],
  PersonId
>;
const { Tom, Mia, Max, Dan, Eve } = PEOPLE;

/** Dan reports to Mia until 15 March and to Max from then on, Eve to Max; Mia and Max report to Tom. */
export const ORG: Org = [
  [Mia, Tom, '2026-01-01'] as const,
  [Max, Tom, '2026-01-01'] as const,
  [Dan, Mia, '2026-01-01'] as const,
  [Eve, Max, '2026-01-01'] as const,
  [Dan, Max, '2026-03-15'] as const,
].reduce(
  (org, [who, manager, from]) => assignManager(org, who, manager, day(from)),
  NAMES.reduce((org, name) => withPerson(org, person(name), name, []), noOrg),
);

export const deal = (name: string): DealId => DealId.parse(derivedId('dea', name));

/** `sale('d1', Dan, '2026-03-10', 50_000)`: whole units of a currency with two decimals. */
export function sale(
  name: string,
  who: PersonId | null,
  on: string,
  amount: number,
  about: About = {},
  part = 0,
): Sale {
  return {
    deal: deal(name),
    part,
    person: who,
    about,
    day: day(on),
    amountMinor: BigInt(amount) * 100n,
  };
}

export const ADMIN = { principal: 'ada', roles: ['admin'] };
export const THROUGH_MARCH = { from: day('2026-01-01'), to: day('2026-04-01') };
const managersAbove = rollUpOf(ORG);

export function waysFor(reader: typeof ADMIN = ADMIN, more: Partial<Ways> = {}): Ways {
  return {
    managersAbove,
    scope: scopeOf(ORG, reader, day('2026-03-31'), managersAbove),
    covers: () => false,
    isFirst: () => false,
    periodOf: () => null,
    ...more,
  };
}

export function known(more: Partial<Known> = {}): Known {
  return { ways: waysFor(), org: ORG, currency: 'USD', rateOn: () => undefined, ...more };
}

/** A report of the first quarter. */
export function report(sales: readonly Sale[], query: object = {}, more: Partial<Known> = {}) {
  return salesReport(sales, THROUGH_MARCH, SalesQuery.parse(query), known(more));
}

/** Key and amount of each row. */
export function amounts({ rows }: ReturnType<typeof report>) {
  return rows.map(({ key, amountMinor }) => [...Object.values(key), Number(amountMinor) / 100]);
}
