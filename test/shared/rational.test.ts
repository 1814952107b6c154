import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  decimal,
  fraction,
  minus,
  plus,
  roundHalfEven,
  times,
  toDecimal,
} from '../../shared/kernel/rational.ts';

describe('rounding half to even', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [4n, 3n, 1n],
    [5n, 3n, 2n],
    [-4n, 3n, -1n],
    [0n, 7n, 0n],
  ])('%d / %d is %d', (num, den, whole) => expect(roundHalfEven(fraction(num, den))).toBe(whole));

  it('is never further than a half from the exact value', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(1n, 10n ** 9n), (num, den) => {
        const off = minus(fraction(roundHalfEven(fraction(num, den))), fraction(num, den));
        expect(compare(off, fraction(1n, 2n))).toBeLessThanOrEqual(0);
        expect(compare(off, fraction(-1n, 2n))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('decimals', () => {
  it('are exact: 0.1 + 0.2 is 0.3', () => {
    expect(compare(plus(decimal('0.1'), decimal('0.2')), decimal('0.3'))).toBe(0);
  });

  it('keep their sign: 7.5 % of 5.00 is 37.5 cents, and of −5.00 the same below zero', () => {
    expect(times(fraction(500n), decimal('0.075'))).toEqual({ num: 75n, den: 2n });
    expect(toDecimal(times(fraction(-500n), decimal('0.075')), 1)).toBe('-37.5');
  });

  it('are shown with so many places: 230 / 200 is 1.15', () => {
    expect(toDecimal(fraction(230n, 200n), 2)).toBe('1.15');
  });
});
