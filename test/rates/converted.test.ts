/** Amounts in another currency: exact to the last digit, and rounded once, half to even. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { converted } from '../../functions/rates/converted.ts';
import { Worth } from '../../functions/rates/rate.ts';
import { exponentOf } from '../../shared/kernel/money.ts';

it.each<[bigint, string, string, string, string, bigint, string]>([
  [10_000n, 'USD', 'AUD', '1.5491', '154.91', 15_491n, '100.00 × 1.5491'],
  [5n, 'USD', 'AUD', '1.5', '0.075', 8n, '7.5 cents go to the even 8; half down would be 7'],
  [3n, 'USD', 'AUD', '1.5', '0.045', 4n, '4.5 cents go to the even 4; half up would be 5'],
  [-5n, 'USD', 'AUD', '1.5', '-0.075', -8n, 'what is taken back mirrors what was given'],
  [-3n, 'USD', 'AUD', '1.5', '-0.045', -4n, 'also at the other half'],
  [1000n, 'USD', 'JPY', '110.255', '1102.55', 1103n, 'a yen has no parts: with two decimals it were 110255'],
  [1103n, 'JPY', 'USD', '0.00907', '10.00421', 1000n, '1103 × 0.00907; taken for cents it were 0.10'],
  [1000n, 'BHD', 'USD', '2.6525', '2.6525', 265n, '1.000 dinar; with two decimals it were 26.53'],
  [265n, 'USD', 'KWD', '0.3', '0.795', 795n, 'a dinar has a thousand fils'],
  [1n, 'CLF', 'CLP', '38000', '3.8', 4n, '0.0001 of a unit at 38,000 pesos'],
  [
    195_583n,
    'DEM',
    'EUR',
    '0.511291881196',
    '999.99999999957268',
    100_000n,
    '1955.83 marks: exact falls short',
  ],
  [0n, 'USD', 'EUR', '0.9', '0', 0n, 'nothing is worth nothing'],
])('%d %s in %s at %s is %s, in minor units %d: %s', (amount, from, to, rate, exact, minor) => {
  // Marks: 195583 × 511291881196 = 99999999999957268, with 2 + 12 decimals.
  expect(converted(amount, from, to, rate)).toEqual({ exact, minor });
});

const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF', 'DEM', 'ITL');
const amounts = fc.bigInt(-(10n ** 15n), 10n ** 15n);
const rate = fc
  .tuple(fc.bigInt(1n, 10n ** 15n), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0');
    return places === 0 ? text.slice(-12) : `${text.slice(0, -places).slice(-12)}.${text.slice(-places)}`;
  })
  .filter((text) => /[1-9]/.test(text));

it('is exact: digit by digit the product of what stood there', () => {
  const scaled = (text: string) => {
    const [whole = '', decimals = ''] = text.split('.');
    return { digits: BigInt(whole + decimals), places: decimals.length };
  };
  fc.assert(
    fc.property(amounts, currency, currency, rate, (amount, from, to, text) => {
      const { exact } = converted(amount, from, to, text);
      const [one, other] = [scaled(exact), scaled(text)];
      // exact × 10^(what the others have) is the same whole number on both sides.
      const left = one.digits * 10n ** BigInt(exponentOf(from) + other.places);
      const right = amount * other.digits * 10n ** BigInt(one.places);
      expect(left).toBe(right);
    }),
  );
});

it('is at most half a minor unit away from what is exact, and takes back what it gave', () => {
  fc.assert(
    fc.property(amounts, currency, currency, rate, (amount, from, to, text) => {
      const { exact, minor } = converted(amount, from, to, text);
      const [whole = '', decimals = ''] = exact.replace('-', '').split('.');
      const size = BigInt(whole + decimals) * 10n ** BigInt(exponentOf(to));
      const unit = 10n ** BigInt(decimals.length);
      const away = 2n * ((minor < 0n ? -minor : minor) * unit - size);
      expect(away <= unit && -away <= unit).toBe(true);
      const back = converted(-amount, from, to, text);
      expect(back.minor).toBe(-minor);
    }),
  );
});

it('takes rates as exact texts above zero, and writes each in one way', () => {
  expect(['1.5500', '007.50', '1', '0.000000000001', '100'].map((text) => Worth.parse(text))).toEqual([
    '1.55',
    '7.5',
    '1',
    '0.000000000001',
    '100',
  ]);
  for (const text of ['0', '0.00', '-1', 'abc', '1e3', '', '.5', '1.', '1,5', '0.0000000000001'])
    expect(Worth.safeParse(text).success, text).toBe(false);
  expect(Worth.safeParse(1.5).success, 'a float').toBe(false);
});
