import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Credit, isOfTheSale } from '../../functions/deals/credit.ts';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { type DealChange, fold } from '../../functions/deals/deal.ts';
import { cases } from '../kit/cases.ts';
import { ANA, BEN, BERLIN, CEM, DEAL, type Saying, say } from './saying.ts';

const credits = (...changes: DealChange[]) => creditsOf(DEAL, changes, BERLIN);
const THIRDS: Saying['splits'] = [
  [ANA, '1/3'],
  [BEN, '1/3'],
  [CEM, '1/3'],
];
const SIXTY_FORTY: Saying['splits'] = [
  [ANA, '0.6'],
  [BEN, '0.4'],
];

describe('for any story of a deal', () => {
  const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb);
  const saying = fc
    .record(
      {
        day: fc.integer({ min: 10, max: 28 }),
        status: fc.constantFrom('open', 'won', 'won', 'lost'),
        amount: maybe(fc.bigInt(-100n, 100_000n).map(String)),
        owner: maybe(fc.constantFrom(ANA, BEN)),
        splits: maybe(fc.constantFrom(THIRDS, SIXTY_FORTY)),
        overlays: maybe(fc.constantFrom<Saying['overlays']>([[CEM, '0.25']], [[BEN, '2']])),
        about: maybe(fc.constantFrom({ product: 'Seats' }, { product: 'Boxes', custom: { a: true } })),
        units: maybe(fc.integer({ min: -5, max: 50 }).map(String)),
        cost: maybe(fc.bigInt(0n, 50_000n).map(String)),
        invoiced: maybe(fc.bigInt(0n, 100_000n).map(String)),
        collected: maybe(fc.bigInt(0n, 100_000n).map(String)),
      },
      { requiredKeys: ['day'] },
    )
    .map(({ day, ...rest }) => say({ at: `2026-03-${day}`, ...rest }));
  const stories = fc.array(saying, { minLength: 1, maxLength: 9 });
  const sum = (some: readonly Credit[], of: (credit: Credit) => bigint | undefined) =>
    some.reduce((total, credit) => total + (of(credit) ?? 0n), 0n);

  it('direct parts of amount, units and cost come to those of the deal, and clocks to what was said to date', () => {
    fc.assert(
      fc.property(stories, (changes) => {
        const state = fold(changes);
        const stands = state.status === 'won' && state.amountMinor !== null && (state.owner || state.splits);
        const all = credits(...changes);
        const sale = all.filter(isOfTheSale);
        expect(sum(sale, ({ amountMinor }) => amountMinor)).toBe(stands ? state.amountMinor : 0n);
        expect(sum(sale, ({ units }) => units)).toBe(stands ? (state.units ?? 0n) : 0n);
        expect(sum(sale, ({ costMinor }) => costMinor)).toBe(stands ? (state.costMinor ?? 0n) : 0n);
        for (const [clock, total] of [
          ['invoice', state.invoicedMinor],
          ['cash', state.collectedMinor],
        ]) {
          const reached = all.filter((credit) => credit.clock === clock && !credit.role);
          expect(sum(reached, ({ amountMinor }) => amountMinor)).toBe(stands ? (total ?? 0n) : 0n);
        }
      }),
      { numRuns: cases(400) },
    );
  });

  it('all orders give the same credits, no id twice, and each reversal mirrors one credit', () => {
    fc.assert(
      fc.property(
        stories.chain((changes) =>
          fc.tuple(
            fc.constant(changes),
            fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 }),
          ),
        ),
        ([changes, shuffled]) => {
          const all = credits(...changes);
          expect(credits(...shuffled)).toEqual(all);
          const byId = new Map(all.map((credit) => [credit.id, credit]));
          expect(byId.size).toBe(all.length);
          for (const { reverses, reversedDay, id: _, event: __, day: ___, ...credit } of all) {
            expect(reversedDay).toBe(byId.get(reverses ?? '')?.day);
            const { id: ____, event: _____, day: ______, ...given } = byId.get(reverses ?? '') ?? {};
            if (reverses) expect(negated(credit)).toEqual(given);
          }
        },
      ),
      { numRuns: cases(300) },
    );
  });
});

function negated(credit: object): object {
  const all = Object.entries(credit).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? -value : value,
  ]);
  return Object.fromEntries(all);
}
