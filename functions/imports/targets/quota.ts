/** A quota of a person: for a period of the calendar, or for days of its own. */
import * as z from 'zod';
import { Measure } from '../../quotas/quota.ts';
import { PeriodId } from '../../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../../shared/kernel/money.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { endsLater, endsLaterWords, Ref, type Target } from './target.ts';

export const ImportedQuota = z
  .strictObject({
    person: Ref,
    period: PeriodId.optional(),
    from: Day.optional(),
    to: Day.nullable().optional(),
    measure: Measure.default('bookings'),
    amountMinor: Minor.refine((amount) => amount > 0n, 'must be more than zero'),
    currency: Currency,
  })
  .refine(({ period, from }) => (period === undefined) !== (from === undefined), {
    path: ['period'],
    message: 'either this or the days from and to are given',
  })
  .refine(({ from, to }) => from !== undefined || !to, { path: ['from'], message: 'is missing' })
  .refine(endsLater, endsLaterWords);
export type ImportedQuota = z.output<typeof ImportedQuota>;

export const quota = {
  fields: {
    person: { is: 'text', required: true },
    period: { is: 'text' },
    from: { is: 'day' },
    to: { is: 'day' },
    measure: { is: 'text' },
    amount: { is: 'amount', required: true },
    currency: { is: 'text', required: true },
  },
  either: [['period', 'from']],
  record: ImportedQuota,
  /** A month and its quarter begin on one day. */
  keyOf: ({ person, period, from, to, measure }: ImportedQuota) => [
    person,
    period ?? '',
    from ?? '',
    to ?? '',
    measure,
  ],
} satisfies Target;
