/**
 * What was sold, as reports count it: a part of a won deal on the day it is credited, and what it was about.
 *
 *   O1, won for 100.00 by two      → 60.00 of Ana, 40.00 of Ben, both about O1
 *   O2, won for 70.00 in the shop  → 70.00 of nobody
 *   O1, lost later                 → −60.00 of Ana, −40.00 of Ben
 *
 * Who is credited on top sold nothing more, and what is collected was sold before.
 */
import type { DealId, PersonId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { covers, type Day } from '../../shared/kernel/time.ts';
import type { Period } from '../periods/period.ts';
import { type About, nothing } from './about.ts';
import { type Credit, isOfTheSale } from './credit.ts';
import { dealIdOf } from './deal.ts';
import { entryOf, type ImportedFrom, type ImportedPage, type ImportedRow } from './imported.ts';
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

/** Of one period: what pages say that webhooks led to, and rows of files of which no webhook has spoken. */
export function salesOf(period: Period, told: readonly Page[], imported: readonly ImportedPage[]): Sale[] {
  const latest = latestEntries(told);
  const sales: Sale[] = [];
  for (const { rows, from } of imported) {
    for (const row of rows) {
      const deal = dealIdOf(from.connector, row.recordId);
      if (!latest.has(deal)) sales.push(...soldBy(row, from, deal));
    }
  }
  for (const { credits } of latest.values()) sales.push(...credits.filter(isOfTheSale).map(saleOf));
  return sales.filter(({ day }) => covers(period, day));
}

/** The credits of a row, without their names, which take longer than all else; or what nobody sold. */
function soldBy(row: ImportedRow, from: ImportedFrom, deal: DealId): Sale[] {
  const { status, splits, owner = null, day, amountMinor, about } = row;
  if (status !== 'won') return [];
  if (splits) return entryOf(row, from).credits.filter(isOfTheSale).map(saleOf);
  return [{ deal, part: 0, person: owner, day, amountMinor, about }];
}

function saleOf({ deal, part, person, day, amountMinor, about = nothing }: Credit): Sale {
  return { deal, part, person, day, amountMinor, about };
}
