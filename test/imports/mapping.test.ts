import { describe, expect, it } from 'vitest';
import { readMapping, readMappingText } from '../../functions/imports/mapping.ts';
import { readingOf } from '../../functions/imports/reading.ts';
import { bytesOf } from './reading.ts';

const fields = {
  recordId: { column: 'SalesOrderNumber' },
  day: { column: 'OrderDate', date: 'YYYY-MM-DD' },
  amount: { column: 'SubTotal', number: { decimal: '.' }, minor: 'half-even' },
  currency: { constant: 'USD' },
  ownerRef: { column: 'SalesPersonID' },
  status: { column: 'Status', lookup: { 5: 'won' }, otherwise: 'open' },
};
const document = {
  kind: 'deals',
  format: 'csv',
  csv: { delimiter: ',', header: true },
  where: [{ column: 'SalesPersonID', filled: true }],
  fields,
};
const columns = ['SalesOrderNumber', 'OrderDate', 'SubTotal', 'SalesPersonID', 'Status', 'TaxAmt'];

const refused = (...faults: [pointer: string, words: string][]) =>
  expect.objectContaining({
    because: 'rule',
    code: 'mapping.invalid',
    faults: faults.map(([pointer, words]) => ({ pointer, message: expect.stringContaining(words) })),
  });

describe('a mapping', () => {
  it('is read as it is written, and fits a file that has its columns', () => {
    const mapping = readMapping(document);
    expect(readMappingText(bytesOf(JSON.stringify(document)))).toEqual(mapping);
    expect(() => readingOf(mapping, columns, 'Europe/Berlin')).not.toThrow();
  });

  it.each([
    [
      'a field that there is not',
      { color: { column: 'c' } },
      '/fields/color',
      'deals have no color: recordId, day',
    ],
    [
      'a rule that there is not',
      { stage: { column: 'c', upper: true } },
      '/fields/stage/upper',
      'no such entry',
    ],
    [
      'a form of dates that there is not',
      { day: { column: 'c', date: 'MM-YY' } },
      '/fields/day/date',
      'Invalid',
    ],
    [
      'a number rule on a date',
      { day: { column: 'c', number: { decimal: ',' } } },
      '/fields/day/number',
      "'day'",
    ],
    [
      'a date rule on text',
      { stage: { column: 'c', date: 'YYYYMMDD' } },
      '/fields/stage/date',
      "kind 'text'",
    ],
    [
      'parts of a minor unit of text',
      { stage: { column: 'c', minor: 'reject' } },
      '/fields/stage/minor',
      'apply',
    ],
    [
      'neither column nor constant',
      { stage: {} },
      '/fields/stage',
      'either from a column or from a constant',
    ],
    ['column and constant', { stage: { column: 'c', constant: 'x' } }, '/fields/stage', 'either'],
    [
      'a rule beside a constant',
      { stage: { constant: 'x', empty: 'null' } },
      '/fields/stage/empty',
      'no meaning',
    ],
    [
      'a fallback without lookup',
      { stage: { column: 'c', otherwise: 'x' } },
      '/fields/stage/otherwise',
      'lookup',
    ],
    [
      'null for a required field',
      { day: { column: 'c', empty: 'null' } },
      '/fields/day/empty',
      'may not be empty',
    ],
    ['a constant that is no day', { day: { constant: '1.3.2026' } }, '/fields/day/constant', 'YYYY-MM-DD'],
    [
      'a constant that is no currency',
      { currency: { constant: 'XXX' } },
      '/fields/currency/constant',
      'ISO 4217',
    ],
    ['a constant that is no number', { amount: { constant: '1,5' } }, '/fields/amount/constant', '1234.56'],
    ['a constant that is no JSON', { custom: { constant: '{' } }, '/fields/custom/constant', 'JSON'],
    [
      'a lookup to what is no status',
      { status: { column: 'c', lookup: { 'a/b': 'wonn' } } },
      '/fields/status/lookup/a~1b',
      'Invalid',
    ],
    [
      'a fallback that is no status',
      { status: { column: 'c', lookup: {}, otherwise: 'x' } },
      '/fields/status/otherwise',
      'Invalid',
    ],
    [
      'a form beside a lookup',
      { day: { column: 'c', lookup: {}, date: 'YYYYMMDD' } },
      '/fields/day/date',
      'A lookup gives the value itself',
    ],
  ])('with %s is refused', (_, changed, pointer, words) => {
    const draft = { ...document, fields: { ...fields, ...changed } };
    expect(() => readMapping(draft)).toThrow(refused([pointer, words]));
  });

  it('says all that is missing at once', () => {
    const { recordId, amount, ...left } = fields;
    expect(() => readMapping({ ...document, fields: left })).toThrow(
      refused(
        ['/fields/recordId', "cannot be without 'recordId'."],
        ['/fields/amount', "cannot be without 'amount'."],
      ),
    );
  });

  it('has a condition of one kind, and CSV settings where it is CSV', () => {
    const both = { column: 'c', filled: true, equals: '' };
    expect(() => readMapping({ ...document, where: [both] })).toThrow(refused(['/where/0', 'either']));
    expect(() => readMapping({ ...document, format: 'ndjson' })).toThrow(refused(['/csv', 'format csv']));
    expect(() => readMapping({ ...document, csv: undefined })).toThrow(refused(['/csv', 'format csv']));
    expect(() => readMapping({ ...document, kind: 'cars' })).toThrow(refused(['/kind', 'Invalid']));
  });

  it('is refused for a key that stands twice in a lookup, which only its text shows', () => {
    const text = JSON.stringify(document).replace('{"5":"won"}', '{"5":"won","6":"lost","5":"lost"}');
    expect(() => readMappingText(bytesOf(text))).toThrow(
      refused(['/fields/status/lookup/5', 'stands twice']),
    );
    expect(() => readMappingText(bytesOf('{'))).toThrow(refused(['', 'not JSON']));
  });

  it('is refused for columns that a file does not have, or has twice', () => {
    const mapping = readMapping(document);
    const others = ['SalesOrderNumber', 'SalesOrderNumber', 'OrderDate', 'SubTotal', 'Status'];
    expect(() => readingOf(mapping, others, 'Europe/Berlin')).toThrow(
      refused(
        ['/where/0/column', "has no column 'SalesPersonID': its columns are SalesOrderNumber,"],
        ['/fields/recordId/column', "has 2 columns 'SalesOrderNumber'"],
        ['/fields/ownerRef/column', "has no column 'SalesPersonID'"],
      ),
    );
  });

  it('takes nothing from the prototype of a lookup or of the fields', () => {
    const named = JSON.parse('{"__proto__":{"column":"c"},"constructor":{"column":"c"}}') as object;
    const draft = { ...document, fields: { ...fields, ...named } };
    expect(() => readMapping(draft)).toThrow(refused(['/fields/constructor', 'deals have no constructor']));
  });
});
