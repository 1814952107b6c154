/** Line of sight: from a goal to the deals and the pay that serve it. */
import { expect, it } from 'vitest';
import type { PlanId } from '../../shared/kernel/ids.ts';
import { Component } from '../../functions/plans/components/index.ts';
import type { EarningsInput } from '../../functions/plans/earnings.ts';
import { goalsOf } from '../../functions/statements/goals.ts';
import { bonusAt, cents, credits, having, paying, QUOTA, T } from '../plans/kit.ts';

const plan = `pla_${'0'.repeat(26)}` as PlanId;
const SCORED = Component.parse({
  id: 'scored',
  name: 'Scored',
  kind: 'mbo-bonus',
  targetMinor: '400000',
  objectives: [{ result: 'survey', name: 'Survey', weight: '1' }],
});

/** What Ana is paid by these components, as a run finds it, and the plan that it was pinned with. */
function run(components: Component[], sold: string[], more: Partial<EarningsInput> = {}) {
  const credited = { direct: credits(...sold), rollUp: [] };
  const earned = paying({ components, credits: credited, quotas: { bookings: QUOTA }, ...more });
  const of = { plan, planVersion: 1 };
  const version = { plan, version: 1, components };
  const lines = earned.lines.map((line) => ({ ...line, ...of }));
  return goalsOf(
    { plans: [version] },
    { lines, components: earned.components.map((one) => ({ ...one, ...of })) },
  );
}

it('A11 from a goal one sees its 12 deals, and the 5,500.00 that they are paid', () => {
  // Ten of 4,000 and two of 7,500 are 55,000 at 10 %: ten times 400 and twice 750.
  const sold = [...Array.from({ length: 10 }, () => '4000'), '7500', '7500'];
  const [goal, ...others] = run([having(T, { goal: 'New business' })], sold);
  expect(others).toEqual([]);
  expect(goal).toMatchObject({ goal: 'New business', amountMinor: cents('5500'), withoutDealMinor: 0n });
  expect(goal?.deals.map(({ amountMinor, lines }) => [amountMinor, lines])).toEqual([
    ...Array.from({ length: 10 }, (_, n) => [cents('400'), [n + 1]]),
    [cents('750'), [11]],
    [cents('750'), [12]],
  ]);
});

it('A11 components that serve one goal are one, and a deal that both pay for is there once', () => {
  // One deal of 200,000: 20,000 of commission, and the bonus of 5,000 at quota.
  const goal = 'New business';
  const found = run([having(T, { goal }), having(bonusAt('1'), { goal })], ['200000']);
  expect(found).toMatchObject([{ goal, amountMinor: cents('25000') }]);
  expect(found[0]?.deals).toMatchObject([{ amountMinor: cents('25000'), lines: [1, 2] }]);
});

it('A11 what serves no goal, or follows from no deal, is said beside it, so that goals add up to the total', () => {
  // 10,000 × 10 % = 1,000 by a deal; a score of 74 % of 4,000 = 2,960 by none.
  const found = run([having(T, { goal: 'New business' }), SCORED], ['10000'], {
    results: { survey: '0.74' },
  });
  expect(found).toMatchObject([
    { goal: 'New business', amountMinor: cents('1000'), withoutDealMinor: 0n },
    { deals: [], amountMinor: cents('2960'), withoutDealMinor: cents('2960') },
  ]);
  expect(found[1]).not.toHaveProperty('goal');
});
