/** Rates in DynamoDB Local: a year of many currencies in one item, bulk in few writes, and nothing lost in races. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurrencyRate } from '../../functions/rates/rate.ts';
import { noRates, rateOn, ratesFrom } from '../../functions/rates/rates.ts';
import { ratesIn, ratesOf, saveRate, saveRates } from '../../functions/rates/store.ts';
import { currencies } from '../../shared/kernel/currencies.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Piece } from '../../shared/table/packed.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { tableFor } from '../kit/table.ts';
import { day } from '../people/kit.ts';

const tableOf = tableFor('rates-store');
const codes = [...currencies.keys()].filter((code) => code !== 'USD');

/** Worths that wander, as real ones do: the digits of one say little of the next. */
function daily(count: number, first: string, days: number, decimals = 6): CurrencyRate[] {
  let state = 20130102;
  const chance = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const dates = Array.from({ length: days }, (_, n) => addDays(day(first), n));
  return codes.slice(0, count).flatMap((to) => {
    let units = 10n ** BigInt(decimals) + BigInt(chance(1_000_000));
    return dates.map((date) => {
      units += (units * BigInt(chance(2001) - 1000)) / 100_000n;
      const text = units.toString().padStart(decimals + 1, '0');
      const rate = `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/\.?0+$/, '');
      return { day: date, from: 'USD', to, rate };
    });
  });
}
const piecesIn = async (table: Table, year: string) => (await table.all(places.rates(year), Piece)).length;

describe('a year of rates', () => {
  it.each([14, 30])(
    'of %d currencies, daily and with six decimals, is one item and comes back whole',
    async (count) => {
      const table = tableOf(`of-${count}`);
      const rates = daily(count, '2012-01-01', 366);
      const saved = await saveRates(table, rates);
      expect(saved.filter(({ is }) => is === 'new')).toHaveLength(count * 366);
      expect(await piecesIn(table, '2012')).toBe(1);
      expect(ratesFrom('USD', await ratesIn(table, '2012', 'USD'))).toHaveLength(count * 366);
      const known = await ratesOf(table, 'USD', ['2012']);
      for (const { day: on, to, rate } of rates.slice(0, 400))
        expect(rateOn(known, 'USD', to, on)).toBe(rate);
    },
  );

  it('of all currencies there are is several items, read and written as one', async () => {
    const table = tableOf('all');
    await saveRates(table, daily(codes.length, '2012-01-01', 366, 9));
    expect(await piecesIn(table, '2012')).toBeGreaterThan(1);
    const one = { day: day('2012-06-30'), from: 'USD', to: 'AUD', rate: '9.75' };
    expect(await saveRates(table, [one, one])).toMatchObject([{ is: 'other' }, { is: 'same' }]);
    expect(rateOn(await ratesOf(table, 'USD', ['2012']), 'USD', 'AUD', one.day)).toBe('9.75');
  });
});

describe('rates in the table', () => {
  it('lie by year and currency, and are answered in the order they were said', async () => {
    const table = tableOf('groups');
    const said = [
      { day: day('2012-12-31'), from: 'USD', to: 'EUR', rate: '0.757' },
      { day: day('2013-01-01'), from: 'USD', to: 'EUR', rate: '0.758' },
      { day: day('2012-12-31'), from: 'EUR', to: 'USD', rate: '1.3194' },
      { day: day('2012-12-31'), from: 'USD', to: 'EUR', rate: '0.7579' },
    ];
    expect(await saveRates(table, said)).toEqual([
      { is: 'new' },
      { is: 'new' },
      { is: 'new' },
      { is: 'other', before: '0.757' },
    ]);
    expect([await piecesIn(table, '2012'), await piecesIn(table, '2013')]).toEqual([2, 1]);
    const both = await ratesOf(table, 'USD', ['2012', '2013', '2013', '2014']);
    expect(rateOn(both, 'USD', 'EUR', day('2012-12-31'))).toBe('0.7579');
    expect(rateOn(both, 'USD', 'EUR', day('2013-01-01'))).toBe('0.758');
    expect(rateOn(both, 'EUR', 'USD', day('2012-12-31')), 'from another currency').toBeUndefined();
    expect(await ratesIn(table, '2014', 'USD')).toEqual(noRates);
    expect(await saveRates(table, [])).toEqual([]);
  });

  it('are not written where all is so already', async () => {
    const table = tableOf('again');
    const rates = daily(3, '2013-01-01', 30);
    await saveRates(table, rates);
    const before = await ratesIn(table, '2013', 'USD');
    const again = await saveRates(table, rates);
    expect(new Set(again.map(({ is }) => is))).toEqual(new Set(['same']));
    expect((await ratesIn(table, '2013', 'USD')).version).toBe(before.version);
  });

  it('lose nothing of what ten say at once', async () => {
    const table = tableOf('crowd');
    const rates = daily(10, '2013-01-01', 1);
    await Promise.all(rates.map((rate) => saveRate(table, rate)));
    expect(ratesFrom('USD', await ratesIn(table, '2013', 'USD'))).toHaveLength(10);
  });

  it('stay as they were where the guard refuses', async () => {
    const table = tableOf('guard');
    const [rate] = daily(1, '2013-01-01', 1);
    if (!rate) throw new Error('there is a rate');
    await saveRate(table, rate);
    const other = { ...rate, rate: '7' };
    const refused = saveRate(table, other, (saved) => {
      expect(saved).toEqual({ is: 'other', before: rate.rate });
      throw new Error('not this one');
    });
    await expect(refused).rejects.toThrow('not this one');
    expect(ratesFrom('USD', await ratesIn(table, '2013', 'USD'))).toEqual([rate]);
  });

  it('are the same however often and in whatever parts they are brought', async () => {
    const rates = daily(2, '2013-12-30', 4);
    let runs = 0;
    const property = fc.asyncProperty(
      fc.array(fc.subarray(rates), { minLength: 1, maxLength: 4 }),
      async (parts) => {
        runs += 1;
        const table = tableOf(`parts-${runs}`);
        for (const part of parts) await saveRates(table, part);
        await saveRates(table, rates);
        const found = [
          ...ratesFrom('USD', await ratesIn(table, '2013', 'USD')),
          ...ratesFrom('USD', await ratesIn(table, '2014', 'USD')),
        ];
        expect(new Set(found.map((each) => JSON.stringify(each)))).toEqual(
          new Set(rates.map((each) => JSON.stringify(each))),
        );
      },
    );
    await fc.assert(property, { numRuns: 8 });
  });
});
