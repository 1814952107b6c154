/**
 * What a golden case asks of its people, worked out by the rules of quotas: of years, of newcomers, by days,
 * with reliefs, and as sums of teams. `bodyOf…` are the requests that ask a platform for the same.
 */
import type { PeriodId, PersonId } from '../../../shared/kernel/ids.ts';
import { type Org, presenceOf } from '../../people/org.ts';
import type { Period } from '../../periods/period.ts';
import { annualQuotas, AskedOfYear, monthsIn } from '../../quotas/annual.ts';
import { Asked, wanted } from '../../quotas/asked.ts';
import { effectiveQuotas } from '../../quotas/effective.ts';
import { assignQuota, type Quota } from '../../quotas/quota.ts';
import { relieved } from '../../quotas/relief.ts';
import type { GoldenCase } from './case.ts';
import { at } from './place.ts';
import { minorOf, personIdOf, personOf } from './said.ts';

type Ground = { readonly org: Org; readonly periods: readonly Period[]; readonly period: Period };
type Steps = (standing: readonly Quota[]) => Quota[];

/** The quotas that count in a period. */
export function quotasOf(golden: GoldenCase, ground: Ground): Quota[] {
  const steps = [...ofYears(golden, ground), ...ofPeriods(golden, ground), ...reliefs(golden, ground)];
  const quotas = steps.reduce((standing: Quota[], step) => step(standing), []);
  return effectiveQuotas({ quotas, org: ground.org, period: ground.period });
}

/** What is sent to ask for it, but for the person and the period. */
export function bodyOfQuota({ currency }: GoldenCase, said: GoldenCase['quotas'][number], n: number) {
  const { person: _, period: _period, amount, count, ...how } = said;
  const minor = amount === undefined ? count : String(minorOf(amount, currency, `/quotas/${n}/amount`));
  return { ...how, currency, ...(minor !== undefined && { amountMinor: minor }) };
}

export function bodyOfYear({ currency }: GoldenCase, said: GoldenCase['annualQuotas'][number], n: number) {
  const { person: _, amount, ...how } = said;
  return { ...how, currency, amountMinor: String(minorOf(amount, currency, `/annualQuotas/${n}/amount`)) };
}

type Whose = { readonly person?: string | undefined; readonly period?: PeriodId | undefined };

/** Of whom something is said in a period: of everybody, where nobody is named. */
export function meant(golden: GoldenCase, { person, period }: Whose, asked: PeriodId): string[] {
  if (period !== undefined && period !== asked) return [];
  return person === undefined ? Object.keys(golden.people) : [person];
}

function ofYears(golden: GoldenCase, { org, periods, period }: Ground): Steps[] {
  return golden.annualQuotas.flatMap((said, n) =>
    meant(golden, said, period.id).map((name) => (standing) => {
      const person = personOf(golden, name, `/annualQuotas/${n}/person`);
      const asked = AskedOfYear.parse(bodyOfYear(golden, said, n));
      const whose = { person, presence: presenceOf(org, person), currency: golden.currency };
      const year = at(`/annualQuotas/${n}`, () => annualQuotas(asked, whose, periods, []));
      return year
        .filter((one) => one.period.id === period.id)
        .reduce((all, { quota }) => replaced(all, quota), [...standing]);
    }),
  );
}

function ofPeriods(golden: GoldenCase, { org, periods, period }: Ground): Steps[] {
  return golden.quotas.flatMap((said, n) =>
    meant(golden, said, period.id).map((name) => (standing) => {
      const person = personOf(golden, name, `/quotas/${n}/person`);
      const asked = Asked.parse(bodyOfQuota(golden, said, n));
      const before = found(standing, person, asked.measure);
      const where = { period, months: monthsIn(periods, period), presence: presenceOf(org, person) };
      const place = { person, period, currency: golden.currency };
      const quota = at(`/quotas/${n}`, () => assignQuota(wanted(asked, where, before), place, before));
      return replaced(standing, quota);
    }),
  );
}

function reliefs(golden: GoldenCase, { period }: Ground): Steps[] {
  return golden.reliefs.flatMap(({ person, period: of, ...asked }, n) =>
    meant(golden, { person, period: of }, period.id).map((name) => (standing) => {
      const before = found(standing, personIdOf(name), asked.measure);
      return before
        ? replaced(standing, { ...before, ...at(`/reliefs/${n}`, () => relieved(before, asked, { period })) })
        : [...standing];
    }),
  );
}

const isOf = (quota: Quota, person: PersonId, measure: string) =>
  quota.person === person && quota.measure === measure;

function found(standing: readonly Quota[], person: PersonId, measure: string): Quota | undefined {
  return standing.find((quota) => isOf(quota, person, measure));
}

function replaced(standing: readonly Quota[], quota: Quota): Quota[] {
  return [...standing.filter((one) => !isOf(one, quota.person, quota.measure)), quota];
}
