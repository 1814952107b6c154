import { expect, it } from 'vitest';
import type { Outcome } from '../../functions/imports/rows.ts';
import { entriesIn, judgeAll, judged, type Verdict } from '../../functions/imports/verdict.ts';
import { tallyOf } from '../../functions/imports/tally.ts';
import { ImportedQuota } from '../../functions/imports/targets/quota.ts';

const record = ImportedQuota.parse({ person: 'p', period: '2026-q1', amountMinor: '1250', currency: 'EUR' });
const accepted = (line: number): Outcome => ({
  line,
  accepted: { record, print: [line, 0, 0, 0], amount: { currency: 'EUR', minor: 1_250n, away: '0' } },
});
const rejected: Outcome = { line: 5, rejected: { line: 5, column: 'A', code: 'cell.empty', message: 'x' } };
const outcomes: Outcome[] = [
  accepted(2),
  { line: 3, ignored: 'row.blank' },
  accepted(4),
  rejected,
  accepted(6),
];
const columnOf = (field: string) => (field === 'person' ? 'Seller' : null);

it('asks about rows that are good by themselves, in the order of the file', () => {
  expect(entriesIn(outcomes)).toEqual([2, 4, 6].map((line) => ({ line, record })));
  const asked: number[] = [];
  const { taken, verdicts } = judgeAll(entriesIn<object>(outcomes), (_, line) => {
    asked.push(line);
    return line === 4 ? 'known' : { taken: { twice: 2 * line } };
  });
  expect(asked).toEqual([2, 4, 6]);
  expect([...verdicts]).toEqual([[4, 'known']]);
  expect(taken).toEqual([
    { line: 2, twice: 4 },
    { line: 6, twice: 12 },
  ]);
});

it('ignores what is known and rejects what is not taken, by the column that the field came from', () => {
  const verdicts = new Map<number, Verdict>([
    [4, 'known'],
    [6, { code: 'person.unknown', message: 'Nobody.', field: 'person' }],
    [3, { code: 'never', message: 'A blank row is judged by nobody.' }],
  ]);
  expect(judged(outcomes, verdicts, columnOf)).toEqual([
    outcomes[0],
    outcomes[1],
    { line: 4, ignored: 'record.known' },
    rejected,
    { line: 6, rejected: { line: 6, column: 'Seller', code: 'person.unknown', message: 'Nobody.' } },
  ]);
});

it('leaves every row accepted, ignored or rejected, and totals that are those of the accepted', () => {
  const verdicts = new Map<number, Verdict>([[4, { code: 'a.b', message: 'No.' }]]);
  // Two of three times 12.50 are booked.
  expect(tallyOf(judged(outcomes, verdicts, columnOf))).toMatchObject({
    rows: 5,
    accepted: 2,
    ignored: { 'row.blank': 1 },
    rejected: { 'cell.empty': 1, 'a.b': 1 },
    totals: { EUR: { rows: 2, minor: '2500', away: '0' } },
  });
});
