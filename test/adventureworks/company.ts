/**
 * AdventureWorks joins: its sellers with their hierarchy, its own periods, territories, quotas, rates and
 * orders, all through the public API. Files are brought as they are; only what stands in no file by itself,
 * such as who reports to whom, is put together from several of them.
 */
import { type Brought, bring } from '../../infra/cli/bring.ts';
import type { Client } from '../../infra/cli/client.ts';
import { createTenant } from '../../infra/cli/onboard.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import type { Addresses } from '../../infra/cli/addresses.ts';
import { bringings, readCsv } from './files.ts';
import { PLAN } from './plan.ts';
import { Client as ApiClient } from '../../infra/cli/client.ts';

/** The windows between the days on which quotas were set; the last of them ended on 1 June 2014. */
export const WINDOWS = [
  '2011-05-31',
  '2011-08-31',
  '2011-12-01',
  '2012-02-29',
  '2012-05-30',
  '2012-08-30',
  '2012-11-30',
  '2013-02-28',
  '2013-05-30',
  '2013-08-30',
  '2013-11-30',
  '2014-03-01',
];
export const LAST_ENDS = '2014-06-01';

export type Company = {
  readonly tenant: string;
  api(): Promise<Client>;
  readonly imports: readonly Brought[];
  /** Calendars for reports. */
  readonly fiscal: string;
  readonly calendar: string;
};

type Making = {
  readonly at: Addresses;
  readonly folder: string;
  readonly name: string;
  readonly say: (line: string) => void;
  /** How many orders each order becomes. */
  readonly times: number;
};

const ADMIN = { name: 'Ken Sánchez', email: 'ken@adventure-works.example' };

export async function makeCompany(making: Making): Promise<Company> {
  const { at, folder, name, say, times } = making;
  const { token: operator = '' } = await onLaptop(at, 'operator@attain.example', { groups: ['operators'] });
  const company = {
    name,
    currency: 'USD',
    timeZone: 'America/Los_Angeles',
    calendar: { kind: 'boundaries', days: [...WINDOWS, LAST_ENDS], end: null },
    historyFrom: WINDOWS[0],
    closeAfterDays: 3,
    cell: 'pool',
    admin: ADMIN,
  };
  const tenant = await createTenant(at, company, operator, `onboard ${name}`);
  const api = async () => new ApiClient(at.api, (await onLaptop(at, ADMIN.email, { tenant })).token);
  say(`${name} has joined as ${tenant}`);
  const client = await api();
  const [fiscal, calendar] = [
    await addCalendar(client, 'Fiscal', 7),
    await addCalendar(client, 'Calendar', 1),
  ];
  await addTerritories(client, folder);
  const { plan } = await client.post<{ plan: string }>('/v1/plans', PLAN, { key: 'plan' });
  const connector = await client.post<{ id: string }>(
    '/v1/connectors',
    { name: 'AdventureWorks ERP', provider: 'standard' },
    { key: 'erp' },
  );
  const imports: Brought[] = [];
  for (const bringing of bringings(folder, connector.id, plan, times)) {
    const began = performance.now();
    const brought = await bring(await api(), bringing);
    imports.push(brought);
    say(
      `${bringing.name.padEnd(24)} ${summary(brought)}  ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    if (brought.status !== 'done') throw new Error(`${bringing.name}: ${JSON.stringify(brought.failure)}`);
  }
  return { tenant, api, imports, fiscal, calendar };
}

export function summary({ status, tally }: Brought): string {
  const { rows, accepted, ignoredRows, rejectedRows } = tally;
  const sums = Object.entries(tally.totals).map(([currency, { minor, away }]) => {
    return `  ${currency} ${(Number(minor) / 100).toFixed(2)} (${away} rounded away)`;
  });
  const counts = `${rows} = ${accepted} accepted + ${ignoredRows} ignored + ${rejectedRows} rejected`;
  return `${status}: ${counts}${sums.join()}`;
}

async function addCalendar(api: Client, name: string, startsIn: number): Promise<string> {
  const body = { name, shape: { kind: 'months', startsIn } };
  const { id } = await api.post<{ id: string }>('/v1/calendars', body, { key: name });
  return id;
}

async function addTerritories(api: Client, folder: string): Promise<void> {
  for (const { TerritoryID: id, Name: name, Group: group } of readCsv(folder, 'SalesTerritory')) {
    await api.put(`/v1/territories/${id}`, { name, group });
  }
}
