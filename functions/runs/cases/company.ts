/** The company of a golden case, as a run pins it: people, periods, plans, enrolments, quotas, results. */
import type { PeriodId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { startOfDay, TimeZone } from '../../../shared/kernel/time.ts';
import { noOrg, type Org, withMember } from '../../people/org.ts';
import type { Team } from '../../people/team.ts';
import { firstCalendar } from '../../periods/pay-calendar.ts';
import { type Period, postingPeriodsIn } from '../../periods/period.ts';
import { type Enrolment, EnrolmentDraft, enrol } from '../../plans/enrolment.ts';
import { inForce } from '../../plans/expiry.ts';
import type { PlanVersion } from '../../plans/plan.ts';
import { refuseTerms } from '../../plans/terms.ts';
import { intervalOf, intervalQuotas, intervalsOf, openEnd, periodsOfInterval } from '../interval.ts';
import { noRates, type Rates, withRates } from '../../rates/rates.ts';
import type { Inputs } from '../manifest.ts';
import { pinnedRates } from '../pay-rate.ts';
import type { GoldenCase, Person } from './case.ts';
import { at } from './place.ts';
import { planIdOf, plansOf } from './plans.ts';
import { meant, quotasOf } from './quotas.ts';
import { personIdOf, personOf } from './said.ts';

export const ZONE = TimeZone.parse('UTC');
const CLOSE_AFTER_DAYS = 3;

/** What a run of any period of the case is calculated from, but for the credits. */
export function inputsOf(golden: GoldenCase): (period: PeriodId) => Inputs {
  const plans = plansOf(golden);
  const org = orgOf(golden);
  const enrolments = inForce(enrolmentsOf(golden, plans), plans, org);
  const company = { org, teams: teamsOf(golden), enrolments };
  const periods = periodsOf(golden);
  const quotasIn = (period: Period) => quotasOf(golden, { org: company.org, periods, period });
  const intervalsIn = (period: Period) => {
    const overs = intervalsOf(plans).map((over) => ({ over, span: intervalOf(periods, period, over) }));
    return {
      intervals: Object.fromEntries(overs.map(({ over, span }) => [over, openEnd(span)])),
      intervalQuotas: overs.flatMap(({ over, span }) => {
        const parts = periodsOfInterval(periods, span);
        return intervalQuotas(over, parts, parts.flatMap(quotasIn));
      }),
    };
  };
  return (id) => {
    const period = periodNamed(periods, id);
    const inputs = {
      currency: golden.currency,
      period,
      months: postingPeriodsIn(periods, period),
      credits: [],
      ...company,
      plans,
      quotas: quotasIn(period),
      ...intervalsIn(period),
      results: resultsOf(golden, id),
    };
    return { ...inputs, payRates: pinnedRates(inputs, ratesOf(golden)) };
  };
}

/** The periods that are paid, and all others of which quotas count in them. */
export function periodsAsked(golden: GoldenCase): PeriodId[] {
  const periods = periodsOf(golden);
  const overs = intervalsOf(plansOf(golden));
  const parts = golden.pay.flatMap((id) => {
    const period = periodNamed(periods, id);
    return overs.flatMap((over) => periodsOfInterval(periods, intervalOf(periods, period, over)));
  });
  return [...new Set([...golden.pay, ...parts.map(({ id }) => id)])];
}

export function periodsOf({ calendar, from }: GoldenCase): Period[] {
  const terms = { shape: calendar, zone: ZONE, closeAfterDays: CLOSE_AFTER_DAYS };
  return firstCalendar(startOfDay(from, ZONE), terms, from);
}

function periodNamed(periods: readonly Period[], id: PeriodId): Period {
  const found = periods.find((period) => period.id === id);
  return found ?? refuse('rule', 'case.unknown-period', `There is no period ${id}.`, '/pay');
}

function orgOf(golden: GoldenCase): Org {
  return Object.entries(golden.people).reduce((org, [name, { startsOn, endsOn, manager }]) => {
    const lines = linesOf(golden, manager, `/people/${name}/manager`);
    const presence = { ...(startsOn && { startsOn }), ...(endsOn && { endsOn }) };
    return withMember(org, personIdOf(name), { name, refs: [name], lines, ...presence });
  }, noOrg);
}

function linesOf(golden: GoldenCase, manager: Person['manager'], pointer: string) {
  if (manager === undefined) return [];
  const stints = typeof manager === 'string' ? [{ manager, from: golden.from, to: null }] : manager;
  return stints.map((stint) => ({ ...stint, manager: personOf(golden, stint.manager, pointer) }));
}

function teamsOf({ people, from }: GoldenCase): Record<string, Team> {
  const teams: Record<string, Team> = {};
  for (const [name, { team, weight }] of Object.entries(people)) {
    if (team) teams[team] = { ...teams[team], [personIdOf(name)]: [{ from, to: null, weight }] };
  }
  return teams;
}

function enrolmentsOf(golden: GoldenCase, plans: readonly PlanVersion[]): Enrolment[] {
  const all: Enrolment[] = [];
  for (const [n, said] of saidEnrolments(golden).entries()) {
    const person = personOf(golden, said.person, `/enrolments/${n}/person`);
    const plan = planIdOf(golden, said.plan, `/enrolments/${n}/plan`);
    const { from = golden.from, to, terms } = said;
    const payCurrency = golden.people[said.person]?.paidIn;
    const draft = EnrolmentDraft.parse({ person, plan, version: 1, from, to, terms, payCurrency });
    const version = plans.find((one) => one.plan === plan);
    all.push(
      at(`/enrolments/${n}`, () => {
        if (version) refuseTerms(version, terms);
        return enrol(
          draft,
          all.filter((one) => one.person === person),
        );
      }),
    );
  }
  return all;
}

export function saidEnrolments({ enrolments, people }: GoldenCase): NonNullable<GoldenCase['enrolments']> {
  return enrolments ?? Object.keys(people).map((person) => ({ person, to: null }));
}

function ratesOf({ rates, currency }: GoldenCase): Rates {
  const own = rates.filter(({ from }) => from === currency).map(({ on: day, ...rate }) => ({ day, ...rate }));
  return { [currency]: withRates(noRates, own).year.days };
}

function resultsOf(golden: GoldenCase, period: PeriodId): Inputs['results'] {
  return golden.results.flatMap((said, n) =>
    meant(golden, said, period).map((name) => ({
      person: personOf(golden, name, `/results/${n}/person`),
      name: said.name,
      value: said.value,
    })),
  );
}
