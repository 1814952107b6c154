/**
 * What is asked of a person in a year, divided among its months or quarters. The parts add up to the year to the
 * last cent: what rounding leaves goes to the largest remainders.
 *
 *   800,000 by 20/25/25/30 %                160,000.00 + 200,000.00 + 200,000.00 + 240,000.00
 *   800,000 by twelve equal months          eight of 66,666.67 and four of 66,666.66
 */
import * as z from 'zod';
import { Currency } from '../../shared/kernel/money.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import {
  compare,
  type Decimal,
  decimal,
  fraction,
  plus,
  type Rational,
  roundHalfEven,
  zero,
} from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Presence } from '../people/org.ts';
import { inOrder, type Period, postingPeriodsIn } from '../periods/period.ts';
import { endingPeriod, settledAs, termsBefore } from './asked.ts';
import { amountOf, type Days, plainly, type Terms } from './by-days.ts';
import { factorOf } from './derivation.ts';
import { Growth, treatmentsOf } from './growth.ts';
import { Prorate, presentIn } from './presence.ts';
import { Amount, assignQuota, Measure, type Quota } from './quota.ts';
import { Ramp } from './ramp.ts';
import { Share } from './share.ts';
import { divided } from './weights.ts';

export const Seasonality = z.strictObject({
  by: z.enum(['month', 'quarter']).default('quarter'),
  /** In order of the periods; they add up to 1. Equal ones where none are said. */
  shares: z.array(Share).max(12).optional(),
});
export type Seasonality = z.output<typeof Seasonality>;

export const AskedOfYear = z.strictObject({
  /** The fiscal year. */
  year: z.int(),
  measure: Measure.default('bookings'),
  amountMinor: Amount,
  currency: Currency,
  seasonality: Seasonality.default({ by: 'quarter' }),
  growth: Growth.optional(),
  ramp: Ramp.optional(),
  prorate: Prorate.default('none'),
  /** Leaves out periods that take no more changes, with their parts, and is not refused for them. */
  onlyOpen: z.boolean().default(false),
});
export type AskedOfYear = z.output<typeof AskedOfYear>;

type Whose = { readonly person: PersonId; readonly presence: Presence; readonly currency: Currency };

/** The periods of a fiscal year that a quota of it is divided among, in order. */
export function periodsOfYear(periods: readonly Period[], year: number, by: Seasonality['by']): Period[] {
  return periods.filter((period) => period.kind === by && period.fiscalYear === year).sort(inOrder);
}

/** The quotas of the year as they then are; the same ones where nothing new is asked. */
export function annualQuotas(
  asked: AskedOfYear,
  whose: Whose,
  periods: readonly Period[],
  standing: readonly Quota[],
): { readonly quota: Quota; readonly period: Period }[] {
  const { year, measure, currency, seasonality } = asked;
  const ofYear = periodsOfYear(periods, year, seasonality.by);
  if (ofYear.length === 0) refuse('rule', 'year.missing', `The calendar has no year ${year}.`, '/year');
  const shares = sharesOf(seasonality, ofYear.length);
  const parts = ofYear.map((period, n) => {
    const before = standing.find((quota) => quota.period === period.id && quota.measure === measure);
    const share = shares[n] ?? zero;
    return { period, before, terms: termsIn(asked, period, share, { periods, before, ...whose }) };
  });
  const exact = parts.map(({ terms, period }) => amountOf(terms, period));
  const total = roundHalfEven(exact.reduce(plus, zero));
  const amounts = divided(total, exact);
  return parts.flatMap(({ period, before, terms }, n) => {
    if (asked.onlyOpen && period.status !== 'open') return [];
    const wanted = { ...settledAs({ measure, currency }, terms, { period }), amountMinor: amounts[n] ?? 0n };
    return [{ period, quota: assignQuota(wanted, { ...whose, period }, before) }];
  });
}

type Around = Whose & { readonly periods: readonly Period[]; readonly before: Quota | undefined };

function termsIn(asked: AskedOfYear, period: Period, share: Rational, around: Around): Terms {
  const { presence, periods, before } = around;
  const days = endingPeriod({ period }, '/year');
  const months = monthsIn(periods, period);
  const present = presentIn(days, presence, asked.prorate);
  return {
    ...plainly(asked.amountMinor),
    treatments: [{ kind: 'season', factor: factorOf(share) }, ...treatmentsOf(asked, { months, presence })],
    ...(present && { present }),
    reliefs: before ? termsBefore(before).reliefs : [],
  };
}

/** The months of the pay calendar in a period; a window has none. */
export function monthsIn(periods: readonly Period[], period: Period): Days[] {
  return postingPeriodsIn(periods, period).flatMap(({ kind, from, to }) =>
    kind === 'month' && to !== null ? [{ from, to }] : [],
  );
}

function sharesOf({ shares }: Seasonality, count: number): Rational[] {
  const at = '/seasonality/shares';
  if (!shares) return Array.from({ length: count }, () => fraction(1n, BigInt(count)));
  if (shares.length !== count) {
    refuse('rule', 'seasonality.count', `The year has ${count} such periods, not ${shares.length}.`, at);
  }
  const parts = shares.map((share: Decimal) => decimal(share));
  if (compare(parts.reduce(plus, zero), fraction(1n)) !== 0) {
    refuse('rule', 'seasonality.total', "The shares of a year add up to '1'.", at);
  }
  return parts;
}
