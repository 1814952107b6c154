/** What currencies were worth, looked up for deals that are not in the company's, and kept with each of them. */
import type { Table } from '../../shared/table/operations.ts';
import { rateOn, yearOf } from '../rates/rates.ts';
import { ratesOf } from '../rates/store.ts';
import { countedChanges, type Deal, type DealChange } from './deal.ts';
import { type Books, worthsUsed } from './posting.ts';
import { keepWorths } from './store.ts';
import { worthName, worthsAsked } from './worth.ts';

/** Deals with the rates of all days on which they may be booked; what stayed with one stands. */
export async function withWorths(table: Table, deals: readonly Deal[], books: Books): Promise<Deal[]> {
  const { currency, zone } = books;
  const asked = deals.map((deal) => worthsAsked(countedChanges(deal), zone, currency));
  const years = Map.groupBy(asked.flat(), ({ from }) => from);
  const found = await Promise.all(
    [...years].map(([from, days]) =>
      ratesOf(
        table,
        from,
        days.map(({ on }) => yearOf(on)),
      ),
    ),
  );
  const rates = Object.assign({}, ...found);
  return deals.map((deal, n) => {
    const worths = (asked[n] ?? []).flatMap((one) => {
      const rate = rateOn(rates, one.from, currency, one.on);
      return rate === undefined ? [] : [[worthName(one), rate]];
    });
    return worths.length === 0
      ? deal
      : { ...deal, worths: { ...Object.fromEntries(worths), ...deal.worths } };
  });
}

type Judged = { readonly deal: Deal; readonly kept: readonly DealChange[] };

/** Keeps what deals are credited by, before they are; whether there was anything to keep. */
export async function pinWorths(
  table: Table,
  known: readonly Deal[],
  judged: readonly Judged[],
  books: Books,
): Promise<boolean> {
  const news = judged.flatMap(({ deal, kept }, n) => {
    if (!deal.worths) return [];
    const standing = known[n]?.worths ?? {};
    const used = Object.entries(worthsUsed(deal, kept, books));
    const worths = Object.fromEntries(used.filter(([name]) => !Object.hasOwn(standing, name)));
    return Object.keys(worths).length > 0 ? [{ deal, worths }] : [];
  });
  for (const { deal, worths } of news) await keepWorths(table, deal, worths);
  return news.length > 0;
}
