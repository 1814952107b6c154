import { describe, expect, it } from 'vitest';
import { readMapping } from '../../functions/imports/mapping.ts';
import { readingOf } from '../../functions/imports/reading.ts';
import { decide, type Outcome } from '../../functions/imports/rows.ts';
import { noneSeen } from '../../functions/imports/seen.ts';
import { csvOf, ndjsonOf } from './reading.ts';

const zone = 'Europe/Berlin';
const csv = { delimiter: ';', header: true };
const deals = {
  kind: 'deals',
  format: 'csv',
  csv,
  fields: {
    recordId: { column: 'Id' },
    day: { column: 'Won', date: 'DD.MM.YYYY' },
    amount: { column: 'Value', number: { decimal: ',', group: '.' } },
    currency: { column: 'Currency' },
    ownerRef: { column: 'Owner', empty: 'skip row' },
    status: { constant: 'won' },
    stage: { column: 'Stage', lookup: { W: 'Closed Won' }, otherwise: 'Other' },
  },
};
const header = 'Id;Won;Value;Currency;Owner;Stage\n';

function read(mapping: object, file: string): Outcome[] {
  const { columns, rows } = csvOf(file, ';');
  return decide(rows, readingOf(readMapping(mapping), columns, zone), noneSeen).outcomes;
}
const readNdjson = (mapping: object, file: string): Outcome[] =>
  decide(ndjsonOf(file), readingOf(readMapping(mapping), null, zone), noneSeen).outcomes;

const accepted = (line: number, record: object) => ({
  line,
  accepted: expect.objectContaining({ record: expect.objectContaining(record) }),
});
const rejected = (line: number, column: string | null, code: string, words = '') => ({
  line,
  rejected: { line, column, code, message: expect.stringContaining(words) },
});

describe('a row', () => {
  it('becomes the record that its mapping says', () => {
    const [outcome] = read(deals, `${header}D1; 31.03.2026;1.234,50 ;EUR;ana; W\n`);
    expect(outcome).toMatchObject({
      line: 2,
      accepted: {
        record: {
          recordId: 'D1',
          day: '2026-03-31',
          amountMinor: 123_450n,
          currency: 'EUR',
          ownerRef: 'ana',
          status: 'won',
          stage: 'Closed Won',
        },
        amount: { currency: 'EUR', minor: 123_450n, away: '0' },
      },
    });
  });

  it('is ignored with a reason where it is blank, not asked for, or empty where that skips it', () => {
    const mapping = {
      ...deals,
      where: [
        { column: 'Stage', equals: 'W' },
        { column: 'Id', filled: true },
      ],
    };
    const file = `${header}\nD1;31.03.2026;1;EUR;ana;L\n ;x;x;x;x;W\nD2;31.03.2026;1;EUR;;W\n`;
    expect(read(mapping, file)).toEqual([
      { line: 2, ignored: 'row.blank' },
      { line: 3, ignored: 'row.not-taken' },
      { line: 4, ignored: 'row.not-taken' },
      { line: 5, ignored: 'row.empty' },
    ]);
  });

  it('is rejected with its line, its column and why', () => {
    const rows = [
      ['D1;31.02.2026;1;EUR;ana;W', 'Won', 'cell.date', "'31.02.2026' is no day, DD.MM.YYYY."],
      ['D1;;1;EUR;ana;W', 'Won', 'cell.empty', 'It is empty.'],
      ['D1;31.03.2026;1.5;EUR;ana;W', 'Value', 'cell.number', 'of the form 1.234,56'],
      ['D1;31.03.2026;1,005;EUR;ana;W', 'Value', 'amount.parts', "1.005 has parts of EUR's minor unit"],
      ['D1;31.03.2026;1,5;JPY;ana;W', 'Value', 'amount.parts', 'JPY'],
      ['D1;31.03.2026;10000000000000000;EUR;ana;W', 'Value', 'amount.size', 'too large'],
      ['D1;31.03.2026;1;XXX;ana;W', 'Currency', 'currency.unknown', "'XXX' is no currency"],
      [`${'D'.repeat(201)};31.03.2026;1;EUR;ana;W`, 'Id', 'field.invalid', 'recordId: Too big'],
      ['D1;31.03.2026', null, 'csv.fields', '2 fields where the header has 6'],
    ] as const;
    const expected = rows.map(([, column, code, words], n) => rejected(n + 2, column, code, words));
    expect(read(deals, header + rows.map(([row]) => row).join('\n'))).toEqual(expected);
  });

  it('counts dinars in thousandths and yen whole', () => {
    const rows = 'D1;31.03.2026;1,005;KWD;ana;W\nD2;31.03.2026;12.345;JPY;ana;W';
    expect(read(deals, header + rows)).toEqual([
      accepted(2, { amountMinor: 1_005n }),
      accepted(3, { amountMinor: 12_345n }),
    ]);
  });

  it('of NDJSON may hold lists and maps, and numbers to their last digit', () => {
    const { csv: _, ...mapping } = {
      ...deals,
      format: 'ndjson',
      fields: {
        ...deals.fields,
        day: { column: 'Won' },
        amount: { column: 'Value' },
        ownerRef: { column: 'Owner', empty: 'null' },
        stage: { column: 'Stage', empty: 'null' },
        splits: { column: 'Splits' },
        custom: { column: 'Custom', empty: 'null' },
      },
    };
    const row = { Id: 'D1', Won: '2026-03-31', Currency: 'EUR', Splits: [{ ownerRef: 'a', share: '1' }] };
    const line = JSON.stringify({ ...row, Value: 0 }).replace('"Value":0', '"Value":90071992547409.93');
    const custom = (custom: unknown) => JSON.stringify({ ...row, Value: 1, Custom: custom });
    const halves = JSON.stringify({ ...row, Value: 1, Splits: [{ ownerRef: 'a', share: '0.5' }] });
    const lacking = JSON.stringify({ ...row, Value: 1, Splits: undefined });
    const file = [
      line,
      custom({ seats: 12, active: true }),
      custom({ 'a b': 1 }),
      halves,
      custom([1]),
      lacking,
    ];
    expect(readNdjson(mapping, file.join('\n'))).toEqual([
      accepted(1, { amountMinor: 9_007_199_254_740_993n, splits: [{ ownerRef: 'a', share: '1' }] }),
      rejected(2, null, 'duplicate.other', 'Line 1'),
      rejected(3, 'Custom', 'field.invalid', 'custom/a b'),
      rejected(4, 'Splits', 'field.invalid', 'splits: must have shares that come to one'),
      rejected(5, 'Custom', 'field.invalid', 'custom'),
      rejected(6, 'Splits', 'cell.missing', 'does not have the field'),
    ]);
  });

  it('of NDJSON has numbers in the form of JSON, whatever the form of those that are text', () => {
    const { csv: _, ...mapping } = { ...deals, format: 'ndjson' };
    const row = '"Won":"31.03.2026","Currency":"EUR","Owner":"ana","Stage":"W"';
    // The text 1.500 is read with the declared groups, fifteen hundred; the number 1.500 is one and a half.
    const file = `{"Id":1,"Value":"1.500",${row}}\n{"Id":2,"Value":1.500,${row}}\n{"Id":3,"Value":15e2,${row}}`;
    expect(readNdjson(mapping, file)).toEqual([
      accepted(1, { recordId: '1', amountMinor: 150_000n }),
      accepted(2, { recordId: '2', amountMinor: 150n }),
      rejected(3, 'Value', 'cell.number', "'15e2'"),
    ]);
  });
});

describe('a record that stands twice', () => {
  const row = (id: string, value: string) => `${id};31.03.2026;${value};EUR;ana;W\n`;

  it('is ignored where it says the same, however it is written, and rejected where it says something else', () => {
    const file = header + row('D1', '100') + row('D1', '100,00') + row('D1', '120') + row('D1', '100');
    expect(read(deals, file)).toEqual([
      accepted(2, { amountMinor: 10_000n }),
      { line: 3, ignored: 'duplicate.same' },
      rejected(4, null, 'duplicate.other', 'Line 2 says something else of the same.'),
      { line: 5, ignored: 'duplicate.same' },
    ]);
  });

  it('counts once where its first row is rejected', () => {
    expect(read(deals, header + row('D1', 'x') + row('D1', '120'))).toEqual([
      rejected(2, 'Value', 'cell.number'),
      accepted(3, { amountMinor: 12_000n }),
    ]);
  });
});

describe('what a row says beside its amount', () => {
  const fields = {
    ...deals.fields,
    cost: { column: 'Cost', number: { decimal: ',', group: '.' }, minor: 'half-even' },
    units: { column: 'Units' },
    discount: { column: 'Off', number: { decimal: ',' } },
    collected: { column: 'Paid', number: { decimal: ',' } },
    type: { column: 'Type' },
    overlays: { column: 'Helped' },
  };
  const row = (cells: string) =>
    read({ ...deals, fields }, `Id;Won;Value;Currency;Owner;Stage;Cost;Units;Off;Paid;Type;Helped\n${cells}`);
  const first = 'D1;10.03.2026;1.234,50;EUR;u-ana;W;';

  it('is read to the last digit, each amount by its own rule', () => {
    // 1.000,125 rounds half-even to 1,000.12, as its mapping says.
    const helped = '"[{""ownerRef"":""u-cem"",""share"":""1.5""}]"';
    expect(row(`${first}1.000,125;12;0,150;8000,00;renewal;${helped}\n`)).toEqual([
      accepted(2, {
        amountMinor: 123_450n,
        costMinor: 100_012n,
        units: 12n,
        discount: '0.15',
        collectedMinor: 800_000n,
        type: 'renewal',
        overlays: [{ ownerRef: 'u-cem', share: '1.5' }],
      }),
    ]);
    expect(row(`${first};;;;;\n`)).toEqual([accepted(2, { amountMinor: 123_450n, recordId: 'D1' })]);
  });

  it('A115 is rejected by its own column where it does not fit', () => {
    const outcomes = row(
      [
        `${first};;;8000,005;;`,
        `${first};1.5;;;;`,
        `${first};;1,5;;;`,
        `${first};;;;;"[{""ownerRef"":""a"",""share"":""11""}]"`,
      ]
        .map((line, n) => line.replace('D1', `D${n}`))
        .join('\n'),
    );
    expect(outcomes).toEqual([
      rejected(2, 'Paid', 'amount.parts'),
      rejected(3, 'Units', 'field.invalid', 'units'),
      rejected(4, 'Off', 'field.invalid', 'discount'),
      rejected(5, 'Helped', 'field.invalid', 'overlays/0/share'),
    ]);
  });
});
