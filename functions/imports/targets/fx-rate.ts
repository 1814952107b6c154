/** What one unit of a currency was worth in another on a day: 1 USD = 1.5491 AUD. */
import * as z from 'zod';
import { Currency } from '../../../shared/kernel/money.ts';
import { Decimal } from '../../../shared/kernel/rational.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { shortest } from '../exact.ts';
import type { Target } from './target.ts';

export const ImportedFxRate = z
  .strictObject({
    day: Day,
    from: Currency,
    to: Currency,
    rate: Decimal.pipe(
      z
        .string()
        .overwrite(shortest)
        .refine((rate) => /^[\d.]*[1-9]/.test(rate), 'must be more than zero'),
    ),
  })
  .refine(({ from, to, rate }) => from !== to || rate === '1', {
    path: ['rate'],
    message: 'of a currency in itself must be one',
  });
export type ImportedFxRate = z.output<typeof ImportedFxRate>;

export const fxRate = {
  fields: {
    day: { is: 'day', required: true },
    from: { is: 'text', required: true },
    to: { is: 'text', required: true },
    rate: { is: 'exact', required: true },
  },
  record: ImportedFxRate,
  keyOf: ({ day, from, to }: ImportedFxRate) => [day, from, to],
} satisfies Target;
