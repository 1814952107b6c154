/** What one unit of a currency was worth in another on a day: 1 USD = 1.5491 AUD. */
import { CurrencyRate } from '../../rates/rate.ts';
import type { Target } from './target.ts';

export const ImportedFxRate = CurrencyRate;
export type ImportedFxRate = CurrencyRate;

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
