/** Lambda: a window without end got one; deals with credits after that are to be posted to the next one. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { latestEntries } from './page.ts';
import { creditPages, tellAgainOfDeal } from './store.ts';

export const handler = consume('period.split', async ({ tenant, at, data: { period, day } }) => {
  const table = tenantTable(tenant);
  const entries = [...latestEntries(await creditPages(table, period)).values()];
  const moved = entries.filter(({ credits }) => credits.some((credit) => credit.day >= day));
  for (const { deal } of moved) await tellAgainOfDeal(table, deal, at);
});
