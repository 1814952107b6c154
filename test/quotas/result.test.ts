/** Recorded results: exact, versioned, and only while the period is open. */
import { expect, it } from 'vitest';
import { AskedResult, RecordedResult, recorded } from '../../functions/quotas/result.ts';
import { ana, Q1 } from './kit.ts';

const open = { person: ana, period: Q1 };
const locked = { person: ana, period: { ...Q1, status: 'locked' } };
const said = (more: object = {}) => AskedResult.parse({ name: 'retention', value: '0.96', ...more });

it('keeps the figure exactly, and leaves the same alone', () => {
  const first = recorded(said(), open, undefined);
  expect(first).toEqual({ person: ana, period: '2026-q1', name: 'retention', value: '0.96', version: 1 });
  expect(recorded(said({ value: '0.960' }), open, first)).toBe(first);
  expect(recorded(said(), locked, first)).toBe(first);
  expect(recorded(said({ value: '0.95' }), open, first)).toMatchObject({ value: '0.95', version: 2 });
  expect(recorded(said({ source: 'CRM' }), open, first)).toMatchObject({ source: 'CRM', version: 2 });
  expect(RecordedResult.parse(first)).toEqual(first);
});

it('refuses what is no figure, and a period that takes no more changes', () => {
  for (const value of ['', '96 %', '1e3', '0.', 0.96, null, '1,5', '1'.repeat(13)]) {
    expect(AskedResult.safeParse({ name: 'retention', value }).success, String(value)).toBe(false);
  }
  for (const name of ['', 'Retention', 'a#b', 'a b']) {
    expect(AskedResult.safeParse({ name, value: '1' }).success, name).toBe(false);
  }
  expect(() => recorded(said(), locked, undefined)).toThrow(
    expect.objectContaining({ because: 'conflict', code: 'period.locked' }),
  );
});
