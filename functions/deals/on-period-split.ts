/** Lambda: a window without end got one; deals with credits after that are to be posted to the next one. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { importedDeal } from './imported.ts';
import { latestEntries } from './page.ts';
import { tellAgainOfDeal } from './store.ts';
import { tellOfImported } from './store-imported.ts';
import { creditPages, importedPages } from './store-pages.ts';

export const handler = consume('period.split', async ({ tenant, at, data: { period, day } }) => {
  const table = tenantTable(tenant);
  const entries = [...latestEntries(await creditPages(table, period)).values()];
  const moved = entries.filter(({ credits }) => credits.some((credit) => credit.day >= day));
  for (const { deal, version } of moved) if (version > 0) await tellAgainOfDeal(table, deal, at);
  // Deals of files have no items of their own until something happens to them.
  const imported = new Set(moved.filter(({ version }) => version === 0).map(({ deal }) => deal));
  if (imported.size === 0) return;
  const pages = await importedPages(table, period);
  for (const deal of pages.flatMap(({ rows, from }) => rows.map((row) => importedDeal(row, from)))) {
    if (imported.has(deal.id)) await tellOfImported(table, deal, at);
  }
});
