import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DealChange } from '../../functions/deals/deal.ts';
import { importedDeal, type ImportedRow, saysTheSame } from '../../functions/deals/imported.ts';
import { presentOf } from '../../functions/deals/present.ts';
import { ANA, BEN, COMPANY, CONNECTOR, DEAL, say } from './saying.ts';
import { anyRows, FROM, row } from './rows.ts';

const told = (changes: readonly DealChange[], held: Record<string, string> = {}) => ({
  id: DEAL,
  connector: CONNECTOR,
  recordId: 'D1',
  revision: changes.length,
  changes: [...changes],
  held,
});
const present = (changes: readonly DealChange[], said?: ImportedRow, held?: Record<string, string>) =>
  presentOf(told(changes, held), said && { row: said, from: FROM }, COMPANY);

it('is what a file said while no webhook has said anything else, on no line', () => {
  fc.assert(
    fc.property(anyRows(4), (rows) => {
      for (const each of rows) {
        const { changes: _, ...deal } = importedDeal(each, FROM);
        const now = presentOf({ ...deal, changes: [] }, { row: each, from: FROM }, COMPANY);
        expect(now).toEqual({ ...each, line: 0 });
        expect(now && saysTheSame(now, each)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

it('says its currency where that is not the company’s', () => {
  const won = say({ at: '2026-03-20', status: 'won', amount: '160', currency: 'USD' });
  expect(present([won])).toMatchObject({ amountMinor: 160n, currency: 'USD' });
  expect(present([{ ...won, currency: 'EUR' }])).not.toHaveProperty('currency');
});

it('is what webhooks say on top of a file, and about what the file said', () => {
  const about = { territory: 'North' };
  const amended = say({ at: '2026-03-20', amount: '160', owner: BEN, stage: 'Signed' });
  expect(present([amended], row({ about }))).toEqual(
    row({ line: 0, amountMinor: '160', owner: BEN, ownerRef: `ref of ${BEN}`, stage: 'Signed', about }),
  );
  const lost = say({ at: '2026-03-25', status: 'lost' });
  expect(present([lost, amended], row())).toMatchObject({ status: 'lost', amountMinor: 160n });
});

it('is dated on its close date, else on the day of its first win, else of the latest that was said', () => {
  const created = say({ at: '2026-03-01', status: 'open', amount: '100', owner: ANA });
  // Half past eleven in the evening of the ninth in UTC is the tenth in Berlin.
  const won = say({ at: '2026-03-09T23:30:00.000Z', status: 'won' });
  const amended = say({ at: '2026-03-20', amount: '160' });
  expect(present([amended, won, created])).toMatchObject({ day: '2026-03-10', status: 'won' });
  expect(present([created])).toMatchObject({ day: '2026-03-01', status: 'open' });
  expect(present([created, won, say({ at: '2026-03-11', closeDate: '2026-03-08' })])).toMatchObject({
    day: '2026-03-08',
  });
  expect(present([created, won, say({ at: '2026-03-25', status: 'lost' })])).toMatchObject({
    day: '2026-03-25',
  });
});

it('is of nothing without an amount, and of shares before an owner', () => {
  const bare = present([say({ at: '2026-03-01', status: 'open' })]);
  expect(bare).toEqual({
    line: 0,
    recordId: 'D1',
    day: '2026-03-01',
    amountMinor: 0n,
    status: 'open',
    about: {},
  });
  const splits = [[ANA, '0.6'] as const, [BEN, '0.4'] as const];
  const both = present([say({ at: '2026-03-01', status: 'won', amount: '5', owner: ANA, splits })]);
  expect(both?.owner).toBeUndefined();
  expect(both?.splits?.map(({ person, share }) => [person, share])).toEqual(splits);
});

it('counts nothing that is held, and is nothing where nothing counts', () => {
  const won = say({ at: '2026-03-01', status: 'won', amount: '5', owner: ANA });
  const late = say({ at: '2026-03-02', amount: '9' });
  expect(present([won, late], undefined, { [late.id]: 'period.locked' })).toMatchObject({ amountMinor: 5n });
  expect(present([won], undefined, { [won.id]: 'period.locked' })).toBeUndefined();
});
