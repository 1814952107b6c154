/** A quota: what is asked of one person in one period, by measure, in whole minor units. */
import * as z from 'zod';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';

/** What is counted against the quota; a plan's component names the same word. */
export const Measure = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word of small letters, digits and hyphens')
  .meta({ examples: ['bookings'] });
export type Measure = z.output<typeof Measure>;

export const Quota = z.object({
  person: PersonId,
  period: PeriodId,
  measure: Measure,
  amountMinor: Minor,
  currency: Currency,
  version: z.int(),
});
export type Quota = z.output<typeof Quota>;

/** What is asked for: more than nothing. */
export const Asked = z.strictObject({
  measure: Measure.default('bookings'),
  amountMinor: Minor.refine((amount) => amount > 0n, 'must be more than zero'),
  currency: Currency,
});
export type Asked = z.output<typeof Asked>;

type Place = {
  readonly person: PersonId;
  readonly period: { readonly id: PeriodId; readonly status: string };
  readonly currency: Currency;
};

/** The next version of a quota; the same one where nothing new is asked. */
export function assignQuota(
  asked: Asked,
  { person, period, currency }: Place,
  before: Quota | undefined,
): Quota {
  if (asked.currency !== currency) {
    refuse('rule', 'currency.mismatch', `The company calculates in ${currency}.`, '/currency');
  }
  if (before?.amountMinor === asked.amountMinor && before.currency === asked.currency) return before;
  if (period.status !== 'open') periodIsLocked(period.id);
  return { ...asked, person, period: period.id, version: (before?.version ?? 0) + 1 };
}

export function periodIsLocked(period: PeriodId): never {
  return refuse('conflict', 'period.locked', `${period} takes no more changes.`, '/period');
}
