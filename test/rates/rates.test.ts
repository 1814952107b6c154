/** Rates by their day: one a day for two currencies, none in place of another, and the same again is nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CurrencyRate } from '../../functions/rates/rate.ts';
import { noRates, type Rates, rateOn, ratesFrom, withRates, yearOf } from '../../functions/rates/rates.ts';
import { day } from '../people/kit.ts';

const jan2 = day('2013-01-02');
const jan3 = day('2013-01-03');
const rate = (on: string, to: string, text: string) =>
  CurrencyRate.parse({ day: on, from: 'USD', to, rate: text });

describe('a rate', () => {
  const { year, saved } = withRates(noRates, [
    rate('2013-01-02', 'AUD', '0.9540'),
    rate('2013-01-03', 'EUR', '0.76'),
  ]);
  const known: Rates = { USD: year.days };

  it('is that of exactly its day, and of its direction', () => {
    expect(saved).toEqual([{ is: 'new' }, { is: 'new' }]);
    expect(rateOn(known, 'USD', 'AUD', jan2)).toBe('0.954');
    // Neither the day before, nor the inverse, nor by way of a third currency.
    expect(rateOn(known, 'USD', 'AUD', jan3)).toBeUndefined();
    expect(rateOn(known, 'AUD', 'USD', jan2)).toBeUndefined();
    expect(rateOn(known, 'AUD', 'EUR', jan3)).toBeUndefined();
    expect(rateOn({}, 'USD', 'AUD', jan2)).toBeUndefined();
  });

  it('of a currency in itself is one, on any day', () => {
    expect(rateOn(known, 'USD', 'USD', day('1999-12-31'))).toBe('1');
    expect(CurrencyRate.safeParse({ day: '2013-01-02', from: 'USD', to: 'USD', rate: '1.1' }).success).toBe(
      false,
    );
    expect(CurrencyRate.safeParse({ day: '2013-01-02', from: 'USD', to: 'USD', rate: '1.0' }).success).toBe(
      true,
    );
  });

  it('may be of money that is no more', () => {
    expect(
      CurrencyRate.safeParse({ day: '1998-12-31', from: 'DEM', to: 'ITL', rate: '989.999' }).success,
    ).toBe(true);
    expect(CurrencyRate.safeParse({ day: '1998-12-31', from: 'DEM', to: 'XAU', rate: '1' }).success).toBe(
      false,
    );
  });

  it('lies in the year of its day', () => {
    expect([yearOf(day('2012-12-31')), yearOf(day('2013-01-01'))]).toEqual(['2012', '2013']);
  });

  it('is new, the same or other than before', () => {
    const again = [
      rate('2013-01-02', 'AUD', '0.954'),
      rate('2013-01-02', 'EUR', '0.75'),
      rate('2013-01-03', 'EUR', '0.77'),
    ];
    const next = withRates(year, again);
    expect(next.saved).toEqual([{ is: 'same' }, { is: 'new' }, { is: 'other', before: '0.76' }]);
    expect(next.year.version).toBe(year.version + 1);
    expect(ratesFrom('USD', next.year)).toEqual(again);
    expect(ratesFrom('USD', next.year, 'EUR')).toEqual(again.slice(1));
    expect(rateOn(known, 'USD', 'EUR', jan3), 'the year before is as it was').toBe('0.76');
  });
});

const said = fc.record({
  day: fc.constantFrom('2013-01-02', '2013-01-03', '2013-12-31').map(day),
  from: fc.constant('USD'),
  to: fc.constantFrom('AUD', 'EUR', 'GBP'),
  rate: fc.constantFrom('1', '1.5', '0.25'),
});
const many = fc.array(said, { maxLength: 20 });

describe('whatever is said, in whatever order', () => {
  it('of each day and pair the last word holds, and nothing else is there', () => {
    fc.assert(
      fc.property(many, (list) => {
        const { year } = withRates(noRates, list);
        const last = new Map(list.map((each) => [`${each.day} ${each.to}`, each]));
        expect(ratesFrom('USD', year)).toHaveLength(last.size);
        for (const { day: on, to, rate: text } of last.values())
          expect(rateOn({ USD: year.days }, 'USD', to, on)).toBe(text);
      }),
    );
  });

  it('the same again changes nothing, and says so', () => {
    fc.assert(
      fc.property(many, (list) => {
        const { year } = withRates(noRates, list);
        const settled = ratesFrom('USD', year);
        const again = withRates(year, settled);
        expect(again.year).toBe(year);
        expect(again.saved.every(({ is }) => is === 'same')).toBe(true);
      }),
    );
  });

  it('in two parts is as at once', () => {
    fc.assert(
      fc.property(many, many, (one, other) => {
        const parts = withRates(withRates(noRates, one).year, other).year;
        expect(parts.days).toEqual(withRates(noRates, [...one, ...other]).year.days);
      }),
    );
  });
});
