/** Files as they come, good and bad, and what has to become of each: for the journey of imports. */
import type { Json } from '../../../infra/cli/client.ts';

export type Case = {
  readonly name: string;
  readonly mapping: Json;
  readonly file: string | Uint8Array;
  readonly rows: number;
  readonly accepted: number;
  readonly ignored?: Readonly<Record<string, number>>;
  /** Line, column and code of each rejected row, by line. */
  readonly rejected?: readonly (readonly [number, string | null, string])[];
  /** What stands in the accepted rows, in minor units. */
  readonly minor?: string;
};

const fields = {
  recordId: { column: 'Order' },
  day: { column: 'Date' },
  amount: { column: 'Amount' },
  currency: { constant: 'EUR' },
  ownerRef: { column: 'Seller' },
  stage: { column: 'Note' },
  status: { constant: 'won' },
};
const csv = { delimiter: ',', header: true };
export const DEALS: Json = { kind: 'deals', format: 'csv', csv, fields };
const QUOTAS: Json = {
  kind: 'quotas',
  format: 'csv',
  csv,
  fields: {
    person: { column: 'Who' },
    from: { column: 'From' },
    to: { column: 'To' },
    amount: { column: 'Quota' },
    currency: { constant: 'EUR' },
  },
};

const HEADER = 'Order,Date,Amount,Seller,Note';
const lines = (...all: string[]) => [HEADER, ...all].join('\n');

export const CASES: readonly Case[] = [
  {
    name: 'a date in another form',
    mapping: DEALS,
    file: lines('A1,10.01.2026,1.00,u-ana,', 'A2,2026-02-30,1.00,u-ana,', 'A3,2026-01-10,1.00,u-ana,'),
    rows: 3,
    accepted: 1,
    rejected: [
      [2, 'Date', 'cell.date'],
      [3, 'Date', 'cell.date'],
    ],
    minor: '100',
  },
  {
    name: 'the same date, as the mapping says it is written, and an amount as Germans write it',
    mapping: {
      ...DEALS,
      csv: { ...csv, delimiter: ';' },
      fields: {
        ...fields,
        day: { column: 'Date', date: 'DD.MM.YYYY' },
        amount: { column: 'Amount', number: { decimal: ',', group: '.' } },
      },
    },
    file: 'Order;Date;Amount;Seller;Note\nB1;10.01.2026;1.234,50;u-ana;\nB2;10.01.2026;1.23,50;u-ana;',
    rows: 2,
    accepted: 1,
    rejected: [[3, 'Amount', 'cell.number']],
    minor: '123450',
  },
  {
    name: 'seventeen digits, and numbers that are none',
    mapping: DEALS,
    // A float makes …568 of the first. 17 digits before the point are 19 of cents, more than an amount has.
    file: lines(
      'C1,2026-01-10,123456789012345.67,,',
      'C2,2026-01-10,12345678901234567,,',
      'C3,2026-01-10,0.30000000000000004,,',
      'C4,2026-01-10,1e3,,',
      'C5,2026-01-10,Infinity,,',
      'C6,2026-01-10,,,',
    ),
    rows: 6,
    accepted: 1,
    rejected: [
      [3, 'Amount', 'amount.size'],
      [4, 'Amount', 'amount.parts'],
      [5, 'Amount', 'cell.number'],
      [6, 'Amount', 'cell.number'],
      [7, 'Amount', 'cell.empty'],
    ],
    minor: '12345678901234567',
  },
  {
    name: 'a seller whom nobody knows, and a day before all periods',
    mapping: DEALS,
    file: lines('D1,2026-01-10,1,u-nobody,', 'D2,2025-12-31,1,u-ana,', 'D3,2026-01-10,1,u-ana,'),
    rows: 3,
    accepted: 1,
    rejected: [
      [2, 'Seller', 'owner.unknown'],
      [3, 'Date', 'period.missing'],
    ],
    minor: '100',
  },
  {
    name: 'a record that stands there again, saying the same and saying something else',
    mapping: DEALS,
    file: lines(
      'E1,2026-01-10,1.00,u-ana,',
      'E1,2026-01-10,1.0,u-ana,',
      'E1,2026-01-10,2.00,u-ana,',
      'e1,2026-01-10,3.00,u-ana,',
    ),
    rows: 4,
    accepted: 2,
    ignored: { 'duplicate.same': 1 },
    rejected: [[4, null, 'duplicate.other']],
    minor: '400',
  },
  {
    name: 'a quota over the boundary of a period, beside some that are not',
    mapping: QUOTAS,
    file: [
      'Who,From,To,Quota',
      'u-ana,2026-01-01,2026-04-01,1000',
      'u-ana,2026-01-01,2026-02-01,300',
      'u-ana,2026-03-15,2026-04-15,300',
      'u-ana,2026-01-01,,300',
      'u-ana,2026-03-01,,0',
    ].join('\n'),
    rows: 5,
    accepted: 2,
    rejected: [
      [4, 'From', 'quota.no-period'],
      [5, 'From', 'quota.which-period'],
      [6, 'Quota', 'field.invalid'],
    ],
    minor: '130000',
  },
  {
    name: 'a file that is cut in the middle of a row',
    mapping: DEALS,
    file: lines('F1,2026-01-10,1.00,u-ana,', 'F2,2026-01-10,1.'),
    rows: 2,
    accepted: 1,
    rejected: [[3, null, 'csv.fields']],
    minor: '100',
  },
  {
    name: 'a file that is cut inside of quotes',
    mapping: DEALS,
    file: lines('G1,2026-01-10,1.00,u-ana,', 'G2,2026-01-10,1.00,u-ana,"half a', 'G3,2026-01-10,1.00,u-ana,'),
    rows: 2,
    accepted: 1,
    rejected: [[3, null, 'csv.cut']],
    minor: '100',
  },
  {
    name: 'a BOM, quotes, newlines and formulas',
    mapping: DEALS,
    file: `\uFEFF${lines(
      'H1,2026-01-10,1.00,u-ana,=1+1',
      'H2,2026-01-10,2.00,u-ana,"a ""b"",\r\nc"',
      '',
      "H3,2026-01-10,3.00,u-ana,'=1+1",
    )}`,
    rows: 4,
    accepted: 3,
    ignored: { 'row.blank': 1 },
    minor: '600',
  },
  {
    name: 'bytes that are no text, a quote in the middle, and a row too long',
    mapping: DEALS,
    file: Buffer.concat([
      Buffer.from(`${HEADER}\nI1,2026-01-10,1.00,u-ana,`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(
        '\nI2,2026-01-10,1.00,u-ana,a"b\nI3,2026-01-10,1.00,u-ana,a,b\nI4,2026-01-10,1.00,u-ana,\n',
      ),
    ]),
    rows: 4,
    accepted: 1,
    rejected: [
      [2, null, 'record.encoding'],
      [3, null, 'csv.quote'],
      [4, null, 'csv.fields'],
    ],
    minor: '100',
  },
  {
    name: 'lines of JSON that are none, say a name twice, or lack a field',
    mapping: { kind: 'deals', format: 'ndjson', fields },
    file: [
      '{"Order":"J1","Date":"2026-01-10","Amount":1.10,"Seller":"u-ana","Note":"=1+1"}',
      '{"Order":"J2","Date":"2026-01-10","Amount":1.10,',
      '{"Order":"J3","Order":"J4","Date":"2026-01-10","Amount":1,"Seller":"u-ana","Note":""}',
      '{"Order":"J5","Date":"2026-01-10","Amount":0.30000000000000004,"Seller":"u-ana","Note":""}',
      '["J6"]',
      '{"Order":"J7","Date":"2026-01-10","Seller":"u-ana","Note":""}',
    ].join('\n'),
    rows: 6,
    accepted: 1,
    rejected: [
      [2, null, 'json.invalid'],
      [3, null, 'json.invalid'],
      [4, 'Amount', 'amount.parts'],
      [5, null, 'json.shape'],
      [6, 'Amount', 'cell.missing'],
    ],
    minor: '110',
  },
];

/** All that fails as a whole, and why. */
export const MISFITS: readonly { name: string; mapping: Json; file: string; code: string; at?: string }[] = [
  {
    name: 'a mapping with a wrong column',
    mapping: { ...DEALS, fields: { ...fields, amount: { column: 'Sum' } } },
    file: lines('K1,2026-01-10,1.00,u-ana,'),
    code: 'mapping.invalid',
    at: '/fields/amount/column',
  },
  {
    name: 'another delimiter',
    mapping: DEALS,
    file: 'Order;Date;Amount\n',
    code: 'mapping.invalid',
    at: '/fields/recordId/column',
  },
  {
    name: 'a column that stands there twice',
    mapping: DEALS,
    file: `${HEADER},Order\n`,
    code: 'mapping.invalid',
    at: '/fields/recordId/column',
  },
  { name: 'nothing at all', mapping: DEALS, file: '', code: 'file.empty' },
  { name: 'a header without an end', mapping: DEALS, file: '"Order,Date', code: 'file.header' },
];
