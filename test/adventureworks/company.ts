/**
 * AdventureWorks joins: its sellers with their hierarchy, its own periods, territories, quotas, rates and
 * orders, all through the public API. Files are brought as they are; only what stands in no file by itself,
 * such as who reports to whom, is put together from several of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Brought, bring, type Bringing } from '../../infra/cli/bring.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import { createTenant } from '../../infra/cli/onboard.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import type { Addresses } from '../../infra/cli/addresses.ts';
import { Client as ApiClient } from '../../infra/cli/client.ts';

type Row = Readonly<Record<string, string | undefined>>;

/** The fixture has neither quotes nor commas inside of fields. */
export function readCsv(folder: string, name: string): Row[] {
  const [header = '', ...lines] = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(columns.map((column, n) => [column, fields[n] ?? '']));
  });
}

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

export const PLAN: Json = {
  name: 'AdventureWorks',
  currency: 'USD',
  period: 'window',
  components: [
    {
      id: 'commission',
      name: 'Commission',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
    },
    {
      id: 'bonus',
      name: 'Bonus',
      kind: 'attainment-bonus',
      goal: 'Quota',
      at: '1',
      amount: { term: 'bonus' },
    },
    shape('marginal', { mode: 'marginal' }),
    shape('retroactive', { mode: 'retroactive' }),
    {
      id: 'threshold',
      name: 'From half of quota on',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
      threshold: '0.5',
    },
    {
      id: 'capped',
      name: 'At most 5,000',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
      capMinor: '500000',
    },
  ],
};

function shape(id: string, { mode }: { mode: string }): Json {
  return {
    id,
    name: `Accelerator, ${mode}`,
    kind: 'rate-table',
    goal: 'Quota',
    mode,
    times: { term: 'commissionRate' },
    bands: [
      { from: '0', to: '1', rate: '1' },
      { from: '1', to: '1.25', rate: '1.5' },
      { from: '1.25', to: null, rate: '2' },
    ],
  };
}

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
  const tenant = await createTenant(at, company as never, operator, `onboard ${name}`);
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

const CSV = { format: 'csv', csv: { delimiter: ',', header: true } };
const column = (name: string, more: Json = {}): Json => ({ column: name, ...more });
const constant = (value: string): Json => ({ constant: value });
const seller = column('BusinessEntityID');

function* bringings(folder: string, connector: string, plan: string, times: number): Generator<Bringing> {
  const file = (name: string) => readFileSync(join(folder, `${name}.csv`));
  const people = sellersOf(folder);
  yield {
    name: 'people',
    mapping: { kind: 'people', ...CSV, fields: named('externalId', 'name', 'email', 'startsOn', 'role') },
    bytes: csvOf(people, ['externalId', 'name', 'email', 'startsOn', 'role']),
  };
  yield {
    name: 'reporting lines',
    mapping: { kind: 'lines', ...CSV, fields: named('person', 'manager', 'from') },
    bytes: csvOf(
      people.map(({ externalId, manager, startsOn }) => ({ person: externalId, manager, from: startsOn })),
      ['person', 'manager', 'from'],
    ),
  };
  yield {
    name: 'quotas',
    mapping: {
      kind: 'quotas',
      ...CSV,
      fields: {
        person: seller,
        from: column('QuotaDate'),
        amount: column('SalesQuota'),
        currency: constant('USD'),
      },
    },
    bytes: file('SalesPersonQuotaHistory'),
  };
  yield {
    name: 'territories',
    mapping: {
      kind: 'territories',
      ...CSV,
      fields: {
        person: seller,
        territory: column('TerritoryID'),
        from: column('StartDate'),
        to: column('EndDate', { inclusive: true, empty: 'null' }),
      },
    },
    bytes: file('SalesTerritoryHistory'),
  };
  yield {
    name: 'plan enrolments',
    mapping: {
      kind: 'enrolments',
      ...CSV,
      fields: {
        person: column('person'),
        plan: constant(plan),
        from: column('from'),
        'terms.commissionRate': column('commissionRate'),
        'terms.bonus': column('bonus'),
      },
    },
    bytes: csvOf(termsOf(folder, people), ['person', 'from', 'commissionRate', 'bonus']),
  };
  if (times === 1) {
    yield {
      name: 'currency rates',
      mapping: {
        kind: 'fx-rates',
        ...CSV,
        fields: {
          day: column('CurrencyRateDate'),
          from: column('FromCurrencyCode'),
          to: column('ToCurrencyCode'),
          rate: column('AverageRate'),
        },
      },
      bytes: file('CurrencyRate'),
    };
  }
  const bytes = times === 1 ? file('SalesOrderHeader') : manyOrders(folder, times);
  yield { name: 'orders of sellers', mapping: ordersBy(folder, true), connector, bytes };
  if (times === 1)
    yield { name: 'orders of the web shop', mapping: ordersBy(folder, false), connector, bytes };
}

const named = (...columns: readonly string[]): Json =>
  Object.fromEntries(
    columns.map((name) => [name, column(name, name === 'manager' ? { empty: 'null' } : {})]),
  );

function ordersBy(folder: string, bySellers: boolean): Json {
  const rates = readCsv(folder, 'CurrencyRate');
  const used = new Set(readCsv(folder, 'SalesOrderHeader').map((order) => order['CurrencyRateID']));
  const lookup = Object.fromEntries(
    rates
      .filter(({ CurrencyRateID: id }) => used.has(id))
      .map((rate) => [rate['CurrencyRateID'], rate['ToCurrencyCode']]),
  );
  return {
    kind: 'deals',
    ...CSV,
    where: [bySellers ? { column: 'SalesPersonID', filled: true } : { column: 'SalesPersonID', equals: '' }],
    fields: {
      recordId: column('SalesOrderNumber'),
      day: column('OrderDate'),
      amount: column('SubTotal', { minor: 'half-even' }),
      currency: constant('USD'),
      ...(bySellers && { ownerRef: column('SalesPersonID') }),
      status: column('Status', { lookup: { '5': 'won' }, otherwise: 'open' }),
      accountRef: column('CustomerID'),
      territoryRef: column('TerritoryID'),
      'custom.totalDue': column('TotalDue'),
      'custom.localCurrency': column('CurrencyRateID', { lookup, empty: 'null' }),
    },
  };
}

/** Each order once for every copy of its account. */
function manyOrders(folder: string, times: number): Buffer {
  const [header = '', ...lines] = readFileSync(join(folder, 'SalesOrderHeader.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = header.split(',');
  const [order, account, who] = ['SalesOrderNumber', 'CustomerID', 'SalesPersonID'].map((name) =>
    columns.indexOf(name),
  ) as [number, number, number];
  const orders = lines.map((line) => line.split(',')).filter((fields) => fields[who] !== '');
  const out = [header];
  for (let n = 0; n < times; n += 1) {
    for (const fields of orders) {
      const copy = [...fields];
      copy[order] = `${fields[order]}-${n}`;
      copy[account] = `${fields[account]}-${n}`;
      out.push(copy.join(','));
    }
  }
  return Buffer.from(`${out.join('\n')}\n`);
}

/** Everybody in the sales department: the hierarchy says who is above whom. */
export function sellersOf(folder: string): Row[] {
  const names = new Map(
    readCsv(folder, 'vSalesPerson').map((row) => [
      row['BusinessEntityID'],
      `${row['FirstName']} ${row['LastName']}`,
    ]),
  );
  const sales = readCsv(folder, 'Employee').filter((row) => row['OrganizationNode']?.startsWith('/6/'));
  const byNode = new Map(sales.map((row) => [row['OrganizationNode'], row['BusinessEntityID']]));
  return sales.map((row) => {
    const id = row['BusinessEntityID'] ?? '';
    const above = row['OrganizationNode']?.replace(/\d+\/$/, '');
    return {
      externalId: id,
      name: names.get(id) ?? row['JobTitle'] ?? '',
      email: `s${id}@adventure-works.example`,
      startsOn: row['HireDate']?.slice(0, 10) ?? '',
      role: row['JobTitle'] ?? '',
      manager: byNode.get(above) ?? '',
    };
  });
}

function termsOf(folder: string, people: readonly Row[]): Row[] {
  const from = new Map(people.map(({ externalId, startsOn }) => [externalId, startsOn]));
  return readCsv(folder, 'SalesPerson').map((row) => {
    const person = row['BusinessEntityID'] ?? '';
    const starts = from.get(person) ?? '';
    return {
      person,
      from: starts,
      commissionRate: row['CommissionPct'] ?? '',
      bonus: row['Bonus'] ?? '',
    };
  });
}

function csvOf(rows: readonly Row[], columns: readonly string[]): Buffer {
  const lines = rows.map((row) => columns.map((name) => row[name] ?? '').join(','));
  return Buffer.from(`${[columns.join(','), ...lines].join('\n')}\n`);
}
