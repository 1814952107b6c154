import { describe, expect, it } from 'vitest';
import { standardMapping } from '../../functions/imports/export.ts';
import { type Kind, keyOf, kinds, targets } from '../../functions/imports/targets/index.ts';

const samples: Record<Kind, Record<string, unknown>> = {
  people: { externalId: '274', name: 'Ana Berg', email: 'Ana@Example.com' },
  lines: { person: '275', manager: '274', from: '2026-01-01' },
  quotas: { person: '275', period: '2026-q1', amountMinor: '2800000', currency: 'USD' },
  territories: { person: '275', territory: 'Northwest', from: '2026-01-01' },
  deals: { recordId: 'SO1', day: '2026-03-31', amountMinor: '-1', currency: 'USD', status: 'won' },
  'fx-rates': { day: '2026-03-31', from: 'USD', to: 'AUD', rate: '1.5500' },
  enrolments: { person: '275', plan: 'Account executives', from: '2026-01-01' },
  results: { person: '275', period: '2026-q1', name: 'retention', value: '0.96' },
};
const parse = (kind: Kind, changed: object = {}) =>
  targets[kind].record.safeParse({ ...samples[kind], ...changed });

it('reads all kinds, fills in what they may leave out, and knows no other fields', () => {
  expect(parse('people').data).toMatchObject({ email: 'ana@example.com', ownerRefs: [] });
  expect(parse('lines').data).toMatchObject({ to: null, hierarchy: 'main' });
  expect(parse('lines', { manager: null }).data).toMatchObject({ manager: null });
  expect(parse('quotas').data).toMatchObject({ measure: 'bookings', amountMinor: 2_800_000n });
  expect(parse('fx-rates').data).toMatchObject({ rate: '1.55' });
  for (const kind of kinds) {
    expect(parse(kind, { color: 'red' }).success, kind).toBe(false);
    expect(standardMapping(kind, { format: 'ndjson' }).kind).toBe(kind);
  }
});

it('names a record by what makes it one, and never one kind like another', () => {
  const keys = kinds.map((kind) => keyOf(kind, parse(kind).data as never));
  expect(keys).toEqual([
    ['people', '274'],
    ['lines', 'main', '275', '2026-01-01'],
    ['quotas', '275', '2026-q1', '', '', 'bookings'],
    ['territories', '275', 'Northwest', '2026-01-01'],
    ['deals', 'SO1'],
    ['fx-rates', '2026-03-31', 'USD', 'AUD'],
    ['enrolments', '275', 'Account executives', '2026-01-01'],
    ['results', '275', '2026-q1', 'retention'],
  ]);
});

it('takes a quota of a month for another than that of the quarter which begins with it', () => {
  const until = (to: string) =>
    keyOf('quotas', parse('quotas', { period: undefined, from: '2026-01-01', to }).data as never);
  expect(until('2026-02-01')).not.toEqual(until('2026-04-01'));
});

describe('a record is refused', () => {
  it.each<[string, Kind, object, string]>([
    [
      'a person who leaves before they start',
      'people',
      { startsOn: '2026-02-01', endsOn: '2026-02-01' },
      'endsOn',
    ],
    ['a person with one reference twice', 'people', { ownerRefs: ['a', 'a'] }, 'ownerRefs'],
    ['a person whose id is no text', 'people', { externalId: '\ud800' }, 'externalId'],
    ['a person with a reference that is no text', 'people', { ownerRefs: ['\ud800'] }, 'ownerRefs'],
    ['a person without an address', 'people', { email: 'ana' }, 'email'],
    ['a person who reports to themselves', 'lines', { manager: '275' }, 'manager'],
    ['a line that ends on its first day', 'lines', { to: '2026-01-01' }, 'to'],
    ['a quota of nothing', 'quotas', { amountMinor: '0' }, 'amountMinor'],
    ['a quota for a period and for days', 'quotas', { from: '2026-01-01' }, 'period'],
    ['a quota for neither', 'quotas', { period: undefined }, 'period'],
    ['a quota for a period with an end', 'quotas', { to: '2026-04-01' }, 'from'],
    [
      'a deal with an owner and a split',
      'deals',
      { ownerRef: 'a', splits: [{ ownerRef: 'a', share: '1' }] },
      'splits',
    ],
    [
      'a deal with shares that are not whole',
      'deals',
      { splits: [{ ownerRef: 'a', share: '0.99' }] },
      'splits',
    ],
    ['a deal with a name for what is its own', 'deals', { custom: { 'a b': '1' } }, 'custom'],
    ['a deal with custom fields without end', 'deals', { custom: manyFields(51) }, 'custom'],
    ['a result without a figure', 'results', { value: '96 %' }, 'value'],
    ['a rate that is no number', 'fx-rates', { rate: 'abc' }, 'rate'],
    ['a rate of nothing', 'fx-rates', { rate: '0.00' }, 'rate'],
    ['a rate below nothing', 'fx-rates', { rate: '-1' }, 'rate'],
    ['a currency that is not worth itself', 'fx-rates', { to: 'USD' }, 'rate'],
    ['a rate of more than twelve decimals', 'fx-rates', { rate: '0.1234567890123' }, 'rate'],
    ['terms that are no numbers', 'enrolments', { terms: { accelerator: 'two' } }, 'terms'],
    ['terms without end', 'enrolments', { terms: manyFields(51) }, 'terms'],
  ])('%s', (_, kind, changed, field) => {
    expect(parse(kind, changed).error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});

function manyFields(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, '1']));
}
