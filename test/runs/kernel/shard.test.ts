/** A shard of payees comes to what the rules find for each of them, to the byte of their sheets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credit } from '../../../functions/deals/crediting.ts';
import { calculatorOf } from '../../../functions/runs/calculate.ts';
import { reachedIn } from '../../../functions/runs/clocks.ts';
import { hashOf } from '../../../functions/runs/digest.ts';
import { sheetsOn } from '../../../functions/runs/kernel/ground.ts';
import { calculateShard } from '../../../functions/runs/kernel/payees.ts';
import { isByColumns } from '../../../functions/runs/kernel/plain.ts';
import { type Inputs, payeesOf } from '../../../functions/runs/manifest.ts';
import { payableResult, type PayeeSettled } from '../../../functions/runs/settling.ts';
import { sheetOf } from '../../../functions/runs/sheet.ts';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { cases } from '../../kit/cases.ts';
import { Companies, Credits, laidOut } from './company.ts';
import { SEED } from './kit.ts';

describe(`a shard equals the rules (seed ${SEED})`, () => {
  it('payee by payee: totals, holds, and the bytes of every line, in plans of all kinds', () => {
    const seen = { lines: 0, holds: 0, columns: 0, rules: 0, released: 0, abroad: 0, heldWaiting: 0 };
    fc.assert(
      fc.property(Companies, Credits, (inputs, credits) => {
        const payees = payeesOf(inputs);
        const calculate = calculatorOf(inputs, credits);
        const reached = reachedIn(inputs, credits);
        for (const sheet of sheetsOn(laidOut(inputs, credits), inputs, payees)) {
          const rule = calculate(sheet.payee);
          const byRule = sheetOf(inputs, rule, reached);
          expect(sheet).toEqual(byRule);
          expect(hashOf(sheet)).toBe(hashOf(byRule));
          seen.lines += rule.lines.length;
          seen.holds += rule.hold ? 1 : 0;
          seen.released += isReleased(sheet.settled) ? 1 : 0;
          seen.abroad += sheet.settled?.pay && isByColumns(inputs, sheet.payee) ? 1 : 0;
          seen.heldWaiting += sheet.closing ? 1 : 0;
          seen[isByColumns(inputs, sheet.payee) ? 'columns' : 'rules'] += 1;
        }
      }),
      { numRuns: cases(900), seed: SEED },
    );
    expect(seen.lines).toBeGreaterThan(2_000);
    expect(seen.holds).toBeGreaterThan(50);
    expect(Math.min(seen.columns, seen.rules), 'both ways are tried').toBeGreaterThan(500);
    expect(seen.columns + seen.rules, 'payees in all').toBeGreaterThan(2_000);
    expect(seen.released, 'deals that waited').toBeGreaterThan(5);
    expect(seen.abroad, 'columns converted').toBeGreaterThan(20);
    expect(seen.heldWaiting, 'held while deals wait').toBeGreaterThan(5);
  });

  it('line by line: each is of the credit that the rules name', () => {
    fc.assert(
      fc.property(Companies, Credits, (inputs, credits) => {
        const payees = payeesOf(inputs).filter((payee) => isByColumns(inputs, payee));
        const calculate = calculatorOf(inputs, credits);
        const ground = laidOut(inputs, credits);
        const shard = calculateShard(inputs, payees, ground);
        fc.pre(shard !== undefined);
        const { payees: found, lines } = shard;
        for (const { payee, first, owed } of found) {
          const from = first === 0 ? 0 : (lines.ends[first - 1] as number);
          const to = owed.length === 0 ? from : (lines.ends[first + owed.length - 1] as number);
          const named = ground.columns.creditsAt([...lines.credit.subarray(from, to)]).map(({ id }) => id);
          expect(named).toEqual(payableResult(inputs, calculate(payee)).lines.map(({ credit }) => credit));
        }
      }),
      { numRuns: cases(200), seed: SEED },
    );
  });

  it('however the payees are cut into shards, and in whatever order credits are given', () => {
    const sheets = (inputs: Inputs, payees: readonly PersonId[], credits: readonly Credit[]) => [
      ...sheetsOn(laidOut(inputs, credits), inputs, payees),
    ];
    fc.assert(
      fc.property(Companies, Credits.chain(shuffled), (inputs, [credits, others]) => {
        const payees = payeesOf(inputs);
        const parts = payees.flatMap((payee) => sheets(inputs, [payee], others));
        expect(parts).toEqual(sheets(inputs, payees, credits));
      }),
      { numRuns: cases(200), seed: SEED },
    );
  });
});

const isReleased = (settled: PayeeSettled | undefined) =>
  settled?.postings.some(({ kind }) => kind === 'released') ?? false;

const shuffled = (all: Credit[]) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
