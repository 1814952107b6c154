/**
 * Rates by the day on which they held. A day has one rate from a currency to another, and no rate where none was
 * said: neither that of the day before nor the inverse of the other direction stands in for it.
 */
import * as z from 'zod';
import { Currency } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Day } from '../../shared/kernel/time.ts';
import type { CurrencyRate } from './rate.ts';

const Days = z.record(Day, z.record(Currency, Decimal));
type Days = z.output<typeof Days>;

/** What one currency was worth in others in one year, as it is stored. */
export const YearOfRates = z.object({ version: z.int(), days: Days });
export type YearOfRates = z.output<typeof YearOfRates>;

export const noRates: YearOfRates = { version: 0, days: {} };

/** Rates from any number of currencies. */
export type Rates = Readonly<Record<Currency, Days>>;

/** What became of one rate of many: it is new, was there already, or took the place of another. */
export type Saved = { readonly is: 'new' | 'same' } | { readonly is: 'other'; readonly before: Decimal };

/** The rate of exactly that day; undefined where none was said. A currency in itself is always worth one. */
export function rateOn(rates: Rates, from: Currency, to: Currency, day: Day): Decimal | undefined {
  if (from === to) return '1';
  const days = Object.hasOwn(rates, from) ? rates[from] : undefined;
  return days && worthOn(days, to, day);
}

/** The rates from a currency, to one or all others, by day. */
export function ratesFrom(
  from: Currency,
  { days }: Pick<YearOfRates, 'days'>,
  to?: Currency,
): CurrencyRate[] {
  return (Object.keys(days) as Day[]).sort().flatMap((day) =>
    Object.entries(days[day] ?? {})
      .filter(([other]) => to === undefined || other === to)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([other, rate]) => ({ day, from, to: other, rate })),
  );
}

/** The same year where all is so already. Of two that speak of the same day, the later one holds. */
export function withRates(
  year: YearOfRates,
  said: readonly CurrencyRate[],
): { year: YearOfRates; saved: Saved[] } {
  const days: Days = { ...year.days };
  const own = new Set<Day>();
  const saved = said.map(({ day, to, rate }): Saved => {
    const before = worthOn(days, to, day);
    if (before === rate) return { is: 'same' };
    // Of a day that is touched again and again, only the first time makes a copy.
    const worths = own.has(day) ? days[day] : { ...days[day] };
    own.add(day);
    days[day] = Object.assign(worths ?? {}, { [to]: rate });
    return before === undefined ? { is: 'new' } : { is: 'other', before };
  });
  const isSame = saved.every(({ is }) => is === 'same');
  return { year: isSame ? year : { version: year.version + 1, days }, saved };
}

export function yearOf(day: Day): string {
  return day.slice(0, 4);
}

function worthOn(days: Days, to: Currency, day: Day): Decimal | undefined {
  return Object.hasOwn(days, day) && Object.hasOwn(days[day] ?? {}, to) ? days[day]?.[to] : undefined;
}
