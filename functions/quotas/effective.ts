/**
 * The quotas that count in a period: those that are assigned as they are, and those of teams as the sum of what
 * is asked of those who report to a manager, by days.
 *
 *   Ana 90,000 all of 90 days, Ben 60,000 on 30 of them and 40 to somebody else and 20 to nobody
 *   90,000.00 + 20,000.00 = 110,000.00
 *
 * What is asked of one person is divided once, among all to whom they report and the days without anybody, so
 * that the parts add up. A day weighs what is asked on it: a quota that is prorated weighs on the days that the
 * person is there. Who cannot be said, because of a circle, has no quota here, and neither has who asks nothing.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { roundHalfEven } from '../../shared/kernel/rational.ts';
import { daysBetween, type Span } from '../../shared/kernel/time.ts';
import type { Org } from '../people/org.ts';
import { type Days, exactly } from './by-days.ts';
import type { Derivation, Step } from './derivation.ts';
import { type Levels, quotaLevels } from './levels.ts';
import type { Quota } from './quota.ts';
import { type Contribution, contributionsOf, type Reports, reportsAmong } from './reports.ts';
import { termsOf } from './steps.ts';

export type Effective = Quota & { readonly derivation: Derivation };

export type Asking = { readonly quotas: readonly Quota[]; readonly org: Org; readonly period: Span };

/** In the order of `quotas`. */
export function effectiveQuotas({ quotas, org, period }: Asking): Effective[] {
  const byMeasure = Map.groupBy(quotas, ({ measure }) => measure);
  const found = [...byMeasure.values()].flatMap((some) => ofMeasure({ quotas: some, org, period }));
  const counting = new Map(found.map((quota) => [nameOf(quota), quota]));
  return quotas.flatMap((quota) => {
    const one = counting.get(nameOf(quota));
    return one && one.amountMinor > 0n ? [one] : [];
  });
}

/** The order in which the quotas of one measure are summed, and who stands in circles. */
export function levelsAmong(asking: Asking): Levels {
  const { to } = asking.period;
  return to === null ? quotaLevels(new Map()) : levelsOf(asking.quotas, reportsOf(asking, to));
}

const nameOf = ({ person, measure }: Pick<Quota, 'person' | 'measure'>) => `${person} ${measure}`;

const reportsOf = ({ quotas, org, period }: Asking, to: Days['to']): Reports =>
  reportsAmong(quotas, org, { from: period.from, to });

function ofMeasure(asking: Asking): Effective[] {
  const { quotas, org, period } = asking;
  const known = new Map(quotas.flatMap((quota) => (quota.team ? [] : [[quota.person, asAssigned(quota)]])));
  if (known.size === quotas.length || period.to === null) return [...known.values()];
  const days = { from: period.from, to: period.to };
  const reports = reportsOf(asking, period.to);
  const teams = new Map(quotas.flatMap((quota) => (quota.team ? [[quota.person, quota]] : [])));
  for (const person of levelsOf(quotas, reports).levels.flat()) {
    const quota = teams.get(person);
    const below = [...(reports.get(person) ?? [])].sort().flatMap((report) => known.get(report) ?? []);
    const parts = below.flatMap((report) => contributionsOf(report, person, { org, days }));
    if (quota) known.set(person, summed(quota, parts, days));
  }
  return [...known.values()];
}

function levelsOf(quotas: readonly Quota[], reports: Reports): Levels {
  const needs = quotas.flatMap(({ person, team }) =>
    team ? [[person, reports.get(person) ?? new Set<PersonId>()] as const] : [],
  );
  return quotaLevels(new Map(needs));
}

function asAssigned(quota: Quota): Effective {
  const { derivation = { baseMinor: quota.amountMinor, steps: [] } } = quota;
  return { ...quota, derivation };
}

function summed(quota: Quota, parts: readonly Contribution[], days: Days): Effective {
  const { derivation = { baseMinor: 0n, steps: [] }, team } = quota;
  const own = team?.own === 'in' ? derivation : { baseMinor: 0n, steps: [] };
  const all = daysBetween(days.from, days.to);
  let amountMinor: Minor = roundHalfEven(exactly(termsOf(own), days));
  const steps = parts.map(({ person, addsMinor, reporting }): Step => {
    amountMinor += addsMinor;
    return { kind: 'report', person, addsMinor, factor: `${reporting}/${all}`, leavesMinor: amountMinor };
  });
  return { ...quota, amountMinor, derivation: { ...own, steps: [...own.steps, ...steps] } };
}
