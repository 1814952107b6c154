import { describe, expect, it } from 'vitest';
import type { Credit } from '../../functions/deals/credit.ts';
import { creditsOf } from '../../functions/deals/crediting.ts';
import type { DealChange } from '../../functions/deals/deal.ts';
import { ANA, BEN, BERLIN, CEM, DEAL, type Saying, say } from './saying.ts';

const credits = (...changes: DealChange[]) => creditsOf(DEAL, changes, BERLIN);
/** What is told of a credit, beside its names. */
const plain = ({ id: _, deal: __, event: ___, part: ____, ...credit }: Credit) => credit;
const told = (...changes: DealChange[]) => credits(...changes).map(plain);
const THIRDS: Saying['splits'] = [
  [ANA, '1/3'],
  [BEN, '1/3'],
  [CEM, '1/3'],
];
const SIXTY_FORTY: Saying['splits'] = [
  [ANA, '0.6'],
  [BEN, '0.4'],
];

describe('a credit', () => {
  it('says what its deal is about, and its units, cost and discount', () => {
    const about = { type: 'renewal', product: 'Seats', custom: { years: '3' } };
    const won = say({ at: '2026-03-10', status: 'won', amount: '5000000', owner: ANA, about, units: '7' });
    const cost = say({ at: '2026-03-09', status: 'open', cost: '2000000', discount: '0.15' });
    expect(told(cost, won)).toEqual([
      {
        person: ANA,
        day: '2026-03-10',
        amountMinor: 5_000_000n,
        units: 7n,
        costMinor: 2_000_000n,
        discount: '0.15',
        about,
      },
    ]);
  });

  it('has its part of units and cost by the largest remainder, so that parts add up, and names the whole', () => {
    const won = say({
      at: '2026-03-10',
      status: 'won',
      amount: '10000',
      splits: THIRDS,
      units: '5',
      cost: '100',
    });
    // 100.00 = 33.34 + 33.33 + 33.33; 5 units = 2 + 2 + 1 (each 1 2/3: two remainders go up); 1.00 = 34 + 33 + 33.
    const parts = told(won).map(({ amountMinor, units, costMinor, dealMinor }) => [
      amountMinor,
      units,
      costMinor,
      dealMinor,
    ]);
    expect(parts).toEqual([
      [3_334n, 2n, 34n, 10_000n],
      [3_333n, 2n, 33n, 10_000n],
      [3_333n, 1n, 33n, 10_000n],
    ]);
  });

  it('that is taken back says the same with negated numbers', () => {
    const about = { product: 'Seats' };
    const facts = { splits: SIXTY_FORTY, units: '10', cost: '2000000', about };
    const won = say({ at: '2026-03-10', status: 'won', amount: '5000000', ...facts });
    const all = told(won, say({ at: '2026-03-20', status: 'lost' }));
    const ana = { amountMinor: 3_000_000n, units: 6n, costMinor: 1_200_000n, dealMinor: 5_000_000n };
    const back = { amountMinor: -3_000_000n, units: -6n, costMinor: -1_200_000n, dealMinor: -5_000_000n };
    expect(all).toMatchObject([{ ...ana, about }, { person: BEN }, { ...back, about }, { person: BEN }]);
  });

  it('is taken back and given anew when the product of a won deal is corrected', () => {
    const won = say({
      at: '2026-03-10',
      status: 'won',
      amount: '100',
      owner: ANA,
      about: { product: 'Seats', territory: 'N' },
    });
    const corrected = say({ at: '2026-03-20', about: { product: 'Boxes' } });
    const again = say({ at: '2026-03-21', about: { product: 'Boxes', type: null } });
    expect(told(won, corrected, again)).toMatchObject([
      { day: '2026-03-10', amountMinor: 100n, about: { product: 'Seats', territory: 'N' } },
      { day: '2026-03-20', amountMinor: -100n, about: { product: 'Seats', territory: 'N' } },
      { day: '2026-03-20', amountMinor: 100n, about: { product: 'Boxes', territory: 'N' } },
    ]);
  });

  it('loses a custom field that is cleared, and all that it is about when that is cleared', () => {
    const won = say({
      at: '2026-03-10',
      status: 'won',
      amount: '1',
      owner: ANA,
      about: { custom: { a: '1', b: true } },
    });
    const less = say({ at: '2026-03-11', about: { custom: { a: null } } });
    const none = say({ at: '2026-03-12', about: null });
    const given = told(won, less, none).filter(({ amountMinor }) => amountMinor > 0n);
    expect(given.map(({ about }) => about)).toEqual([
      { custom: { a: '1', b: true } },
      { custom: { b: true } },
      undefined,
    ]);
  });

  it('of nothing but units is one: demos may be paid by their number', () => {
    expect(told(say({ at: '2026-03-10', status: 'won', amount: '0', owner: ANA, units: '3' }))).toEqual([
      { person: ANA, day: '2026-03-10', amountMinor: 0n, units: 3n },
    ]);
  });
});

describe('credits on top', () => {
  const won = (more: Partial<Saying> = {}) =>
    say({ at: '2026-03-10', status: 'won', amount: '5000000', owner: ANA, ...more });

  it('of a supporter at 100 % are 50,000 beside the 50,000 of the owner', () => {
    expect(told(won({ overlays: [[CEM, '1']] }))).toEqual([
      { person: ANA, day: '2026-03-10', amountMinor: 5_000_000n },
      { person: CEM, day: '2026-03-10', amountMinor: 5_000_000n, role: 'overlay' },
    ]);
  });

  it('are not bounded to the amount, and take nothing from those who divide it', () => {
    // 50 % and 50 % divide it; 20 % on top for one of them, and ten times the amount for another.
    const shares: Partial<Saying> = {
      splits: [
        [ANA, '0.5'],
        [BEN, '0.5'],
      ],
      overlays: [
        [ANA, '0.2'],
        [CEM, '10'],
      ],
    };
    const parts = credits(won(shares)).map(({ person, part, amountMinor, role }) => [
      person,
      part,
      amountMinor,
      role,
    ]);
    expect(parts).toEqual([
      [ANA, 0, 2_500_000n, undefined],
      [BEN, 1, 2_500_000n, undefined],
      [ANA, 2, 1_000_000n, 'overlay'],
      [CEM, 3, 50_000_000n, 'overlay'],
    ]);
  });

  it('are taken back with the others', () => {
    const all = credits(won({ overlays: [[CEM, '0.333']] }), say({ at: '2026-03-20', status: 'lost' }));
    expect(all.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
    expect(all.at(-1)).toMatchObject({ person: CEM, role: 'overlay', amountMinor: -1_665_000n });
  });
});

describe('a deal that changed hands', () => {
  const ana = say({ at: '2026-01-10', status: 'open', amount: '5000000', owner: ANA });
  const ben = say({ at: '2026-02-01', owner: BEN });
  const won = say({ at: '2026-03-18', status: 'won' });

  it('before it was won says who had it and since when it is another’s', () => {
    expect(told(ana, ben, won)).toMatchObject([{ person: BEN, from: { person: ANA, on: '2026-02-01' } }]);
    // The last one counts: Cem has it from Ben, and not from Ana.
    const cem = say({ at: '2026-02-20', owner: CEM });
    expect(told(ana, ben, cem, won)).toMatchObject([
      { person: CEM, from: { person: BEN, on: '2026-02-20' } },
    ]);
  });

  it('as it was won has a new owner of that day', () => {
    const both = say({ at: '2026-03-18', status: 'won', owner: BEN });
    expect(told(ana, both)).toMatchObject([{ person: BEN, from: { person: ANA, on: '2026-03-18' } }]);
  });

  it('after it was won was somebody else’s all along', () => {
    const corrected = say({ at: '2026-03-20', owner: CEM });
    const [, , last] = told(ana, won, corrected);
    expect(last).toMatchObject({ person: CEM, amountMinor: 5_000_000n });
    expect(last).not.toHaveProperty('from');
  });

  it('and came back is nobody’s from somebody else, and neither are shares', () => {
    const back = say({ at: '2026-02-10', owner: null });
    const again = say({ at: '2026-02-11', owner: ANA });
    expect(told(ana, back, again, won)[0]).not.toHaveProperty('from');
    const shares = say({ at: '2026-03-01', splits: SIXTY_FORTY });
    for (const credit of told(ana, ben, shares, won)) expect(credit).not.toHaveProperty('from');
  });
});
