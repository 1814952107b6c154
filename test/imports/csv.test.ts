import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginCsv, bookmark, type Delimiter, endCsv, readCsv } from '../../functions/imports/csv.ts';
import { writeCsv } from '../../functions/imports/write-csv.ts';
import { bytesOf, csvOf } from './reading.ts';

const fields = (line: number, ...texts: string[]) => ({ line, fields: texts });
const problem = (line: number, code: string) => ({ line, problem: expect.objectContaining({ code }) });

describe('a CSV file', () => {
  it('is its columns, and records by the line on which each begins', () => {
    const file = 'a,b\r\n1,"x\r\ny"\n"say ""hi""",\r3,z';
    expect(csvOf(file)).toEqual({
      columns: ['a', 'b'],
      rows: [fields(2, '1', 'x\r\ny'), fields(4, 'say "hi"', ''), fields(5, '3', 'z')],
    });
  });

  it('may begin with a byte order mark, also before a quote; elsewhere that is text', () => {
    expect(csvOf('\uFEFF"a",b\n\uFEFFx,y\n')).toEqual({
      columns: ['a', 'b'],
      rows: [fields(2, '\uFEFFx', 'y')],
    });
  });

  it.each([';', '\t'] as const)('is cut at %j where that is declared', (delimiter) => {
    expect(csvOf(`a${delimiter}b,c\n1${delimiter}"2${delimiter}3"`, delimiter)).toEqual({
      columns: ['a', 'b,c'],
      rows: [fields(2, '1', `2${delimiter}3`)],
    });
  });

  it('counts blank lines, which are no records', () => {
    expect(csvOf('a\n\n"x"\n\r\n""\n').rows).toEqual([
      { line: 2, blank: true },
      fields(3, 'x'),
      { line: 4, blank: true },
      fields(5, ''),
    ]);
  });

  it('keeps what it can read beside what it cannot', () => {
    const file = 'a,b\n1\n2,x,y\n3,5"pipe\n4,"x"y\n5,z\n';
    const codes = [
      problem(2, 'csv.fields'),
      problem(3, 'csv.fields'),
      problem(4, 'csv.quote'),
      problem(5, 'csv.quote'),
    ];
    expect(csvOf(file).rows).toEqual([...codes, fields(6, '5', 'z')]);
  });

  it('says which lines an open quote has swallowed', () => {
    expect(csvOf('a,b\n1,x\n2,"y\n3,z\n4,z\n').rows).toEqual([
      fields(2, '1', 'x'),
      {
        line: 3,
        problem: {
          code: 'csv.cut',
          message: 'A quote that opens here is not closed before the file ends: lines 3 to 6 are not read.',
        },
      },
    ]);
  });

  it('refuses bytes that are not UTF-8 by their line, and reads on', () => {
    const bytes = Uint8Array.of(...bytesOf('a\nx\n'), 0xe9, 10, ...bytesOf('y\n'));
    expect(csvOf(bytes).rows).toEqual([fields(2, 'x'), problem(3, 'record.encoding'), fields(4, 'y')]);
  });

  it('skips a record of more than a megabyte, wherever the pieces end', () => {
    const long = 'x'.repeat(1_048_570);
    const file = `a,b\n1,"${long}\n${long}"\n2,y\n1234567,${long}\n3,${long}\n`;
    for (const sizes of [[], [700_000, 700_000, 700_000], [1_048_590, 3]]) {
      expect(csvOf(file, ',', sizes).rows).toEqual([
        problem(2, 'record.too-large'),
        fields(4, '2', 'y'),
        problem(5, 'record.too-large'),
        fields(6, '3', long),
      ]);
    }
  });

  it('carries nothing of a record that is too large already', () => {
    const { state } = readCsv(beginCsv, bytesOf(`a\n"${'x'.repeat(1_048_580)}`), ',');
    expect(state).toMatchObject({ skips: true, rest: '', at: 2, line: 2 });
    const end = endCsv(state, ',');
    expect(end.rows).toEqual([problem(2, 'csv.cut')]);
  });

  it.each([
    ['', 'file.empty'],
    ['\n\n', 'file.empty'],
    ['a,,c\n', 'file.header'],
    ['a,"b', 'file.header'],
    [`${'c,'.repeat(200)}c\n`, 'file.columns'],
  ])('is refused as a whole for the header of %j', (file, code) => {
    expect(() => csvOf(file)).toThrow(expect.objectContaining({ code }));
  });
});

describe('what is written', () => {
  it('does not run in a spreadsheet, and numbers stay numbers', () => {
    const row = ['=1+1', '+49 30 1', '-12.50', '-x', '@a', '\tx', "O'Neil", "'=1", "'tis", '-1', '', 'a;b'];
    expect(writeCsv([row], ',')).toBe(`'=1+1,'+49 30 1,-12.50,'-x,'@a,"'\tx",O'Neil,''=1,'tis,-1,,"a;b"\r\n`);
  });

  /** Letters that mean something to a reader, a writer or a spreadsheet, beside all others. */
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom('"', "'", ',', ';', '\t', '\r', '\n', '=', '-', '@', '\uFEFF', 'x', '1'),
    }),
    fc.string({ unit: 'binary' }),
  );
  const delimiter = fc.constantFrom<Delimiter[]>(',', ';', '\t');
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      columns: fc.array(
        text.filter((name) => name !== ''),
        { minLength: width, maxLength: width },
      ),
      rows: fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 6 }),
    }),
  );
  const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });

  it('reads back equal, whatever it says and wherever the pieces end', () => {
    fc.assert(
      fc.property(table, delimiter, sizes, ({ columns, rows }, delimiter, sizes) => {
        const read = csvOf(writeCsv([columns, ...rows], delimiter), delimiter, sizes);
        expect(read.columns).toEqual(columns);
        expect(read.rows.map((row) => ('fields' in row ? row.fields : row))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for any bytes, read at once, in pieces, or anew from a bookmark', () => {
    const letters = fc.constantFrom('"', ',', '\r', '\n', 'x', 'ü', "'", '\uFEFF');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 40 }), sizes, fc.nat(60), (text, sizes, stop) => {
        const bytes = bytesOf(`a,b\n${text}`);
        const whole = csvOf(bytes);
        expect(csvOf(bytes, ',', sizes)).toEqual(whole);
        const first = readCsv(beginCsv, bytes.subarray(0, stop), ',');
        const mark = bookmark(first.state);
        const second = readCsv(mark, bytes.subarray(mark.read), ',');
        const rows = [...first.rows, ...second.rows, ...endCsv(second.state, ',').rows];
        expect(rows).toEqual(whole.rows);
      }),
      { numRuns: 500 },
    );
  });
});
