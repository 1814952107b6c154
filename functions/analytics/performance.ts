/**
 * Target, result and pay of people, side by side, over whole pay periods.
 *
 *   Mia   own    20,000 of 50,000    40 %
 *         team   what those below her sold on days when they were, of what is asked of those below her
 *                on the last day of each period; without her own
 */
import * as z from 'zod';
import { type PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import type { Org } from '../people/org.ts';
import type { Period } from '../periods/period.ts';
import type { Quota } from '../quotas/quota.ts';
import { Attainment, attainmentOf, ratioOf, type Target } from './attainment.ts';
import { type PaidPeriod, Pay, payOf } from './pay.ts';
import { periodOfDay } from './period-of-day.ts';
import type { ManagersAbove } from './roll-up.ts';
import { asOfDay, type Scope } from './scope.ts';

const Row = z.object({
  person: PersonId,
  name: z.string(),
  own: Attainment,
  /** Null for those with nobody below them. */
  team: Attainment.nullable(),
  /** Null for readers who may not see what people earn. */
  pay: Pay.nullable(),
});
type Row = z.output<typeof Row>;

export const Performance = z.object({
  periods: z.array(z.string()),
  measure: z.string(),
  currency: Currency,
  rows: z.array(Row),
  total: z.object({
    people: z.int(),
    withQuota: z.int(),
    attained: z.int(),
    salesMinor: Minor,
    quotaMinor: Minor,
    countedMinor: Minor,
    attainment: z.string().nullable(),
    payMinor: Minor.nullable(),
    /** What nobody sold, for those who see all. */
    withoutSellerMinor: Minor.nullable(),
  }),
});
export type Performance = z.output<typeof Performance>;

export type Inputs = {
  readonly periods: readonly Period[];
  readonly sales: readonly Sale[];
  /** Of one measure. */
  readonly quotas: readonly Quota[];
  readonly org: Org;
  readonly managersAbove: ManagersAbove;
  readonly scope: Scope;
  readonly today: Day;
  readonly measure: string;
  readonly currency: Currency;
  /** Undefined for readers who may not see what people earn. */
  readonly paid: readonly PaidPeriod[] | undefined;
};

type Tally = { own: bigint; quota?: bigint; team: bigint; teamQuota?: bigint };
/** By period, for each person. */
type Tallies = Map<PersonId, Map<PeriodId, Tally>>;

export function performance(inputs: Inputs): Performance {
  const { periods, measure, currency, org, scope, paid } = inputs;
  const tallies: Tallies = new Map();
  const withoutSellerMinor = tallySales(tallies, inputs);
  tallyQuotas(tallies, inputs);
  const leaders = leadersOf(inputs);
  const rows = (Object.keys(org.people) as PersonId[])
    .filter(scope.sees)
    .sort()
    .map((person) => {
      const of = [...(tallies.get(person)?.values() ?? [])];
      const team = of.map(({ team, teamQuota }) => ({ salesMinor: team, quotaMinor: teamQuota }));
      return {
        person,
        name: org.people[person]?.name ?? person,
        own: attainmentOf(of.map(({ own, quota }) => ({ salesMinor: own, quotaMinor: quota }))),
        team: leaders.has(person) || hasAny(team) ? attainmentOf(team) : null,
        pay: paid ? payOf(person, paid) : null,
      };
    })
    .filter((row) => isWorthShowing(row, tallies.has(row.person)));
  return {
    periods: periods.map(({ id }) => id),
    measure,
    currency,
    rows,
    total: { ...totalOf(rows), withoutSellerMinor: scope.isWhole ? withoutSellerMinor : null },
  };
}

/** Answers what was sold by nobody. */
function tallySales(tallies: Tallies, { periods, sales, managersAbove }: Inputs): bigint {
  const periodOf = periodOfDay(periods);
  let withoutSeller = 0n;
  for (const { person, day, amountMinor } of sales) {
    const period = periodOf(day);
    if (period === null) continue;
    if (person === null) {
      withoutSeller += amountMinor;
      continue;
    }
    tallyOf(tallies, person, period).own += amountMinor;
    for (const manager of managersAbove(person, day)) tallyOf(tallies, manager, period).team += amountMinor;
  }
  return withoutSeller;
}

function tallyQuotas(tallies: Tallies, { periods, quotas, managersAbove, today }: Inputs): void {
  const lastDays = new Map(periods.map(({ id, to }) => [id, lastDayOf({ to }, today)]));
  for (const { person, period, amountMinor } of quotas) {
    const day = lastDays.get(period);
    if (day === undefined) continue;
    tallyOf(tallies, person, period).quota = amountMinor;
    for (const manager of managersAbove(person, day)) {
      const tally = tallyOf(tallies, manager, period);
      tally.teamQuota = (tally.teamQuota ?? 0n) + amountMinor;
    }
  }
}

function tallyOf(tallies: Tallies, person: PersonId, period: PeriodId): Tally {
  const known = tallies.get(person) ?? new Map<PeriodId, Tally>();
  const tally = known.get(period) ?? { own: 0n, team: 0n };
  tallies.set(person, known.set(period, tally));
  return tally;
}

/** Who has people below on the last day of one of the periods. */
function leadersOf({ periods, org, managersAbove, today }: Inputs): Set<PersonId> {
  const days = periods.map(({ to }) => lastDayOf({ to }, today));
  const people = Object.keys(org.people) as PersonId[];
  return new Set(people.flatMap((person) => days.flatMap((day) => managersAbove(person, day))));
}

function lastDayOf({ to }: Pick<Period, 'to'>, today: Day): Day {
  return to === null ? today : asOfDay(to, to);
}

const hasAny = (targets: readonly Target[]) =>
  targets.some(({ salesMinor, quotaMinor }) => salesMinor !== 0n || quotaMinor !== undefined);

/** Those who neither sell nor lead nor are paid are many, and their rows would say nothing. */
function isWorthShowing({ team, pay }: Row, isTallied: boolean): boolean {
  return isTallied || team !== null || (pay !== null && pay.components.length + pay.held.length > 0);
}

function totalOf(rows: readonly Row[]): Omit<Performance['total'], 'withoutSellerMinor'> {
  const sum = (amountOf: (row: Row) => bigint | null) =>
    rows.reduce((total, row) => total + (amountOf(row) ?? 0n), 0n);
  const [countedMinor, quotaMinor] = [sum(({ own }) => own.countedMinor), sum(({ own }) => own.quotaMinor)];
  const seesPay = rows.some(({ pay }) => pay !== null);
  return {
    people: rows.length,
    withQuota: rows.filter(({ own }) => own.quotaMinor !== null).length,
    attained: rows.filter(({ own }) => own.attained).length,
    salesMinor: sum(({ own }) => own.salesMinor),
    quotaMinor,
    countedMinor,
    attainment: ratioOf(countedMinor, quotaMinor),
    payMinor: seesPay ? sum(({ pay }) => pay?.totalMinor ?? null) : null,
  };
}
