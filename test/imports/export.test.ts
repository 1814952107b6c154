import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exportHeader,
  exportLines,
  type FileFormat,
  standardMapping,
} from '../../functions/imports/export.ts';
import { readingOf } from '../../functions/imports/reading.ts';
import { decide } from '../../functions/imports/rows.ts';
import { noneSeen } from '../../functions/imports/seen.ts';
import type { Kind, Records } from '../../functions/imports/targets/index.ts';
import { csvOf, ndjsonOf } from './reading.ts';

const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const later = fc.option(fc.constantFrom('2101-01-01', '2102-12-31'));
const text = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...`"',;=+-@ 1x\t\n\r|{[`), minLength: 1, maxLength: 8 }),
  )
  .filter((text) => !text.includes('\0') && text !== '');
const ref = fc
  .oneof(
    text.map((text) => text.trim()),
    fc.constantFrom('=1+1', "'x", '-5', '274'),
  )
  .filter(Boolean);
const name = ref.map((text) => text.replace(/\p{Cc}/gu, '').trim()).filter(Boolean);
const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
const amountMinor = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const asked = fc.bigInt({ min: 1n, max: 10n ** 17n });
const number = fc.constantFrom('1', '0.5', '-2.000000000001', '1000000');
const word = fc.constantFrom('Seats', 'a.b-c_d', 'constructor');
/** No term is called by a name that every object has. */
const term = word.filter((name) => name !== 'constructor');
const maybe = <V>(arb: fc.Arbitrary<V>) => fc.option(arb, { nil: undefined });
const rest = { day, currency };

const records: { [K in Kind]: fc.Arbitrary<Record<string, unknown>> } = {
  people: fc.record({
    externalId: ref,
    name,
    email: fc.constant('ana.berg@example.com'),
    ownerRefs: fc.uniqueArray(ref, { maxLength: 3 }),
    startsOn: maybe(day),
    endsOn: maybe(fc.constant('2101-01-01')),
    role: maybe(name),
  }),
  lines: fc.record({
    person: ref.map((ref) => `p${ref}`),
    manager: fc.option(ref.map((ref) => `m${ref}`)),
    from: day,
    to: later,
    hierarchy: fc.constantFrom('main', 'overlay-2'),
  }),
  quotas: fc.oneof(
    fc.record({
      person: ref,
      period: fc.constant('2026-q1'),
      measure: fc.constant('bookings'),
      amountMinor: asked,
      currency,
    }),
    fc.record({ person: ref, from: day, measure: fc.constant('units'), amountMinor: asked, currency }),
  ),
  territories: fc.record({ person: ref, territory: text, from: day, to: later }),
  deals: fc.record({
    ...rest,
    recordId: text,
    amountMinor,
    status: fc.constantFrom('open', 'won', 'lost', 'deleted'),
    splits: maybe(
      fc.constant([
        { ownerRef: '=1', share: '1/3' },
        { ownerRef: 'b', share: '2/3' },
      ]),
    ),
    stage: maybe(text),
    accountRef: maybe(text),
    territoryRef: maybe(text),
    product: maybe(text),
    custom: maybe(
      fc
        .dictionary(word, fc.oneof(text, fc.boolean(), fc.constant('')), { maxKeys: 3 })
        .map((map) => ({ ...map })),
    ),
  }),
  'fx-rates': fc.record({
    day,
    from: currency,
    to: fc.constant('USD'),
    rate: fc.constantFrom('1.5491', '0.000001'),
  }),
  results: fc.record({
    person: ref,
    period: fc.constant('2026-q1'),
    name: fc.constantFrom('retention', 'mbo-launch'),
    value: fc.constantFrom('0.96', '-1', '4.7'),
    source: maybe(name),
  }),
  enrolments: fc.record({
    person: ref,
    plan: name,
    from: day,
    to: later,
    terms: maybe(fc.dictionary(term, number).map((map) => ({ ...map }))),
  }),
};

function comesBack<K extends Kind>(kind: K, records: readonly Records[K][], file: FileFormat) {
  const text = exportHeader(kind, file) + records.map((record) => exportLines(kind, [record], file)).join('');
  const csv = file.format === 'csv' ? csvOf(text, file.delimiter) : { columns: null, rows: ndjsonOf(text) };
  const reading = readingOf(standardMapping(kind, file), csv.columns, 'Europe/Berlin');
  return decide(csv.rows, reading, noneSeen).outcomes;
}

const formats: FileFormat[] = [
  { format: 'csv', delimiter: ',' },
  { format: 'csv', delimiter: ';' },
  { format: 'csv', delimiter: '\t' },
  { format: 'ndjson' },
];

describe('what goes out comes back in unchanged', () => {
  it.each(Object.keys(records) as Kind[])('for %s, in every format', (kind) => {
    fc.assert(
      fc.property(records[kind], fc.constantFrom(...formats), (record, file) => {
        const [outcome] = comesBack(kind, [record as Records[Kind]], file);
        expect(outcome).toMatchObject({ accepted: {} });
        expect(outcome && 'accepted' in outcome && outcome.accepted.record).toEqual(record);
      }),
      { numRuns: 150 },
    );
  });
});

it('writes a record as people and programs read it', () => {
  const person = {
    externalId: '274',
    name: '=Ana; Berg',
    email: 'ana@example.com',
    ownerRefs: ['005x', '274'],
  };
  expect(exportLines('people', [person], { format: 'ndjson' })).toBe(
    '{"externalId":"274","name":"=Ana; Berg","email":"ana@example.com","ownerRefs":["005x","274"]}\n',
  );
  const csv: FileFormat = { format: 'csv', delimiter: ',' };
  expect(exportHeader('people', csv) + exportLines('people', [person], csv)).toBe(
    'externalId,name,email,ownerRefs,startsOn,endsOn,role\r\n' +
      `274,"'=Ana; Berg",ana@example.com,"[""005x"",""274""]",,,\r\n`,
  );
});
