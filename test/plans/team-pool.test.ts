/** Team pools: what a team sells together, divided among its members without a cent over. */
import { describe, expect, it } from 'vitest';
import { Component, explainLine } from '../../functions/plans/components/index.ts';
import type { EarningsInput } from '../../functions/plans/earnings.ts';
import { Measure } from '../../functions/plans/measure.ts';
import { cents, credit, CURRENCY, paying } from './kit.ts';

const measures = [Measure.parse({ id: 'bookings', credits: 'team' })];
const pool = (rate: string) => Component.parse({ id: 'pool', name: 'Pool', kind: 'team-pool', rate });
const earned = (component: Component, team: EarningsInput['credits']['team'] & {}) =>
  paying({
    components: [component],
    currency: CURRENCY,
    measures,
    credits: { direct: [], rollUp: [], team },
  });
const share = (component: Component, amount: string, members: number, own: number) => {
  const shares = Array.from({ length: members }, () => 1n);
  return earned(component, [{ credit: credit(0, cents(amount)), shares, own }]).totalMinor;
};

describe('A87 a team pool', () => {
  it('of 100,000 gives each of four 25,000', () => {
    // Wrong: 100,000 (not divided), 33,333.33 (without whoever sold it).
    expect([0, 1, 2, 3].map((own) => share(pool('1'), '100000', 4, own))).toEqual(
      Array.from({ length: 4 }, () => cents('25000')),
    );
  });

  it('of 100.00 gives three 33.34, 33.33 and 33.33: nothing is made or lost', () => {
    expect([0, 1, 2].map((own) => share(pool('1'), '100', 3, own))).toEqual([3334n, 3333n, 3333n]);
  });

  it('is divided apart by others who share alike: 0.01 of Ana and Ben, and 0.01 of Ana and Cem', () => {
    const cent = (n: number, own: number, group: string) => ({
      credit: credit(n, 1n),
      shares: [1n, 1n],
      own,
      group,
    });
    const mine = (team: ReturnType<typeof cent>[]) => earned(pool('1'), team).totalMinor;
    const [ana, ben, cem] = [
      mine([cent(0, 0, 'ana ben'), cent(1, 0, 'ana cem')]),
      mine([cent(0, 1, 'ana ben')]),
      mine([cent(1, 1, 'ana cem')]),
    ];
    // Each pool's one cent goes to its first member. Wrong: 0.01, 0 and 0, one pool of 0.02 where Ana is.
    expect([ana, ben, cem]).toEqual([2n, 0n, 0n]);
  });

  it('by weights says whose share it is: 2 of 4 of 100.00', () => {
    const team = [{ credit: credit(0, cents('100')), shares: [2n, 1n, 1n], own: 0 }];
    const [line] = earned(pool('1'), team).lines;
    expect(line && explainLine(pool('1'), line, CURRENCY).at(-1)).toEqual({
      text: 'Your share of the pool, 2 of 4, is 50.00 EUR',
      amountMinor: cents('50'),
    });
  });
});
