/** A rate: what one unit of a currency was worth in another on a day. 1 USD = 1.5491 AUD. */
import * as z from 'zod';
import { Currency } from '../../shared/kernel/money.ts';
import { Decimal, shortest } from '../../shared/kernel/rational.ts';
import { Day } from '../../shared/kernel/time.ts';

/** Exact, more than zero, and without zeros that say nothing: '1.5500' is '1.55'. */
export const Worth = Decimal.pipe(
  z
    .string()
    .overwrite(shortest)
    .refine((rate) => /^[\d.]*[1-9]/.test(rate), 'must be more than zero'),
);

export const CurrencyRate = z
  .strictObject({ day: Day, from: Currency, to: Currency, rate: Worth })
  .refine(({ from, to, rate }) => from !== to || rate === '1', {
    path: ['rate'],
    message: 'of a currency in itself must be one',
  });
export type CurrencyRate = z.output<typeof CurrencyRate>;
