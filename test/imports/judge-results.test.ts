import { expect, it } from 'vitest';
import { judgeResults } from '../../functions/imports/judge-results.ts';
import { resultRecord } from '../../functions/imports/records.ts';
import { ImportedResult } from '../../functions/imports/targets/result.ts';
import { RecordedResult } from '../../functions/quotas/result.ts';
import { ANA } from '../deals/saying.ts';
import { org, periods } from './judging.ts';

const row = (more: object = {}) =>
  ImportedResult.parse({ person: 'u-ana', period: '2026-q2', name: 'csat', value: '4.7', ...more });
const standing = RecordedResult.parse({
  person: ANA,
  period: '2026-q2',
  name: 'csat',
  value: '4.7',
  version: 3,
});
const judge = (records: ImportedResult[], results: RecordedResult[] = []) => {
  const entries = records.map((record, n) => ({ line: n + 2, record }));
  const { taken, verdicts } = judgeResults(entries, { org, periods, results });
  const codes = [...verdicts].map(([line, verdict]) => [line, verdict === 'known' ? verdict : verdict.code]);
  return { taken: taken.map(({ result }) => [result.value, result.version]), codes };
};

it('takes what is new, and knows what is so already, also of a closed month', () => {
  expect(judge([row()])).toEqual({ taken: [['4.7', 1]], codes: [] });
  expect(judge([row()], [standing])).toEqual({ taken: [], codes: [[2, 'known']] });
  expect(judge([row({ value: '4.80' })], [standing])).toEqual({ taken: [['4.8', 4]], codes: [] });
  const march = { ...standing, period: row({ period: '2026-m03' }).period };
  expect(judge([row({ period: '2026-m03' })], [march]).codes).toEqual([[2, 'known']]);
});

it('says why another row is not taken', () => {
  const rows = [
    row({ person: 'u-nobody' }),
    row({ period: '2027-q1' }),
    row({ period: '2026-m03' }),
    row(),
    row({ person: '274' }),
    row({ person: '274', value: '4.6' }),
  ];
  expect(judge(rows)).toEqual({
    taken: [['4.7', 1]],
    codes: [
      [2, 'person.unknown'],
      [3, 'period.missing'],
      [4, 'period.locked'],
      [6, 'known'],
      [7, 'duplicate.other'],
    ],
  });
});

it('goes out as it came in', () => {
  const record = ImportedResult.parse(resultRecord(org, standing));
  expect(record).toEqual(row());
  expect(judge([record], [standing]).codes).toEqual([[2, 'known']]);
});
