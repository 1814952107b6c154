import { expect, it } from 'vitest';
import { changeIdOf, type Deal } from '../../functions/deals/deal.ts';
import { reconcile } from '../../functions/deals/reconciliation.ts';
import { CONNECTOR, DEAL, say } from './saying.ts';

const arrived = (dedupe: string, deliveries: number, status?: 'quarantined') => ({
  connector: CONNECTOR,
  day: '2026-03-10',
  dedupe,
  deliveries,
  status,
});
const change = (dedupe: string) => ({
  ...say({ at: '2026-03-10' }),
  id: changeIdOf({ connector: CONNECTOR, dedupe }),
});
const deal = (held: Record<string, string>, ...dedupes: string[]): Deal => ({
  id: DEAL,
  connector: CONNECTOR,
  recordId: 'D1',
  revision: 1,
  held,
  changes: dedupes.map(change),
});

it('A115 received is applied, ignored, in quarantine or pending, and nothing else', () => {
  const items = [arrived('a', 1), arrived('b', 50), arrived('c', 2, 'quarantined'), arrived('d', 1)];
  expect(reconcile(items, [deal({}, 'a', 'b')])).toEqual({
    received: 54, // 1 + 50 + 2 + 1
    applied: 2, // a and b
    ignored: 50, // 49 repeats of b, one of c
    quarantined: 1, // c
    pending: 1, // d
    pendingItems: ['2026-03-10.d'],
  });
});

it('A115 a change that is held back is not applied', () => {
  const held = { [changeIdOf({ connector: CONNECTOR, dedupe: 'a' })]: 'period.locked' };
  expect(reconcile([arrived('a', 1)], [deal(held, 'a')])).toMatchObject({ applied: 0, pending: 1 });
});
