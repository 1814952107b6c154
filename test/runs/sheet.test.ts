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

  it('say days where these are three or more, or before the line before', () => {
    const on = (days: number) => ({
      day: addDays(from, days),
      creditedMinor: 0n,
      amountMinor: 0n,
      dealRef: 'zzzzzz',
    });
    // 4 + 1 + 1 bytes for 0, 2 after, and 1 more for 3 after and 1 before.
    expect([[0], [2], [3], [2, 1]].map((days) => encodeLines(days.map(on), from).length)).toEqual([
      6, 6, 7, 13,
    ]);
  });

  it('take eleven bytes each for deals of 50,000.00 that pay 5,000.00 on neighbouring days', () => {
    // 4 for the short name and the day, 4 for 10,000,000 (24 bits of 7), 3 for 1,000,000 (20 bits).
    const lines = Array.from({ length: 300 }, (_, n) => ({
      day: addDays(from, Math.floor(n / 4)),
      creditedMinor: 5_000_000n,
      amountMinor: 500_000n,
      dealRef: 'zzzzzz',
    }));
    expect(encodeLines(lines, from)).toHaveLength(300 * 11);
  });
});
