/**
 * The branch of a reopening: what a published period would be calculated from by what is said of it now. Its
 * credits, balances and where measures stood are as they were pinned, since those have ways of their own.
 *
 *   pinned    Ben 200,000 · Cem from 1 February      credits, openings, adjustments
 *   now       Ben 198,000 · Cem from 1 January       the same
 *   moved     Ben, Cem, and whoever shares or stands above them where teams or lines are others
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { overlaps, type Span } from '../../shared/kernel/time.ts';
import { type Line, memberOf, type Org, presenceOf } from '../people/org.ts';
import type { Team } from '../people/team.ts';
import { withRivals } from './contest.ts';
import { byPayee, type Inputs, payeesOf } from './manifest.ts';
import { unpayable } from './pay-rate.ts';
import type { Pinned } from './true-up.ts';

/** `now` is gathered anew; what stood before stays below it, for whoever cannot be paid by it. */
export function branchOf(below: Pinned, now: Inputs): Pinned {
  const { currency, period, months, credits, openings, adjustments, trueUps, reached } = below;
  const pinned = { currency, period, months, credits, openings, adjustments, trueUps };
  const branch = { ...now, ...pinned, reached: reached ?? now.reached };
  const payees = [...new Set([...below.payees, ...payeesOf(branch)])].sort();
  return { ...branch, payees, below };
}

/**
 * Everybody whom other inputs can move; all others are paid alike by both. What is said of days after the period, as
 * when somebody leaves in a later year, moves nobody.
 */
export function movedBy(before: Pinned, now: Pinned): Set<PersonId> {
  const payees = [...new Set([...before.payees, ...now.payees])];
  const org = movedInOrg(before.org, now.org, now.period);
  const teams = movedInTeams(before.teams, now.teams, now.period);
  const [was, is] = [saidOf(before), saidOf(now)];
  const own = payees.filter((payee) => org.has(payee) || teams.has(payee) || was(payee) !== is(payee));
  return new Set([...withRivals(before, own), ...withRivals(now, own)]);
}

/** All that is said of a payee alone, as text. */
function saidOf(inputs: Inputs): (payee: PersonId) => string {
  const { enrolments, quotas, intervalQuotas, results } = byPayee(inputs);
  const ends = ({ to }: Span) => within({ from: inputs.period.from, to }, inputs.period).to;
  return (payee) =>
    textOf([
      listed(enrolments.get(payee)?.map(({ id: _, ...said }) => ({ ...said, to: ends(said) }))),
      listed(quotas.get(payee)?.map(({ measure, amountMinor }) => [measure, amountMinor])),
      listed(intervalQuotas.get(payee)),
      listed(results.get(payee)),
      unpayable(inputs, payee)?.hold.code,
    ]);
}

const listed = (all: readonly unknown[] = []) => all.map(textOf).sort();

/** Whose presence or lines are others, and everybody who ever stood above them. */
function movedInOrg(before: Org, now: Org, period: Span): Set<PersonId> {
  const people = new Set([...Object.keys(before.people), ...Object.keys(now.people)] as PersonId[]);
  const found = new Set<PersonId>();
  for (const person of people) {
    if (placeOf(before, person, period) !== placeOf(now, person, period)) found.add(person);
  }
  const next = [...found];
  for (let person = next.pop(); person; person = next.pop()) {
    for (const { manager } of [...linesOf(before, person, period), ...linesOf(now, person, period)]) {
      if (!manager || found.has(manager)) continue;
      found.add(manager);
      next.push(manager);
    }
  }
  return found;
}

function placeOf(org: Org, person: PersonId, period: Span): string {
  const { startsOn, endsOn, vacant } = presenceOf(org, person);
  const starts = startsOn && startsOn > period.from ? startsOn : '';
  const ends = endsOn && (period.to === null || endsOn < period.to) ? endsOn : '';
  return textOf([linesOf(org, person, period), starts, ends, vacant ?? false]);
}

/** Those of the days of a period. */
function linesOf(org: Org, person: PersonId, period: Span): Line[] {
  const lines = memberOf(org, person)?.lines ?? [];
  return lines
    .filter((line) => overlaps(line, period))
    .map(({ manager, ...days }) => ({ manager, ...within(days, period) }));
}

/** The days that both have. */
function within({ from, to }: Span, period: Span): Span {
  const isLonger = to === null || (period.to !== null && to > period.to);
  return { from: from < period.from ? period.from : from, to: isLonger ? period.to : to };
}

/** Everybody who ever was in a team that is another. */
function movedInTeams(before: Inputs['teams'], now: Inputs['teams'], period: Span): Set<PersonId> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const saidOfIt = (team: Team = {}) => {
    const stays = Object.entries(team).flatMap(([person, all]) => all.map((stay) => ({ person, stay })));
    const own = stays.filter(({ stay }) => overlaps(stay, period));
    return textOf(own.map(({ person, stay }) => [person, stay.weight, within(stay, period)]).sort());
  };
  const others = [...names].filter((name) => saidOfIt(before[name]) !== saidOfIt(now[name]));
  const members = others.flatMap((name) => Object.keys({ ...before[name], ...now[name] }));
  return new Set(members as PersonId[]);
}

/** The same of what is the same, in whatever order its fields were said. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return String(inner);
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
