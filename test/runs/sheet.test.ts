import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLines, encodeLines } from '../../functions/runs/sheet.ts';
import { addDays, type Day } from '../../shared/kernel/time.ts';

const from = '2026-01-01' as Day;
const letters = [...'0123456789abcdefghjkmnpqrstvwxyz'];
const line = fc.record({
  day: fc.integer({ min: 0, max: 366 }).map((days) => addDays(from, days)),
  creditedMinor: fc.bigInt(-(10n ** 17n), 10n ** 17n),
  amountMinor: fc.bigInt(-(10n ** 17n), 10n ** 17n),
  dealRef: fc.array(fc.constantFrom(...letters), { minLength: 6, maxLength: 6 }).map((all) => all.join('')),
});

describe('the lines of a sheet', () => {
  it('come back as they went in, in any order of days', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(decodeLines(encodeLines(lines, from), from)).toEqual(lines);
      }),
      { numRuns: 500 },
    );
  });

  it('take twelve bytes each for deals of 50,000.00 that pay 5,000.00 on neighbouring days', () => {
    // 1 for the day, 4 for 10,000,000 (24 bits of 7), 3 for 1,000,000 (20 bits), 4 for the short name.
    const lines = Array.from({ length: 300 }, (_, n) => ({
      day: addDays(from, Math.floor(n / 4)),
      creditedMinor: 5_000_000n,
      amountMinor: 500_000n,
      dealRef: 'zzzzzz',
    }));
    expect(encodeLines(lines, from)).toHaveLength(300 * 12);
  });
});
