/** Laws of settlement: they hold for all terms, earnings and balances, and the numbers are made by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Balances, nothing, shown, total } from '../../functions/ledger/balances.ts';
import type { Payable } from '../../functions/ledger/payable.ts';
import type { Posting } from '../../functions/ledger/posting.ts';
import { type Settled, type Settling, settle } from '../../functions/ledger/settle.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { cases } from '../kit/cases.ts';
import { MARCH } from './kit.ts';

const RUNS = { numRuns: cases(400) };

const Amount = fc.bigInt(-3_000n, 3_000n);
const Positive = fc.bigInt(1n, 3_000n);
const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined });
const Share = fc
  .integer({ min: 1, max: 100 })
  .map((n) => (n === 100 ? '1' : `0.${String(n).padStart(2, '0')}`));
const Deal = fc.constantFrom('a', 'b', 'c', undefined);

const Advancing = fc.record({
  kind: fc.constant('advance' as const),
  recoverFrom: fc.oneof(
    fc.constant('excess' as const),
    Share.map((share) => ({ share })),
  ),
  limitMinor: maybe(Positive),
  expiresAfterPeriods: maybe(fc.integer({ min: 1, max: 4 })),
  atExit: fc.constantFrom('recover' as const, 'forgive' as const),
});
const Terms: fc.Arbitrary<Payable> = fc.record({
  guaranteeMinor: fc.oneof(fc.constant(0n), Positive),
  drawMinor: fc.oneof(fc.constant(0n), Positive),
  draw: fc.oneof(Advancing, fc.constant({ kind: 'topUp' as const }), fc.constant(undefined)),
  minimumMinor: fc.oneof(fc.constant(0n), Positive),
  maximumMinor: maybe(Positive),
  payExcessLater: fc.boolean(),
  negativePay: fc.oneof(
    fc.constant('carry' as const),
    Share.map((recoverWithin) => ({ recoverWithin })),
  ),
  holdback: maybe(
    fc.record({
      share: Share,
      until: fc.oneof(
        fc.constant('released' as const),
        fc.integer({ min: 1, max: 90 }).map((days) => ({ days })),
      ),
      atExit: fc.constantFrom('keep' as const, 'pay' as const, 'forfeit' as const),
    }),
  ),
});

type Month = Omit<Settling, 'opening' | 'period'>;
const Month: fc.Arbitrary<Month> = fc.record({
  earned: fc.array(fc.record({ of: Deal, amountMinor: Amount }), { maxLength: 6 }),
  adjustments: fc
    .array(Amount, { maxLength: 2 })
    .map((all) => all.map((amountMinor, n) => ({ id: `adj_${n}`, amountMinor, text: 'because' }))),
  releases: fc.array(fc.record({ of: Deal }), { maxLength: 1 }),
  terms: maybe(Terms),
  exit: fc.boolean(),
});

type Told = { readonly opening: Balances; readonly month: Month; readonly settled: Settled };

/** Up to eight months in a row. */
function told(months: readonly Month[]): Told[] {
  const all: Told[] = [];
  let opening = nothing;
  months.forEach((month, n) => {
    const from = addDays(MARCH.from, n * 30);
    const settled = settle({ ...month, opening, period: { from, to: addDays(from, 30) } });
    all.push({ opening, month, settled });
    opening = settled.closing;
  });
  return all;
}

const History = fc.array(Month, { minLength: 1, maxLength: 8 }).map(told);
const holds = (law: (all: Told[]) => void) => fc.assert(fc.property(History, law), RUNS);
const sum = (postings: readonly Posting[], ...kinds: Posting['kind'][]) =>
  total(postings.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)));

describe('every settlement', () => {
  it('takes each balance from its opening, posting by posting, to its closing', () => {
    holds((all) => {
      for (const { opening, settled } of all) {
        const [before, after] = [shown(opening), shown(settled.closing)];
        for (const of of ['owed', 'overpaid', 'excess', 'held'] as const) {
          const moved = settled.postings.flatMap(({ balance }) =>
            balance?.of === of ? [balance.byMinor] : [],
          );
          expect(before[`${of}Minor`] + moved.reduce((a, b) => a + b, 0n)).toBe(after[`${of}Minor`]);
        }
      }
    });
  });

  it('never pays below zero, and never has a balance below zero', () => {
    holds((all) => {
      for (const { settled } of all) {
        expect(settled.paidMinor >= 0n).toBe(true);
        for (const minor of Object.values(shown(settled.closing))) expect(minor >= 0n).toBe(true);
        const parts = [...settled.closing.advances, ...settled.closing.holdings];
        for (const { amountMinor } of parts) expect(amountMinor > 0n).toBe(true);
      }
    });
  });

  it('loses nothing: earned + advanced − recovered − held − carried is what is paid', () => {
    holds((all) => {
      for (const { month, settled } of all) {
        const { postings } = settled;
        expect(sum(postings, 'earned', 'clawback')).toBe(total(month.earned));
        expect(sum(postings, 'adjustment')).toBe(total(month.adjustments ?? []));
        expect(sum(postings)).toBe(settled.paidMinor);
      }
      // Over all months: what came in is paid, or stands in a balance, or was forgiven or cut, and said so.
      const postings = all.flatMap(({ settled }) => settled.postings);
      const came = sum(
        postings,
        'earned',
        'clawback',
        'adjustment',
        'guarantee',
        'topUp',
        'minimum',
        'forfeited',
      );
      const forgiven = postings
        .filter(({ kind }) => kind === 'forgiven')
        .reduce((minor, { balance }) => minor - (balance?.byMinor ?? 0n), 0n);
      const last = shown(all.at(-1)?.settled.closing ?? nothing);
      const stands = last.heldMinor + last.excessMinor - last.owedMinor - last.overpaidMinor;
      const paid = all.reduce((minor, { settled }) => minor + settled.paidMinor, 0n);
      expect(came).toBe(paid + stands - forgiven);
    });
  });

  it('does not depend on the order of plans, of lines and of adjustments', () => {
    holds((all) => {
      for (const { opening, month, settled } of all.slice(0, 1)) {
        const turned = {
          ...month,
          earned: month.earned.toReversed(),
          adjustments: month.adjustments?.toReversed() ?? [],
        };
        const [one] = told([turned]);
        expect(opening).toEqual(nothing);
        expect(one?.settled).toEqual(settled);
      }
    });
  });

  it('is the same when it is done again', () => {
    holds((all) => {
      expect(told(all.map(({ month }) => month))).toEqual(all);
    });
  });

  it('keeps its promises: nobody who stays is paid less than guarantee, minimum and a draw without a limit', () => {
    holds((all) => {
      for (const { month, settled } of all) {
        const { terms, exit } = month;
        if (!terms || exit) continue;
        const isPromised = terms.draw && (terms.draw.kind === 'topUp' || terms.draw.limitMinor === undefined);
        const promised = [terms.guaranteeMinor, terms.minimumMinor, isPromised ? terms.drawMinor : 0n];
        for (const least of promised) expect(settled.paidMinor >= least).toBe(true);
      }
    });
  });
});
