import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfTheSale } from '../../functions/deals/credit.ts';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { type DealChange, dealIdOf, fold } from '../../functions/deals/deal.ts';
import {
  changeOf,
  entryOf,
  importedDeal,
  type ImportedRow,
  merged,
  saysTheSame,
} from '../../functions/deals/imported.ts';
import type { ConnectorId } from '../../shared/kernel/ids.ts';
import { ANA, BEN, BERLIN, CONNECTOR, DEAL, say } from './saying.ts';
import { anyRows, FROM, row, shopRow } from './rows.ts';

const connector: ConnectorId = CONNECTOR;
const told = (...changes: DealChange[]) => ({
  id: DEAL,
  connector,
  recordId: 'D1',
  revision: changes.length,
  changes,
  held: {},
});
const over = (known: ImportedRow, ...changes: DealChange[]) => {
  const [deal] = merged([told(...changes)], new Map([[DEAL, { row: known, from: FROM }]]));
  if (!deal) throw new Error('the deal is there');
  return deal;
};
const credited = (known: ImportedRow, ...changes: DealChange[]) =>
  creditsOf(DEAL, over(known, ...changes).changes, BERLIN).map(({ day, person, amountMinor }) => [
    day,
    person === ANA ? 'Ana' : 'Ben',
    Number(amountMinor),
  ]);

describe('a row of a file', () => {
  it('is one change at the start of its day where the company is, and says where it stood', () => {
    // The tenth of March begins in Berlin at 23:00 UTC of the ninth.
    expect(changeOf(row({ line: 7, stage: 'Won' }), FROM)).toMatchObject({
      event: 'imported',
      occurredAt: '2026-03-09T23:00:00.000Z',
      closeDate: '2026-03-10',
      status: 'won',
      stage: 'Won',
      owner: ANA,
      row: { import: FROM.import, line: 7, at: FROM.at },
    });
  });

  it('is credited as its one change is, and not at all unless it is won', () => {
    fc.assert(
      fc.property(anyRows(6), (rows) => {
        for (const each of rows) {
          const { id, changes } = importedDeal(each, FROM);
          const { deal, version, credits } = entryOf(each, FROM);
          expect({ deal, version }).toEqual({ deal: dealIdOf(connector, each.recordId), version: 0 });
          expect(credits).toEqual(creditsOf(id, changes, BERLIN));
          if (each.status !== 'won') expect(credits).toEqual([]);
          const sum = credits.filter(isOfTheSale).reduce((total, { amountMinor }) => total + amountMinor, 0n);
          const isCredited = each.status === 'won' && (each.owner || each.splits);
          expect(sum).toBe(isCredited ? each.amountMinor : 0n);
          for (const { day } of credits) expect(day).toBe(each.day);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what webhooks say of a deal that a file has', () => {
  it('wins where it comes later, and takes back what the file gave', () => {
    const amended = say({ at: '2026-03-20', amount: '160' });
    // +100 by the file, then −100 +160; the sum of 160 is what a deal without a file would have.
    expect(credited(row(), amended)).toEqual([
      ['2026-03-10', 'Ana', 100],
      ['2026-03-20', 'Ana', -100],
      ['2026-03-20', 'Ana', 160],
    ]);
    const lost = say({ at: '2026-03-25', status: 'lost' });
    expect(credited(row(), lost, amended).reduce((sum, [, , minor]) => sum + Number(minor), 0)).toBe(0);
  });

  it('adds nothing where it says the same, before the file or after it', () => {
    const same = { status: 'won', amount: '100', owner: ANA } as const;
    const once = [['2026-03-10', 'Ana', 100]];
    expect(credited(row(), say({ at: '2026-03-10', ...same, closeDate: '2026-03-10' }))).toEqual(once);
    const before = say({ at: '2026-03-08', ...same, closeDate: '2026-03-10' });
    expect(credited(row(), before)).toEqual(once);
  });

  it('comes after the file also at the very moment at which the day begins', () => {
    // Some CRMs know days only, and number their events from one; the file is before all numbers.
    const midnight = '2026-03-09T23:00:00.000Z';
    for (const version of [undefined, '1', '0001', 'a']) {
      const amended = say({ at: midnight, amount: '160', ...(version && { version }) });
      expect(fold(over(row(), amended).changes).amountMinor).toBe(160n);
    }
  });

  it('is over a file that says the deal is open, whenever that was expected to be won', () => {
    // Expected in June, won in March: were the row dated in June, it would take the win back then.
    const open = row({ status: 'open', day: '2026-06-30' });
    const won = say({ at: '2026-03-20', status: 'won', closeDate: '2026-03-20' });
    expect(credited(open, won)).toEqual([['2026-03-20', 'Ana', 100]]);
    // Expected in March and overdue, and won before that by what a webhook had said.
    const overdue = row({ status: 'open', day: '2026-03-01' });
    const early = say({ at: '2026-02-20', status: 'won', closeDate: '2026-02-20' });
    expect(credited(overdue, early)).toEqual([['2026-02-20', 'Ana', 100]]);
    expect(importedDeal(open, FROM).changes).toEqual([changeOf(open, FROM)]);
  });

  it('is over a file that was read before it happened, whatever day the file names', () => {
    const from = { ...FROM, at: '2026-03-15T12:00:00.000Z' as typeof FROM.at };
    const { occurredAt } = changeOf(row({ day: '2026-09-01' }), from);
    expect(occurredAt).toBe(from.at);
  });

  it('stays as it is where no file has the deal', () => {
    const deal = told(say({ at: '2026-03-10', status: 'won' }));
    expect(merged([deal], new Map())).toEqual([deal]);
  });
});

describe('two rows', () => {
  it('say the same whatever their lines are, and something else where any field differs', () => {
    const about = { territory: 'North', custom: { a: '1', b: '2' } };
    const one = row({ line: 2, about });
    expect(saysTheSame(one, row({ line: 9, about }))).toBe(true);
    const other = {
      day: '2026-03-11',
      amountMinor: '101',
      status: 'lost',
      stage: 'x',
      ownerRef: 'y',
    };
    for (const [name, value] of Object.entries(other)) {
      expect(saysTheSame(one, row({ about, [name]: value })), name).toBe(false);
    }
    expect(saysTheSame(one, row({ about: { territory: 'South' } }))).toBe(false);
    expect(saysTheSame(one, shopRow({ about }))).toBe(false);
    // A reference says the same whomever it names by now.
    expect(saysTheSame(one, row({ about, owner: BEN }))).toBe(true);
    const swapped = { territory: 'North', custom: { b: '2', a: '1' } };
    expect(saysTheSame(one, row({ about: swapped }))).toBe(true);
  });
});
