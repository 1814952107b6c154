import { describe, expect, it } from 'vitest';
import type { Credit } from '../../functions/deals/credit.ts';
import { creditsOf } from '../../functions/deals/crediting.ts';
import type { DealChange } from '../../functions/deals/deal.ts';
import { fraction, roundHalfEven, times } from '../../shared/kernel/rational.ts';
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

describe('what was invoiced and collected of a deal', () => {
  const won = say({ at: '2026-03-10', status: 'won', amount: '1000000', owner: ANA });
  const clocked = (...changes: DealChange[]) =>
    told(...changes)
      .filter(({ clock }) => clock)
      .map(({ clock, day, person, amountMinor }) => [clock, day, person, amountMinor]);

  it('is credited on its day by a clock of its own: 8,000 of 10,000 at 4 % is 320', () => {
    const invoiced = say({ at: '2026-03-12', invoiced: '1000000' });
    const collected = say({ at: '2026-04-02', collected: '800000' });
    expect(clocked(won, invoiced, collected)).toEqual([
      ['invoice', '2026-03-12', ANA, 1_000_000n],
      ['cash', '2026-04-02', ANA, 800_000n],
    ]);
    // 4 % × 8,000.00 = 320.00; of what was booked or invoiced it would be 400.00.
    expect(roundHalfEven(times(fraction(800_000n), fraction(4n, 100n)))).toBe(32_000n);
    expect(told(won, invoiced, collected).at(-1)).toMatchObject({ clock: 'cash', dealMinor: 1_000_000n });
  });

  it('counts to date: each change adds what is new, and a refund takes it away', () => {
    const paid = (at: string, collected: string) => say({ at, collected });
    expect(
      clocked(won, paid('2026-03-15', '400000'), paid('2026-04-10', '800000'), paid('2026-04-11', '700000')),
    )
      // 4,000; 8,000 − 4,000; 7,000 − 8,000.
      .toEqual([
        ['cash', '2026-03-15', ANA, 400_000n],
        ['cash', '2026-04-10', ANA, 400_000n],
        ['cash', '2026-04-11', ANA, -100_000n],
      ]);
  });

  it('is divided like the deal, each part telescoping: three payments of a cent leave no cent out', () => {
    const shared = say({ at: '2026-03-10', status: 'won', amount: '3', splits: THIRDS });
    const cents = ['1', '2', '3'].map((collected, n) => say({ at: `2026-03-1${n + 1}`, collected }));
    // To date 1/0/0, then 1/1/0, then 1/1/1: one cent each; every cent divided by itself would be Ana's.
    expect(clocked(shared, ...cents)).toEqual([
      ['cash', '2026-03-11', ANA, 1n],
      ['cash', '2026-03-12', BEN, 1n],
      ['cash', '2026-03-13', CEM, 1n],
    ]);
  });

  it('has its share of cost and units', () => {
    const facts = say({
      at: '2026-03-10',
      status: 'won',
      amount: '1000000',
      owner: ANA,
      cost: '400000',
      units: '3',
    });
    const half = say({ at: '2026-04-01', collected: '500000' });
    const rest = say({ at: '2026-04-02', collected: '1000000' });
    // Half of 4,000 and of 3 units: 2,000 and 2 (1.5 goes to the even one); then 2,000 and 1.
    expect(told(facts, half, rest).slice(1)).toMatchObject([
      { clock: 'cash', amountMinor: 500_000n, costMinor: 200_000n, units: 2n },
      { clock: 'cash', amountMinor: 500_000n, costMinor: 200_000n, units: 1n },
    ]);
  });

  it('before the win is credited with it, on the day that was said, and taken back when it is lost', () => {
    const deposit = say({ at: '2026-03-01', status: 'open', collected: '100' });
    const lost = say({ at: '2026-04-05', status: 'lost' });
    const more = say({ at: '2026-03-20', collected: '300' });
    expect(clocked(deposit, won, more, lost)).toEqual([
      ['cash', '2026-03-10', ANA, 100n],
      ['cash', '2026-03-20', ANA, 200n],
      ['cash', '2026-04-05', ANA, -100n],
      ['cash', '2026-04-05', ANA, -200n],
    ]);
    expect(credits(deposit, won, more, lost).map(({ id }) => id)).toHaveLength(6);
  });

  it('goes to the supporters as well, as what is on top', () => {
    const helped = say({ at: '2026-03-11', overlays: [[CEM, '0.5']] });
    const collected = say({ at: '2026-03-12', collected: '200' });
    expect(told(won, helped, collected).slice(-2)).toMatchObject([
      { clock: 'cash', person: ANA, amountMinor: 200n },
      { clock: 'cash', person: CEM, amountMinor: 100n, role: 'overlay' },
    ]);
  });
});
