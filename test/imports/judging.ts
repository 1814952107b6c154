/** A company for the tests of judges: Ana and Ben, a year of months and quarters, March closed. */
import type { DealsContext } from '../../functions/imports/judge-deals.ts';
import type { QuotasContext } from '../../functions/imports/judge-quotas.ts';
import { noOrg, withPerson } from '../../functions/people/org.ts';
import type { Period } from '../../functions/periods/period.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { ANA, BEN, CONNECTOR } from '../deals/saying.ts';
import { FROM } from '../deals/rows.ts';
import { year2026 } from '../periods/kit.ts';

export const org = withPerson(withPerson(noOrg, ANA, 'Ana', ['u-ana', '274']), BEN, 'Ben', ['u-ben']);

export const periods: readonly Period[] = year2026.map((period) =>
  period.id === '2026-m03' ? { ...period, status: 'calculating' } : period,
);

export const THIS = derivedId('imp', 'this file');

export const dealsContext: DealsContext = {
  org,
  periods,
  currency: 'EUR',
  known: new Map(),
  from: { ...FROM, import: THIS, connector: CONNECTOR },
};

export const quotasContext: QuotasContext = { org, periods, currency: 'EUR', quotas: [] };
