/** How far deals are invoiced and paid for, as the credits of a period say. */
import { expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { DealChange } from '../../functions/deals/deal.ts';
import { reachedIn } from '../../functions/runs/clocks.ts';
import { DealId, derivedId } from '../../shared/kernel/ids.ts';
import { ada, ben } from '../people/kit.ts';
import { year2026 } from '../periods/kit.ts';

const DEAL = DealId.parse(derivedId('dea', 'one'));
const monthOf = (id: string) => ({ period: year2026.find((one) => one.id === id) ?? expect.fail() });
const said = (n: number, on: string, more: object) =>
  DealChange.parse({
    id: `chg-${n}`,
    event: 'deal',
    occurredAt: `${on}T12:00:00.000Z`,
    version: `${n}`,
    ...more,
  });
const shared = [
  { ownerRef: 'a', share: '0.5', person: ada },
  { ownerRef: 'b', share: '0.5', person: ben },
];
const won = said(1, '2026-01-20', { status: 'won', amountMinor: '10001', currency: 'EUR', splits: shared });
const reached = (changes: DealChange[], month: string) =>
  reachedIn(monthOf(month), creditsOf(DEAL, changes, 'UTC')).get(DEAL);

it('adds up the parts of all who share a deal, and counts nobody who is credited on top', () => {
  const overlays = [{ ownerRef: 'b', share: '1', person: ben }];
  const all = [
    won,
    said(2, '2026-02-10', { collectedMinor: '4001' }),
    said(3, '2026-02-20', { collectedMinor: '5000' }),
  ];
  const cash = { minor: 5000n, anew: false };
  expect(reached(all, '2026-m02')).toMatchObject({ dealMinor: 10001n, cash, invoice: { minor: 0n } });
  const topped = all.map((one, n) => (n === 0 ? { ...one, overlays } : one));
  expect(reached(topped, '2026-m02')).toMatchObject({ cash });
  expect(reached(all, '2026-m01')).toBeUndefined();
});

it('takes all that is collected to date where the deal is said anew, of its amount by then', () => {
  const all = [
    won,
    said(2, '2026-02-10', { collectedMinor: '4001' }),
    said(3, '2026-03-10', { amountMinor: '12000' }),
    said(4, '2026-03-10', { collectedMinor: '6000' }),
  ];
  expect(reached(all, '2026-m03')).toMatchObject({ dealMinor: 12000n, cash: { minor: 6000n, anew: true } });
});

it('is nothing any more once the deal is lost', () => {
  const all = [
    won,
    said(2, '2026-02-10', { collectedMinor: '4001' }),
    said(3, '2026-03-10', { status: 'lost' }),
  ];
  expect(reached(all, '2026-m03')).toMatchObject({ dealMinor: undefined, cash: { minor: 0n, anew: true } });
});
