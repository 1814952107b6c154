/** The files that AdventureWorks brings, and the mappings that say how they are read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bringing } from '../../infra/cli/bring.ts';
import type { Json } from '../../infra/cli/client.ts';

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

const CSV = { format: 'csv', csv: { delimiter: ',', header: true } };
const column = (name: string, more: Json = {}): Json => ({ column: name, ...more });
const constant = (value: string): Json => ({ constant: value });
const seller = column('BusinessEntityID');

export function* bringings(
  folder: string,
  connector: string,
  plan: string,
  times: number,
): Generator<Bringing> {
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
