/** A quota: what is asked of one person in one period, by measure, in whole minor units. */
import * as z from 'zod';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Derivation, saysTheSame } from './derivation.ts';

/** What is counted against the quota; a plan's component names the same word. */
export const Measure = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word of small letters, digits and hyphens')
  .meta({ examples: ['bookings'] });
export type Measure = z.output<typeof Measure>;

/** What a manager's quota is made of, where it is not assigned. */
export const TeamQuota = z.strictObject({
  of: z.literal('sumOfReportsByDays'),
  /** Whether what is asked of the manager alone is part of it. */
  own: z.enum(['in', 'out']).default('out'),
  /** Whether what is asked of seats that nobody holds is part of it. */
  vacantSeats: z.enum(['in', 'out']).default('out'),
});
export type TeamQuota = z.output<typeof TeamQuota>;

export const Quota = z.object({
  person: PersonId,
  period: PeriodId,
  measure: Measure,
  /** What counts, after all steps. Zero asks for nothing, and what is paid by attainment then waits. */
  amountMinor: Minor,
  currency: Currency,
  /** Where the amount is not simply what was asked for. */
  derivation: Derivation.optional(),
  team: TeamQuota.optional(),
  version: z.int(),
});
export type Quota = z.output<typeof Quota>;

/** An amount that is asked for: more than nothing. */
export const Amount = Minor.refine((amount) => amount > 0n, 'must be more than zero');

/** What is asked for, worked out. */
export type Wanted = Pick<Quota, 'measure' | 'amountMinor' | 'currency' | 'derivation' | 'team'>;

/** Said of a period that is locked, so that nobody does so by mistake. */
export const ForReopening = z
  .literal(true)
  .optional()
  .describe('of a period that is locked: what was paid by it changes once the period is reopened');

type Changing = { readonly id: PeriodId; readonly status: string };
type Place = {
  readonly person: PersonId;
  readonly period: Changing;
  readonly currency: Currency;
  readonly forReopening?: true | undefined;
};

/** The next version of a quota; the same one where nothing new is asked. */
export function assignQuota(
  wanted: Wanted,
  { person, period, currency, forReopening }: Place,
  before: Quota | undefined,
): Quota {
  if (wanted.currency !== currency) {
    refuse('rule', 'currency.mismatch', `The company calculates in ${currency}.`, '/currency');
  }
  const next = { ...wanted, person, period: period.id, version: (before?.version ?? 0) + 1 };
  if (before && saysTheSame({ ...next, version: before.version }, before)) return before;
  refuseLocked(period, forReopening);
  return next;
}

/** One that is being calculated takes no change at all. */
export function refuseLocked({ id, status }: Changing, forReopening?: true): void {
  if (status !== 'open' && !(forReopening && status === 'locked')) periodIsLocked(id);
}

export function periodIsLocked(period: PeriodId): never {
  return refuse('conflict', 'period.locked', `${period} takes no more changes.`, '/period');
}
