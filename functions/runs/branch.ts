/**
 * The branch of a reopening: what a published period would be calculated from by what is said of it now. Its
 * credits, balances and where measures stood are as they were pinned, since those have ways of their own.
 *
 *   pinned    Ben 200,000 · Cem from 1 February      credits, openings, adjustments
 *   now       Ben 198,000 · Cem from 1 January       the same
 *   moved     Ben, Cem, and whoever shares or stands above them where teams or lines are others
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { type Member, type Org, presenceOf } from '../people/org.ts';
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

/** Everybody whom other inputs can move; all others are paid alike by both. */
export function movedBy(before: Pinned, now: Pinned): Set<PersonId> {
  const payees = [...new Set([...before.payees, ...now.payees])];
  const org = movedInOrg(before.org, now.org);
  const teams = movedInTeams(before.teams, now.teams);
  const [was, is] = [saidOf(before), saidOf(now)];
  const own = payees.filter((payee) => org.has(payee) || teams.has(payee) || was(payee) !== is(payee));
  return new Set([...withRivals(before, own), ...withRivals(now, own)]);
}

/** All that is said of a payee alone, as text. */
function saidOf(inputs: Inputs): (payee: PersonId) => string {
  const { enrolments, quotas, intervalQuotas, results } = byPayee(inputs);
  return (payee) =>
    textOf([
      listed(enrolments.get(payee)?.map(({ id: _, ...said }) => said)),
      listed(quotas.get(payee)?.map(({ measure, amountMinor }) => [measure, amountMinor])),
      listed(intervalQuotas.get(payee)),
      listed(results.get(payee)),
      unpayable(inputs, payee)?.hold.code,
    ]);
}

const listed = (all: readonly unknown[] = []) => all.map(textOf).sort();

/** Whose presence or lines are others, and everybody who ever stood above them. */
function movedInOrg(before: Org, now: Org): Set<PersonId> {
  const people = new Set([...Object.keys(before.people), ...Object.keys(now.people)] as PersonId[]);
  const found = new Set<PersonId>();
  for (const person of people) {
    if (placeOf(before, person) !== placeOf(now, person)) found.add(person);
  }
  const next = [...found];
  for (let person = next.pop(); person; person = next.pop()) {
    for (const manager of [...managersOf(before, person), ...managersOf(now, person)]) {
      if (found.has(manager)) continue;
      found.add(manager);
      next.push(manager);
    }
  }
  return found;
}

const memberOf = ({ people }: Org, person: PersonId): Member | undefined => people[person];

function placeOf(org: Org, person: PersonId): string {
  return textOf([memberOf(org, person)?.lines ?? [], presenceOf(org, person)]);
}

function managersOf(org: Org, person: PersonId): PersonId[] {
  return (memberOf(org, person)?.lines ?? []).flatMap(({ manager }) => manager ?? []);
}

/** Everybody who ever was in a team that is another. */
function movedInTeams(before: Inputs['teams'], now: Inputs['teams']): Set<PersonId> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const others = [...names].filter((name) => textOf(before[name] ?? {}) !== textOf(now[name] ?? {}));
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
