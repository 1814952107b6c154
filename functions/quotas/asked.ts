/**
 * What is asked for of a person in a period, worked out. One amount is asked of the whole period, or amounts by
 * days. A change in the middle of a period is by policy:
 *
 *   200,000, then 300,000 from 2026-02-15 on     restate   300,000.00
 *   (45 of the 90 days of 2026-q1)               byDays    200,000 × 45/90 + 300,000 × 45/90 = 250,000.00
 *
 * Reliefs are granted one by one, and stay when something else is asked; all else is as it is said anew.
 */
import * as z from 'zod';
import { Currency, type Minor } from '../../shared/kernel/money.ts';
import { roundHalfEven } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day, type Span } from '../../shared/kernel/time.ts';
import type { Presence } from '../people/org.ts';
import { saidAnew } from '../people/spans.ts';
import { amountOf, type Days, plainly, type Row, type Terms, whole } from './by-days.ts';
import { Growth, treatmentsOf } from './growth.ts';
import { Prorate, presentIn } from './presence.ts';
import { Amount, ForReopening, Measure, type Quota, TeamQuota, type Wanted } from './quota.ts';
import { Ramp } from './ramp.ts';
import { AskedRow, termsOfRows } from './rows.ts';
import { derivationOf, termsOf } from './steps.ts';

const Change = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('restate') }),
  z.strictObject({ policy: z.literal('byDays'), from: Day }),
]);

export const Asked = z
  .strictObject({
    measure: Measure.default('bookings'),
    /** Of the whole period. */
    amountMinor: Amount.optional(),
    currency: Currency,
    rows: z.array(AskedRow).min(1).max(100).optional(),
    change: Change.optional(),
    growth: Growth.optional(),
    ramp: Ramp.optional(),
    prorate: Prorate.optional(),
    team: TeamQuota.optional(),
    forReopening: ForReopening,
  })
  .refine(({ amountMinor, rows, team }) => amountMinor !== undefined || rows || team, {
    path: ['amountMinor'],
    message: 'is missing: say this, rows, or team',
  })
  .refine(({ amountMinor, change, rows }) => !rows || (amountMinor === undefined && !change), {
    path: ['rows'],
    message: 'stand alone: they say all that is asked',
  })
  .refine(({ rows, change, growth, ramp }) => (!rows && change?.policy !== 'byDays') || !(growth ?? ramp), {
    path: ['ramp'],
    message: 'goes, as growth does, with one amount for the whole period',
  });
export type Asked = z.output<typeof Asked>;

/** What a quota is worked out by: the days of its period, the months in it, and when the person is there. */
export type Circumstances = {
  readonly period: Span;
  readonly months: readonly Days[];
  readonly presence: Presence;
};

export function wanted(asked: Asked, where: Circumstances, before: Quota | undefined): Wanted {
  const { measure, currency, team } = asked;
  return settledAs({ measure, currency, ...(team && { team }) }, termsAsked(asked, where, before), where);
}

/** A team's quota is summed when it is read: what is kept is what is asked of the manager alone. */
export function settledAs(
  said: Pick<Wanted, 'measure' | 'currency' | 'team'>,
  terms: Terms,
  { period }: Pick<Circumstances, 'period'>,
): Wanted {
  const derivation = derivationOf(terms, period);
  if (said.team) {
    return { ...said, amountMinor: 0n, derivation: derivation ?? { baseMinor: terms.baseMinor, steps: [] } };
  }
  const amountMinor = roundHalfEven(amountOf(terms, period));
  return { ...said, amountMinor, ...(derivation && { derivation }) };
}

/** What a quota stands on, whichever way it was asked for. */
export function termsBefore({ amountMinor, derivation }: Quota): Terms {
  return derivation ? termsOf(derivation) : plainly(amountMinor);
}

function termsAsked(asked: Asked, where: Circumstances, before: Quota | undefined): Terms {
  const old = before && termsBefore(before);
  const { change, rows, amountMinor = 0n, prorate = 'none' } = asked;
  const reliefs = old?.reliefs ?? [];
  if (change?.policy === 'byDays') {
    const changed = byDays(old, amountMinor, change.from, endingPeriod(where, '/change'));
    return { ...changed, ...present(asked.prorate, where, old), reliefs };
  }
  const base = rows
    ? termsOfRows(rows, endingPeriod(where, '/rows'))
    : { ...plainly(amountMinor), treatments: treatmentsOf(asked, where) };
  return { ...base, ...present(prorate, where), reliefs };
}

function present(how: Prorate | undefined, where: Circumstances, old?: Terms): Pick<Terms, 'present'> {
  if (how === undefined) return old?.present ? { present: old.present } : {};
  const days = how === 'none' ? undefined : presentIn(endingPeriod(where, '/prorate'), where.presence, how);
  return days ? { present: days } : {};
}

function byDays(old: Terms | undefined, amountMinor: Minor, from: Day, period: Days): Terms {
  if (!old) refuse('rule', 'quota.nothing-before', 'Nothing was asked before that could change.', '/change');
  if (!covers(period, from)) {
    refuse('rule', 'quota.outside-period', `${from} is no day of the period.`, '/change/from');
  }
  const first: Row = { ...period, amountMinor: roundHalfEven(whole(old)) };
  const added: Row = { from, to: period.to, amountMinor };
  const said = [...old.rows, added].reduce((rows, row) => saidAnew(rows, row, () => false), [first]);
  return { ...plainly(amountMinor), rows: said.filter(({ to }) => to <= from) };
}

export function endingPeriod({ period }: Pick<Circumstances, 'period'>, pointer: string): Days {
  const { from, to } = period;
  return to === null
    ? refuse('rule', 'period.endless', 'Days are counted in a period that has an end.', pointer)
    : { from, to };
}
