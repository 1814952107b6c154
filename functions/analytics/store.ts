/** What reports are read from: the stores of everything upstream. */
import type { Caller } from '../../shared/http/caller.ts';
import { may } from '../../shared/http/roles.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import { decimal } from '../../shared/kernel/rational.ts';
import { type Day, dayOf, type Instant, type Span } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import type { Sale } from '../deals/sale.ts';
import { salesIn } from '../deals/store-pages.ts';
import { MAIN } from '../people/hierarchy.ts';
import type { Org } from '../people/org.ts';
import { hierarchyOf, orgOf } from '../people/store.ts';
import { type Period, postingPeriodsIn } from '../periods/period.ts';
import { periodsOf } from '../periods/store.ts';
import type { Measure, Quota } from '../quotas/quota.ts';
import { quotasIn } from '../quotas/store.ts';
import { rateOn, yearOf } from '../rates/rates.ts';
import { ratesOf } from '../rates/store.ts';
import { headsOf, listPublished, totalsOf } from '../runs/store.ts';
import type { Settings } from '../settings/settings.ts';
import { settingsOf } from '../settings/store.ts';
import { covers } from '../territories/coverage.ts';
import { coverageOf } from '../territories/store.ts';
import type { TerritoryId } from '../territories/territory.ts';
import type { Ways } from './dimension.ts';
import type { RateOn } from './figures.ts';
import type { PaidPeriod } from './pay.ts';
import { type ManagersAbove, rollUpOf } from './roll-up.ts';
import { asOfDay, scopeOf } from './scope.ts';
import { postedIn } from './span.ts';

/** What every report needs to know of a company. */
export type Ground = {
  readonly settings: Settings;
  readonly org: Org;
  readonly periods: readonly Period[];
  /** Who sees whom: the main hierarchy. */
  readonly managersAbove: ManagersAbove;
  /** To whom sales roll up: the hierarchy that a report is asked by. */
  readonly rollsUpTo: ManagersAbove;
  readonly covers: Ways['covers'];
  readonly today: Day;
};

export async function groundOf(table: Table, now: Instant, hierarchy: string = MAIN): Promise<Ground> {
  const [settings, org, lined, periods, coverage] = await Promise.all([
    settingsOf(table),
    orgOf(table),
    hierarchy === MAIN ? undefined : hierarchyOf(table, hierarchy),
    periodsOf(table),
    coverageOf(table),
  ]);
  const managersAbove = rollUpOf(org);
  return {
    settings,
    org,
    periods,
    managersAbove,
    rollsUpTo: lined ? rollUpOf(lined) : managersAbove,
    covers: (person, territory, day) => covers(coverage, person, territory as TerritoryId, day),
    today: dayOf(now, settings.timeZone),
  };
}

/** What the company's own currency was worth in others, on exactly the days of these sales. */
export async function ratesFor(table: Table, currency: Currency, sales: readonly Sale[]): Promise<RateOn> {
  const years = [...new Set(sales.map(({ day }) => yearOf(day)))];
  const rates = await ratesOf(table, currency, years);
  return (to, day) => {
    const rate = rateOn(rates, currency, to, day);
    return rate === undefined ? undefined : decimal(rate);
  };
}

/** What was sold in the months, or windows, that a span touches: days beyond it, too. */
export function soldAround(table: Table, { periods }: Ground, span: Span): Promise<Sale[]> {
  return salesIn(table, postedIn(periods, span));
}

export async function quotasFor(
  table: Table,
  periods: readonly Period[],
  measure: Measure,
): Promise<Quota[]> {
  const quotas = await Promise.all(periods.map(({ id }) => quotasIn(table, id)));
  return quotas.flat().filter((quota) => quota.measure === measure);
}

/** What is published of these periods and of the months in them, as far as the caller sees statements. */
export async function paidIn(
  table: Table,
  caller: Caller,
  { org, periods, managersAbove, today }: Ground,
  asked: readonly Period[],
): Promise<PaidPeriod[] | undefined> {
  if (!may(caller.roles, 'statement:read')) return undefined;
  const { items } = await listPublished(table, {});
  const paying = new Set(asked.flatMap((period) => [...postingPeriodsIn(periods, period), period]));
  const paid = [...paying].map(async ({ id, to }) => {
    const { sees } = scopeOf(org, caller, asOfDay(to, today), managersAbove);
    const run = items.find(({ period }) => period === id)?.run;
    const payees = run ? (await totalsOf(table, run)).map(({ payee }) => payee).filter(sees) : [];
    const heads = run ? await headsOf(table, run, payees) : [];
    return { period: id, isPublished: run !== undefined, sees, heads };
  });
  return Promise.all(paid);
}
