import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Credit, creditsOf } from '../../functions/deals/crediting.ts';
import { type DealChange, fold } from '../../functions/deals/deal.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { ANA, BEN, BERLIN, CEM, DEAL, type Saying, say } from './saying.ts';

const credits = (...changes: DealChange[]) => creditsOf(DEAL, changes, BERLIN);
const told = (...changes: DealChange[]) =>
  credits(...changes).map(({ day, person, amountMinor }) => [day, person, amountMinor]);
const sum = (some: readonly Credit[]) => some.reduce((total, { amountMinor }) => total + amountMinor, 0n);

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, n) => permutations(all.toSpliced(n, 1)).map((rest) => [one, ...rest]));
}

const won = say({ at: '2026-03-10', status: 'won', amount: '5000000', owner: ANA });
const amended = say({ at: '2026-03-20', amount: '6000000' });
const lost = say({ at: '2026-04-02', status: 'lost' });

describe('a won deal', () => {
  it('A58 is credited to its owner exactly once, however often it is won', () => {
    const again = say({ at: '2026-03-11', status: 'won', amount: '5000000', owner: ANA });
    expect(told(won, won, again)).toEqual([['2026-03-10', ANA, 5_000_000n]]);
  });

  it('is credited to nobody while it is open, without an amount, or without an owner', () => {
    expect(told(say({ at: '2026-03-10', status: 'open', amount: '1', owner: ANA }))).toEqual([]);
    expect(told(say({ at: '2026-03-10', status: 'won', owner: ANA }))).toEqual([]);
    expect(told(say({ at: '2026-03-10', status: 'won', amount: '1' }))).toEqual([]);
  });

  it('is booked on its close date', () => {
    const early = say({ at: '2026-03-10', status: 'won', amount: '1', owner: ANA, closeDate: '2026-02-27' });
    expect(told(early)).toEqual([['2026-02-27', ANA, 1n]]);
  });

  it('is booked on the day it was won where the company is, if it has no close date', () => {
    // 23:30 UTC on 31 March is 01:30 on 1 April in Berlin.
    const late = say({ at: '2026-03-31T23:30:00.000Z', status: 'won', amount: '1', owner: ANA });
    expect(told(late)).toEqual([['2026-04-01', ANA, 1n]]);
  });

  it('that gets its amount later is credited on that day', () => {
    const unpriced = say({ at: '2026-03-10', status: 'won', owner: ANA });
    expect(told(unpriced, amended)).toEqual([['2026-03-20', ANA, 6_000_000n]]);
  });
});

describe('a change after the win', () => {
  it('A58 takes back what stands and gives anew: 50,000, then 60,000, then lost', () => {
    expect(told(won, amended, lost)).toEqual([
      ['2026-03-10', ANA, 5_000_000n],
      ['2026-03-20', ANA, -5_000_000n],
      ['2026-03-20', ANA, 6_000_000n],
      ['2026-04-02', ANA, -6_000_000n],
    ]);
  });

  it('names the credit that each negative one takes back', () => {
    const [first, second, third, fourth] = credits(won, amended, lost);
    expect(second).toMatchObject({ reverses: first?.id, event: amended.id });
    expect(third).not.toHaveProperty('reverses');
    expect(fourth).toMatchObject({ reverses: third?.id, event: lost.id });
  });

  it('is never dated before the booking', () => {
    const future = say({ at: '2026-03-10', status: 'won', amount: '1', owner: ANA, closeDate: '2026-04-15' });
    expect(told(future, say({ at: '2026-03-30', status: 'lost' }))).toEqual([
      ['2026-04-15', ANA, 1n],
      ['2026-04-15', ANA, -1n],
    ]);
  });

  it('of the owner moves the credit', () => {
    expect(told(won, say({ at: '2026-03-15', owner: BEN }))).toEqual([
      ['2026-03-10', ANA, 5_000_000n],
      ['2026-03-15', ANA, -5_000_000n],
      ['2026-03-15', BEN, 5_000_000n],
    ]);
  });

  it('of the stage or of the close date alone changes no credit', () => {
    const stage = say({ at: '2026-03-15', stage: 'invoiced', closeDate: '2026-03-14' });
    expect(told(won, stage)).toEqual([['2026-03-10', ANA, 5_000_000n]]);
  });

  it('that wins it again is credited on its own day', () => {
    const regained = say({ at: '2026-04-20', status: 'won' });
    expect(told(won, lost, regained).slice(1)).toEqual([
      ['2026-04-02', ANA, -5_000_000n],
      ['2026-04-20', ANA, 5_000_000n],
    ]);
  });

  it('that deletes it takes all back', () => {
    expect(sum(credits(won, amended, say({ at: '2026-05-01', status: 'deleted' })))).toBe(0n);
  });
});

describe('a split deal', () => {
  const split = (amount: string, splits: Saying['splits'] & object) =>
    told(say({ at: '2026-03-10', status: 'won', amount, owner: CEM, splits })).map(([, who, minor]) => [
      who,
      minor,
    ]);

  it('of 50,000 in 60 and 40 gives 30,000 and 20,000, and nothing to the owner', () => {
    expect(
      split('5000000', [
        [ANA, '0.6'],
        [BEN, '0.4'],
      ]),
    ).toEqual([
      [ANA, 3_000_000n],
      [BEN, 2_000_000n],
    ]);
  });

  it('of 100.00 in three gives 33.34, 33.33 and 33.33', () => {
    expect(
      split('10000', [
        [ANA, '1/3'],
        [BEN, '1/3'],
        [CEM, '1/3'],
      ]),
    ).toEqual([
      [ANA, 3_334n],
      [BEN, 3_333n],
      [CEM, 3_333n],
    ]);
  });

  it('of one cent gives it to one', () => {
    expect(
      split('1', [
        [ANA, '0.5'],
        [BEN, '0.5'],
      ]),
    ).toEqual([[ANA, 1n]]);
  });

  it('may name a person twice', () => {
    expect(
      split('300', [
        [ANA, '1/3'],
        [ANA, '2/3'],
      ]),
    ).toEqual([
      [ANA, 100n],
      [ANA, 200n],
    ]);
  });
});

describe('for any deal', () => {
  const people: PersonId[] = [ANA, BEN, CEM];
  const splits = fc.constantFrom<Saying['splits']>(
    null,
    [
      [ANA, '0.6'],
      [BEN, '0.4'],
    ],
    [
      [ANA, '1/3'],
      [BEN, '1/3'],
      [CEM, '1/3'],
    ],
    [
      [BEN, '0.999'],
      [CEM, '0.001'],
    ],
  );
  const saying = fc
    .record(
      {
        day: fc.integer({ min: 1, max: 28 }),
        month: fc.constantFrom('01', '02', '03'),
        status: fc.constantFrom('open', 'won', 'lost', 'deleted'),
        amount: fc.option(fc.bigInt(-100_000n, 10_000_000n).map(String)),
        owner: fc.option(fc.constantFrom(...people)),
        closeDate: fc.constantFrom('2026-01-31', '2026-02-14', '2026-03-31', null),
        splits,
      },
      { requiredKeys: ['day', 'month'] },
    )
    .map(({ day, month, ...rest }) => say({ at: `2026-${month}-${String(day).padStart(2, '0')}`, ...rest }));
  const stories = fc.array(saying, { minLength: 1, maxLength: 8 });

  it('A58 credits sum to the amount while it is won and to nothing while it is not', () => {
    fc.assert(
      fc.property(stories, (changes) => {
        const { status, amountMinor, owner, splits } = fold(changes);
        const stands = status === 'won' && (owner !== null || splits !== null);
        expect(sum(credits(...changes))).toBe(stands ? (amountMinor ?? 0n) : 0n);
      }),
      { numRuns: 300 },
    );
  });

  it('A125 all orders and repeats give the same credits with the same ids', () => {
    fc.assert(
      fc.property(
        stories.chain((changes) => {
          const twice = [...changes, ...changes];
          return fc.tuple(fc.constant(changes), fc.shuffledSubarray(twice, { minLength: twice.length }));
        }),
        ([changes, delivered]) => {
          expect(credits(...delivered)).toEqual(credits(...changes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('A125 all 120 orders of create, change, win, reopen and lose give the same credits', () => {
    const story = [
      say({ at: '2026-03-01', status: 'open', amount: '100', owner: ANA }),
      say({ at: '2026-03-02', amount: '200' }),
      say({ at: '2026-03-03', status: 'won' }),
      say({ at: '2026-03-04', status: 'open' }),
      say({ at: '2026-03-05', status: 'lost' }),
    ];
    const orders = permutations(story);
    expect(orders).toHaveLength(120);
    for (const order of orders) expect(credits(...order)).toEqual(credits(...story));
    expect(told(...story).map(([, , minor]) => minor)).toEqual([200n, -200n]);
  });

  it('every reversal is the exact opposite of a credit that is reversed once', () => {
    fc.assert(
      fc.property(stories, (changes) => {
        const all = credits(...changes);
        const byId = new Map(all.map((credit) => [credit.id, credit]));
        expect(byId.size).toBe(all.length);
        const reversals = all.filter(({ reverses }) => reverses !== undefined);
        expect(new Set(reversals.map(({ reverses }) => reverses)).size).toBe(reversals.length);
        for (const { reverses = '', person, part, amountMinor } of reversals) {
          expect(byId.get(reverses)).toMatchObject({ person, part, amountMinor: -amountMinor });
        }
      }),
      { numRuns: 300 },
    );
  });
});
