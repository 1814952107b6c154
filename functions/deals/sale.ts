/**
 * What was sold, as reports count it: a part of a won deal on the day it is credited, and what it was about.
 *
 *   O1, won for 100.00 by two      → 60.00 of Ana, 40.00 of Ben, both about O1
 *   O2, won for 70.00 in the shop  → 70.00 of nobody
 *   O1, lost later                 → −60.00 of Ana, −40.00 of Ben
 */
import type { DealId, PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { covers, type Day } from '../../shared/kernel/time.ts';
import type { Period } from '../periods/period.ts';
import type { About } from './about.ts';
import { dealIdOf } from './deal.ts';
import type { ImportedPage } from './imported.ts';
import { latestEntries, type Page } from './page.ts';

export type { About } from './about.ts';

export type Sale = {
  readonly deal: DealId;
  readonly part: number;
  readonly person: PersonId | null;
  readonly day: Day;
  readonly amountMinor: Minor;
  readonly about: About;
};

const nothing: About = {};

/** Of one period: its pages, and those of them that hold whole deals. */
export function salesOf(period: Period, pages: readonly Page[], imported: readonly ImportedPage[]): Sale[] {
  const about = new Map<DealId, About>();
  const unowned = new Map<DealId, Sale>();
  for (const { rows, from } of imported) {
    for (const row of rows) {
      const deal = dealIdOf(from.connector, row.recordId);
      about.set(deal, row.about);
      const hasSeller = row.owner !== undefined || row.splits !== undefined;
      if (hasSeller || row.status !== 'won') continue;
      const { day, amountMinor } = row;
      unowned.set(deal, { deal, part: 0, person: null, day, amountMinor, about: row.about });
    }
  }
  const latest = latestEntries(pages);
  // Once a webhook has spoken of a deal, its row alone says nothing any more.
  const shop = [...unowned.values()].filter(({ deal }) => latest.get(deal)?.version === 0);
  const credited = [...latest.values()].flatMap(({ deal, credits }) =>
    credits.map(({ part, person, day, amountMinor }) => {
      return { deal, part, person, day, amountMinor, about: about.get(deal) ?? nothing };
    }),
  );
  return [...credited, ...shop].filter(({ day }) => covers(period, day));
}
