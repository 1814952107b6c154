import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { booked, exactReader, NumberRule, plusExact } from '../../functions/imports/exact.ts';
import { shortest } from '../../shared/kernel/rational.ts';
import { decimalFromMinor } from '../../shared/kernel/money.ts';

describe('a number in a file', () => {
  it.each([
    ['1234.50', '.', '', '1234.5'],
    ['1.234,50', ',', '.', '1234.5'],
    ['1,234,567', '.', ',', '1234567'],
    ['1234567.5', '.', ',', '1234567.5'],
    ["12'345.00", '.', "'", '12345'],
    ['1\u202f234,5', ',', ' ', '1234.5'],
    ['-007.10', '.', '', '-7.1'],
    ['+5', '.', '', '5'],
    ['-0.00', '.', '', '0'],
    ['12345678901234567890.123456789', '.', '', '12345678901234567890.123456789'],
  ] as const)('%j with the point %j and groups %j is %s', (text, decimal, group, exact) => {
    expect(exactReader({ decimal, group })(text)).toBe(exact);
  });

  it.each([
    ['1,5', '.', ''],
    ['1.5', ',', ''],
    ['12,34', '.', ','],
    ['1,2345', '.', ','],
    ['1.234.5', ',', '.'],
    ['1e3', '.', ''],
    ['.5', '.', ''],
    ['5.', '.', ''],
    ['(5)', '.', ''],
    ['5-', '.', ''],
    ['NaN', '.', ''],
    ['٥', '.', ''],
    ['1'.repeat(61), '.', ''],
  ] as const)('%j with the point %j and groups %j is none', (text, decimal, group) => {
    expect(exactReader({ decimal, group })(text)).toBeUndefined();
  });

  it('cannot have one letter for point and groups', () => {
    expect(NumberRule.safeParse({ decimal: '.', group: '.' }).success).toBe(false);
  });
});

describe('an amount', () => {
  it.each([
    // 20565.6206 = 20565.62 + 0.0006
    ['20565.6206', 'USD', { minor: 2_056_562n, away: '0.0006' }],
    // Ties go to the even cent: 12.5 → 12 and 13.5 → 14, where rounding up would give 13 and 14.
    ['0.125', 'EUR', { minor: 12n, away: '0.005' }],
    ['0.135', 'EUR', { minor: 14n, away: '-0.005' }],
    ['-0.125', 'EUR', { minor: -12n, away: '-0.005' }],
    ['1.5', 'JPY', { minor: 2n, away: '-0.5' }],
    // Dinars have a thousand parts: nothing is rounded.
    ['1.234', 'KWD', { minor: 1_234n, away: '0' }],
    // 2^53 + 1 cents, which a float would make 2^53.
    ['90071992547409.93', 'EUR', { minor: 9_007_199_254_740_993n, away: '0' }],
    ['9999999999999999.99', 'EUR', { minor: 999_999_999_999_999_999n, away: '0' }],
    ['10000000000000000', 'EUR', 'size'],
    ['9999999999999999.995', 'EUR', 'size'],
  ])('of %s %s is booked half-even', (exact, currency, expected) => {
    expect(booked(exact, currency, 'half-even')).toEqual(expected);
  });

  it('with parts of a minor unit is not booked where they are rejected', () => {
    expect(booked('20565.6206', 'USD', 'reject')).toBe('parts');
    expect(booked('1.5', 'JPY', 'reject')).toBe('parts');
    expect(booked('1.5', 'USD', 'reject')).toEqual({ minor: 150n, away: '0' });
  });

  it('is what is booked and what was rounded away, and never more than half a unit of that', () => {
    const exact = fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 9 }))
      .map(([units, places]) => {
        const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
        const cut = digits.length - places;
        const decimals = places === 0 ? '' : `.${digits.slice(cut)}`;
        return shortest(`${units < 0n ? '-' : ''}${digits.slice(0, cut)}${decimals}`);
      });
    const half = { EUR: 0.005, JPY: 0.5, KWD: 0.0005 };
    fc.assert(
      fc.property(exact, fc.constantFrom<(keyof typeof half)[]>('EUR', 'JPY', 'KWD'), (exact, currency) => {
        const amount = booked(exact, currency, 'half-even');
        if (typeof amount === 'string') return;
        const kept = shortest(decimalFromMinor(amount.minor, currency));
        expect(plusExact(kept, amount.away)).toBe(exact);
        expect(Math.abs(Number(amount.away))).toBeLessThanOrEqual(half[currency]);
      }),
    );
  });

  it('adds to others to the last digit', () => {
    expect(plusExact('0.1', '0.2')).toBe('0.3');
    expect(plusExact('-0.0068', '0.01')).toBe('0.0032');
    expect(plusExact('99999999999999999999', '0.000000000001')).toBe('99999999999999999999.000000000001');
  });
});
