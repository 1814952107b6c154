import { describe, expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { changeOf, type ImportedRow } from '../../functions/deals/imported.ts';
import type { Entry, Page } from '../../functions/deals/page.ts';
import { salesOf } from '../../functions/deals/sale.ts';
import { named, year2026 } from '../periods/kit.ts';
import { ANA, BEN, BERLIN, CONNECTOR, say } from './saying.ts';
import { FROM, row, shopRow } from './rows.ts';

const MARCH = named(year2026, '2026-m03');

const pageOf = (name: string, entries: readonly Entry[]): Page => ({
  period: MARCH.id,
  page: name,
  hash: name,
  entries,
});

/** March, with these rows on a page of a file and these entries on one of webhooks. */
function sales(rows: readonly ImportedRow[], entries: readonly Entry[] = []) {
  const pages = [pageOf('pag_1', entries)];
  return salesOf(MARCH, pages, [{ rows, from: FROM }]).map(({ deal: _, ...sale }) => sale);
}

/** What a page says once a webhook has spoken. */
const told = (recordId: string, version: number, credits: Entry['credits']): Entry => ({
  deal: dealIdOf(CONNECTOR, recordId),
  version,
  changes: [],
  credits,
});

describe('what was sold in a month', () => {
  it('is each part of a deal, with what it was about', () => {
    const about = { territory: 'North', product: 'Seats' };
    const splits = [
      { ownerRef: 'a', share: '0.6', person: ANA },
      { ownerRef: 'b', share: '0.4', person: BEN },
    ];
    // 60 % and 40 % of 1.00.
    expect(sales([row({ splits, about })])).toEqual([
      { part: 0, person: ANA, day: '2026-03-10', amountMinor: 60n, about },
      { part: 1, person: BEN, day: '2026-03-10', amountMinor: 40n, about },
    ]);
  });

  it('is of nobody where a deal was won and has no seller, and nothing where it was not won', () => {
    const about = { account: 'ACME' };
    const rows = [
      shopRow({ about, amountMinor: '70' }),
      shopRow({ recordId: 'D2', status: 'open' }),
      shopRow({ recordId: 'D3', status: 'lost' }),
    ];
    expect(sales(rows)).toEqual([{ part: 0, person: null, day: '2026-03-10', amountMinor: 70n, about }]);
  });

  it('is no longer what the row says once a webhook has spoken of the deal', () => {
    const about = { territory: 'North' };
    // Given to Ben by a webhook: it is his, and not the shop's beside, and about what the file said.
    const shop = shopRow({ about, amountMinor: '70' });
    const given = creditsOf(
      dealIdOf(CONNECTOR, 'D1'),
      [changeOf(shop, FROM), say({ at: '2026-03-12', status: 'won', owner: BEN })],
      BERLIN,
    );
    expect(sales([shop], [told('D1', 1, given)])).toEqual([
      { part: 0, person: BEN, day: '2026-03-12', amountMinor: 70n, about },
    ]);
    // Lost by a webhook: an empty entry, and nothing sold.
    expect(sales([shopRow(), row({ recordId: 'D2' })], [told('D1', 2, []), told('D2', 1, [])])).toEqual([]);
  });

  it('leaves out who is credited on top, and what is invoiced or collected of it', () => {
    const more = {
      overlays: [{ ownerRef: 'c', share: '1', person: BEN }],
      invoicedMinor: '100',
      collectedMinor: '40',
    };
    expect(sales([row(more)])).toMatchObject([{ part: 0, person: ANA, amountMinor: 100n }]);
  });

  it('is about nothing where nobody has said it, and only of the days of the month', () => {
    const won = say({ at: '2026-03-12', status: 'won', amount: '5', owner: ANA });
    const [credit] = creditsOf(dealIdOf(CONNECTOR, 'W1'), [won], BERLIN);
    if (!credit) throw new Error('a win is credited');
    // A window that was split keeps pages with days that are not its own any more.
    const later = { ...credit, id: 'later', day: MARCH.to };
    expect(sales([], [told('W1', 1, [credit, later])])).toEqual([
      { part: 0, person: ANA, day: '2026-03-12', amountMinor: 5n, about: {} },
    ]);
    expect(sales([shopRow({ day: '2026-04-01' })])).toEqual([]);
  });
});
