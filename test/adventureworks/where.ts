/** Figures by territory, coverage and currency. */
import type { Client } from '../../infra/cli/client.ts';
import { type Asking, exact, money, sales, salesBy, type SalesRow } from './asking.ts';
import type { Entry } from './compare.ts';
import { readCsv } from './files.ts';

export async function byTerritory({ api, company, folder, known }: Asking) {
  const rows = await salesBy(api, 'by=territory&sum=custom.totalDue');
  const bySeller = await salesBy(api, 'by=territory,seller');
  const part = (territory: string, seller: boolean) =>
    bySeller.find(({ key }) => key['territory'] === territory && key['seller'] === seller);
  const groups = new Map<string, { names: string[]; all: bigint; sold: bigint; orders: number }>();
  const territory: Record<string, Entry> = {};
  const listed = readCsv(folder, 'SalesTerritory');
  for (const { key, deals, amountMinor, sums } of rows) {
    const id = String(key['territory']);
    const { name = '', group = '' } = await api.get<Record<string, string>>(`/v1/territories/${id}`);
    const [sold, shop] = [part(id, true), part(id, false)];
    territory[id] = {
      group: exact(group),
      orders: exact(deals),
      sales_exact: sales(amountMinor, deals),
      sales_person_orders: exact(sold?.deals ?? 0),
      sales_person_sales_exact: sales(sold?.amountMinor ?? '0', sold?.deals ?? 0),
      online_sales_exact: sales(shop?.amountMinor ?? '0', shop?.deals ?? 0),
      order_header_total_due_exact: exact(sums['custom.totalDue'] ?? '0'),
    };
    const known = groups.get(group) ?? { names: [], all: 0n, sold: 0n, orders: 0 };
    groups.set(group, {
      names: [...known.names, name].sort(),
      all: known.all + BigInt(amountMinor),
      sold: known.sold + BigInt(sold?.amountMinor ?? 0),
      orders: known.orders + deals,
    });
  }
  const byGroup = [...groups].map(([group, { names, all, sold, orders }]): [string, Entry] => [
    group,
    {
      territories: exact(names),
      sales_exact: sales(String(all), orders),
      sales_person_sales_exact: sales(String(sold), orders),
    },
  ]);
  const years = await salesBy(api, `by=territory&calendar=${company.calendar}&each=year`);
  const byYear = years.map(({ key, deals, amountMinor }): [string, Entry] => [
    `${key['territory']}|${/\d{4}/.exec(String(key['period']))?.[0]}`,
    { orders: exact(deals), sales_exact: sales(amountMinor, deals) },
  ]);
  if (listed.length !== rows.length) throw new Error(`${rows.length} of ${listed.length} territories sell`);
  return {
    territory,
    territory_group: Object.fromEntries(byGroup),
    territory_year: Object.fromEntries(byYear),
    territory_coverage: await coverage(api, known),
  };
}

type Covered = { readonly territory: string; readonly from: string; readonly to: string | null };

async function coverage(api: Client, known: Asking['known']) {
  const rows = await salesBy(api, 'by=person,covered');
  const entries: Record<string, Entry> = {};
  for (const [person, number] of known) {
    const own = rows.filter(({ key }) => key['person'] === person);
    if (own.length === 0) continue;
    const inside = own.find(({ key }) => key['covered'] === true);
    const orders = own.reduce((sum, { deals }) => sum + deals, 0);
    const all = own.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
    const { territories: history } = await api.get<{ territories: Covered[] }>(
      `/v1/people/${person}/territories`,
    );
    entries[number] = {
      orders: exact(orders),
      orders_in_assigned_territory: exact(inside?.deals ?? 0),
      sales_exact: sales(String(all), orders),
      sales_in_assigned_territory_exact: sales(inside?.amountMinor ?? '0', inside?.deals ?? 0),
      history: exact(
        history
          .sort((a, b) => (a.from < b.from ? -1 : 1))
          .map(({ territory, from, to }) => ({ territory, start: from, end: to && dayBefore(to) })) as never,
      ),
    };
  }
  return entries;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

export async function byCurrency({ api, known }: Asking) {
  const way = 'in=custom.localCurrency';
  const entryOf = ({ deals, amountMinor, converted }: SalesRow): Entry => ({
    orders: exact(deals),
    subtotal_exact: sales(amountMinor, deals),
    converted_exact: { is: 'sales', value: Number(converted?.exact), orders: deals },
    converted_sum_of_2dp: { is: 'sales', value: money(converted?.minor), orders: deals },
  });
  const all = await salesBy(api, `by=custom.localCurrency&${way}`);
  const people = await salesBy(api, `by=person,custom.localCurrency&${way}`);
  const named = (rows: readonly SalesRow[], nameOf: (key: SalesRow['key']) => string) =>
    rows
      .filter(({ key }) => key['custom.localCurrency'] !== null && key['person'] !== null)
      .map((row): [string, Entry] => [nameOf(row.key), entryOf(row)]);
  return {
    currency: Object.fromEntries(named(all, (key) => String(key['custom.localCurrency']))),
    person_currency: Object.fromEntries(
      named(people, (key) => `${known.get(String(key['person']))}|${key['custom.localCurrency']}`),
    ),
  };
}
