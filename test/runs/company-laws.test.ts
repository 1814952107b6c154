/** Laws of whole companies: plans of all kinds under all policies, and payees who depend on others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credit } from '../../functions/deals/crediting.ts';
import { calculatorOf, type PayeeResult } from '../../functions/runs/calculate.ts';
import { reachedIn } from '../../functions/runs/clocks.ts';
import { type Inputs, payeesOf } from '../../functions/runs/manifest.ts';
import { sheetOf } from '../../functions/runs/sheet.ts';
import { type DealId, derivedId } from '../../shared/kernel/ids.ts';
import { cases } from '../kit/cases.ts';
import { Companies, Credits } from './kernel/company.ts';
import { Plan, SEED } from './kernel/kit.ts';

const RUNS = { numRuns: cases(100), seed: SEED };

function paidTo(inputs: Inputs, credits: readonly Credit[]): PayeeResult[] {
  return payeesOf(inputs).map(calculatorOf(inputs, credits));
}

const totalsOf = (results: readonly PayeeResult[]) =>
  results.map(({ payee, totalMinor, hold }) => ({ payee, totalMinor, held: hold !== undefined }));

/** Policies by which a reversal leaves something behind on purpose. */
const leavesNothing = ({ plans }: Inputs) =>
  plans.every(({ policies: { clawback } }) => clawback?.kind !== 'asPaid');

const crd = (name: string) => derivedId('crd', name);
const dea = (name: string) => derivedId('dea', name) as DealId;
const Index = fc.nat(1_000);

describe(`any company (${RUNS.numRuns} cases, seed ${SEED})`, () => {
  it('is paid the sum of its lines, and of its components', () => {
    fc.assert(
      fc.property(Companies, Credits, (inputs, credits) => {
        for (const { lines, components, totalMinor } of paidTo(inputs, credits)) {
          const sum = (all: readonly { amountMinor: bigint }[]) =>
            all.reduce((total, { amountMinor }) => total + amountMinor, 0n);
          expect(sum(lines)).toBe(totalMinor);
          expect(sum(components)).toBe(totalMinor);
        }
      }),
      RUNS,
    );
  });

  it('is paid the same in whatever order credits are given, and when it is done again', () => {
    fc.assert(
      fc.property(Companies, Credits, Index, (inputs, credits, turn) => {
        const cut = turn % credits.length;
        const turned = [...credits.slice(cut), ...credits.slice(0, cut)].reverse();
        const sheets = (some: readonly Credit[]) => {
          const reached = reachedIn(inputs, some);
          return paidTo(inputs, some).map((result) => sheetOf(inputs, result, reached));
        };
        expect(sheets(turned)).toEqual(sheets(credits));
      }),
      RUNS,
    );
  });

  it('is paid for a deal that is won and lost on one day as if it had never been', () => {
    fc.assert(
      fc.property(Companies, Credits, Index, (inputs, credits, which) => {
        fc.pre(leavesNothing(inputs));
        const sold = credits.filter(({ reverses }) => reverses === undefined);
        fc.pre(sold.length > 0);
        const like = sold[which % sold.length] as Credit;
        const won = { ...like, id: crd('won'), deal: dea('once'), event: 'won' };
        const lost = { ...won, id: crd('lost'), event: 'lost', amountMinor: -like.amountMinor };
        const both = [...credits, won, { ...lost, reverses: won.id, reversedDay: won.day }];
        expect(totalsOf(paidTo(inputs, both))).toEqual(totalsOf(paidTo(inputs, credits)));
      }),
      RUNS,
    );
  });

  it('is paid by the versions that its people are enrolled in: another one changes nothing', () => {
    fc.assert(
      fc.property(Companies, Credits, Plan, (inputs, credits, other) => {
        const [first] = inputs.plans;
        if (!first) throw new Error('a company has plans');
        const second = { ...first, ...other, version: first.version + 1 } as typeof first;
        const more = { ...inputs, plans: [...inputs.plans, second] };
        expect(paidTo(more, credits)).toEqual(paidTo(inputs, credits));
      }),
      RUNS,
    );
  });
});
