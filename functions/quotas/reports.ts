/**
 * What those who report to managers bring into their teams' quotas: each one's quota, divided by days.
 *
 *   Ben, 60,000 in 90 days: 30 with Ada, 40 with Cem, 20 with nobody     20,000.00 + 26,666.67 (+ 13,333.33)
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { fraction, minus, plus, type Rational, zero } from '../../shared/kernel/rational.ts';
import { daysBetween } from '../../shared/kernel/time.ts';
import { type Org, presenceOf } from '../people/org.ts';
import { countedIn, type Days, plainly, type Terms } from './by-days.ts';
import type { Derivation } from './derivation.ts';
import type { Quota, TeamQuota } from './quota.ts';
import { reportingOf, thereIn } from './reporting-days.ts';
import { termsOf } from './steps.ts';
import { divided } from './weights.ts';

/** Of each manager, those with a quota who report to them on some day of the period. */
export type Reports = ReadonlyMap<PersonId, ReadonlySet<PersonId>>;

export type Contribution = {
  readonly person: PersonId;
  readonly addsMinor: Minor;
  /** The days on which they reported. */
  readonly reporting: number;
};

type Effective = Quota & { readonly derivation: Derivation };

/** Only where a manager's team has a quota of the same measure: `quotas` are of one. */
export function reportsAmong(quotas: readonly Quota[], org: Org, days: Days): Reports {
  const teams = new Map(quotas.flatMap(({ person, team }) => (team ? [[person, team] as const] : [])));
  const reports = new Map<PersonId, Set<PersonId>>();
  for (const { person } of quotas) {
    for (const { manager } of reportingWhenThere(org, person, days)) {
      const team = teams.get(manager);
      if (!team || !counts(org, person, team)) continue;
      reports.set(manager, (reports.get(manager) ?? new Set()).add(person));
    }
  }
  return reports;
}

/** What a person's quota brings to one manager: nothing, or one part of it. */
export function contributionsOf(
  quota: Effective,
  manager: PersonId,
  { org, days }: { readonly org: Org; readonly days: Days },
): Contribution[] {
  const terms = weighing(quota);
  const all = Map.groupBy(reportingWhenThere(org, quota.person, days), (stretch) => stretch.manager);
  const managers = [...all.keys()].sort();
  const weights = managers.map((one) => sumOf(all.get(one) ?? [], (some) => countedIn(terms, some)));
  const nobody = minus(countedIn(terms, days), weights.reduce(plus, zero));
  const addsMinor = divided(quota.amountMinor, [...weights, nobody])[managers.indexOf(manager)] ?? 0n;
  const reporting = (all.get(manager) ?? []).reduce((sum, { from, to }) => sum + daysBetween(from, to), 0);
  return reporting > 0 ? [{ person: quota.person, addsMinor, reporting }] : [];
}

/** A team's sum weighs the same on all days; so does what nothing was done to. */
function weighing({ team, derivation }: Effective): Terms {
  return team ? plainly(1n) : termsOf(derivation);
}

function reportingWhenThere(org: Org, person: PersonId, days: Days) {
  const there = thereIn(org, person, days, true);
  return there ? reportingOf(org, person, there) : [];
}

function counts(org: Org, person: PersonId, { vacantSeats }: TeamQuota): boolean {
  return vacantSeats === 'in' || !presenceOf(org, person).vacant;
}

function sumOf(some: readonly Days[], weigh: (days: Days) => Rational): Rational {
  return some.reduce((sum, each) => plus(sum, weigh(each)), fraction(0n));
}
