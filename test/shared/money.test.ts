import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies } from '../../shared/kernel/currencies.ts';
import {
  Currency,
  decimalFromMinor,
  divideByShares,
  exponentOf,
  isHistoric,
  minorFromDecimal,
} from '../../shared/kernel/money.ts';

describe('an amount written as a decimal', () => {
  it.each([
    ['1250', 'EUR', 125_000n, 'two decimals are understood'],
    ['1250.5', 'EUR', 125_050n, 'a missing decimal is a zero'],
    ['-0.01', 'EUR', -1n, 'a cent can be owed'],
    ['1250', 'JPY', 1250n, 'a yen has no parts'],
    ['1.234', 'KWD', 1234n, 'a dinar has a thousand fils'],
    ['1.2500', 'EUR', 125n, 'zeros at the end say nothing'],
  ])('%s %s is %d: %s', (text, currency, minor) => {
    expect(minorFromDecimal(text, currency)).toBe(minor);
  });

  it.each(['1.005', '1,000.00', '1e3', 'NaN', 'Infinity', '', '.5', '1.', '١٢٣', '0x10', ' 1', '+1'])(
    'is refused, never rounded, when it is %j',
    (text) => expect(minorFromDecimal(text, 'EUR')).toBeUndefined(),
  );

  it('comes back as it went out', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n - 10n ** 15n, 10n ** 15n - 1n),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(minorFromDecimal(decimalFromMinor(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });
});

describe('an amount divided by shares', () => {
  it('gives the odd cent to the largest remainder: 100.00 over three is 33.34, 33.33, 33.33', () => {
    expect(divideByShares(10_000n, [1n, 1n, 1n])).toEqual([3334n, 3333n, 3333n]);
  });

  it('splits 50,000.00 at 60 to 40 into 30,000.00 and 20,000.00', () => {
    expect(divideByShares(5_000_000n, [60n, 40n])).toEqual([3_000_000n, 2_000_000n]);
  });

  it('adds up to the amount, and a reversal mirrors it part by part', () => {
    const shares = fc
      .array(fc.bigInt(0n, 1000n), { minLength: 1, maxLength: 9 })
      .filter((all) => all.some((s) => s > 0n));
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), shares, (amount, given) => {
        const parts = divideByShares(amount, given);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        expect(divideByShares(-amount, given)).toEqual(parts.map((part) => -part));
      }),
    );
  });
});

describe('a currency', () => {
  it.each([
    ['EUR', 2, 'a euro has a hundred cents'],
    ['IQD', 3, 'a dinar has a thousand fils, though nobody has coins of them'],
    ['LYD', 3, 'so has that of Libya, in dirhams'],
    ['TND', 3, 'and that of Tunisia, in millimes'],
    ['XOF', 0, 'the franc of West Africa has no parts'],
    ['UGX', 0, 'nor has the shilling of Uganda, unlike that of Kenya'],
    ['KES', 2, 'which has a hundred cents'],
    ['ISK', 0, 'Iceland gave its aurar up'],
    ['HUF', 2, 'Hungary did not in ISO 4217, whatever its coins are'],
    ['CLF', 4, 'a unit of account has four decimals'],
    ['UYW', 4, 'as has another'],
    ['UYI', 0, 'and a third has none'],
    ['DEM', 2, 'a mark had a hundred pfennigs'],
    ['ITL', 0, 'a lira had no parts'],
    ['PTE', 0, 'nor had an escudo'],
  ])('%s has %d decimals: %s', (currency, decimals) => {
    expect(exponentOf(Currency.parse(currency))).toBe(decimals);
  });

  it('is historic when it is money no more', () => {
    for (const currency of [
      'DEM',
      'FRF',
      'ATS',
      'BEF',
      'ITL',
      'ESP',
      'PTE',
      'NLG',
      'FIM',
      'IEP',
      'GRD',
      'LUF',
    ])
      expect(isHistoric(currency), currency).toBe(true);
    for (const currency of ['VEB', 'VEF', 'ROL', 'TRL', 'HRK', 'BGN', 'ZWL', 'ANG', 'SLL'])
      expect(isHistoric(currency), currency).toBe(true);
    for (const currency of ['EUR', 'VES', 'RON', 'TRY', 'ZWG', 'XCG', 'SLE', 'CLF'])
      expect(isHistoric(currency), currency).toBe(false);
  });

  it('is none where ISO 4217 knows no minor unit, or no such code', () => {
    for (const code of ['XAU', 'XDR', 'XXX', 'XTS', 'EURO', 'eur', '', 'BTC', 'constructor'])
      expect(Currency.safeParse(code).success, code).toBe(false);
  });

  it('stands once in the list, under three letters', () => {
    const text = readFileSync('shared/kernel/currencies.ts', 'utf8');
    const written = [...text.matchAll(/'[^']*'|`[^`]*`/g)].flatMap(
      ([line]) => line.match(/\b[A-Z]{3}\b/g) ?? [],
    );
    expect(written).toHaveLength(currencies.size);
    expect(new Set(written)).toEqual(new Set(currencies.keys()));
  });
});
