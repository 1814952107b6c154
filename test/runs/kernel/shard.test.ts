/** A shard of payees comes to what the rules find for each of them, to the byte of their sheets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credit } from '../../../functions/deals/crediting.ts';
import { calculatePayee, reach } from '../../../functions/runs/calculate.ts';
import { type Inputs, payeesOf } from '../../../functions/runs/manifest.ts';
import { calculateShard, type Shard } from '../../../functions/runs/kernel/payees.ts';
import { sheetsOf } from '../../../functions/runs/kernel/sheets.ts';
import { encodeLines, linesOf } from '../../../functions/runs/sheet.ts';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { Companies, Credits } from './company.ts';
import { SEED } from './kit.ts';

function shardOf(inputs: Inputs, payees: readonly PersonId[], credits: readonly Credit[]): Shard {
  const shard = calculateShard(inputs, payees, credits);
  if (!shard) throw new Error('every credit fits a column');
  return shard;
}

const sumOf = (found: readonly { amountMinor: bigint }[]) =>
  found.reduce((sum, one) => sum + one.amountMinor, 0n);

describe(`a shard equals the rules (seed ${SEED})`, () => {
  it('payee by payee: totals, holds, the credit of every line, and the bytes of the sheet', () => {
    const seen = { lines: 0, holds: 0 };
    fc.assert(
      fc.property(Companies, Credits, (inputs, credits) => {
        const payees = payeesOf(inputs);
        const shard = shardOf(inputs, payees, credits);
        const reaching = reach(inputs, credits);
        for (const [n, sheet] of [...sheetsOf(shard)].entries()) {
          const rule = calculatePayee(inputs, payees[n] as PersonId, reaching.get(payees[n] as PersonId));
          const { lines, components, ...rest } = rule;
          seen.lines += lines.length;
          seen.holds += rest.hold ? 1 : 0;
          expect({ ...sheet, components: [], lines: [] }).toEqual({ ...rest, components: [], lines: [] });
          expect(sheet.components.map(({ lines: _, ...component }) => component)).toEqual(components);
          expect(sheet.components.reduce((sum, component) => sum + component.lines, 0)).toBe(lines.length);
          expect(sumOf(sheet.components)).toBe(sheet.totalMinor);
          expect(sheet.lines).toEqual(encodeLines(linesOf(rule), inputs.period.from));
          expect(creditsOf(shard, n, credits)).toEqual(lines.map(({ credit }) => credit));
        }
      }),
      { numRuns: 400, seed: SEED },
    );
    expect(seen.lines).toBeGreaterThan(1_000);
    expect(seen.holds).toBeGreaterThan(10);
  });

  it('however the payees are cut into shards, and in whatever order credits are given', () => {
    fc.assert(
      fc.property(Companies, Credits.chain(shuffled), (inputs, [credits, others]) => {
        const payees = payeesOf(inputs);
        const whole = [...sheetsOf(shardOf(inputs, payees, credits))];
        const parts = payees.flatMap((payee) => [...sheetsOf(shardOf(inputs, [payee], others))]);
        expect(parts).toEqual(whole);
      }),
      { numRuns: 100, seed: SEED },
    );
  });
});

const shuffled = (all: Credit[]) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));

/** The ids of the credits behind a payee's lines. */
function creditsOf({ columns, payees, lines }: Shard, number: number, credits: readonly Credit[]): string[] {
  const { first, owed } = payees[number] as Shard['payees'][number];
  const from = first === 0 ? 0 : (lines.ends[first - 1] as number);
  const to = owed.length === 0 ? from : (lines.ends[first + owed.length - 1] as number);
  const rows = [...lines.credit.subarray(from, to)];
  return rows.map((row) => credits[columns.source[row] as number]?.id ?? 'none');
}
