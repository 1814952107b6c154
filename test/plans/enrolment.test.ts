/** Enrolments: no person is in the same plan twice on one day. */
import { describe, expect, it } from 'vitest';
import {
  type Enrolment,
  EnrolmentDraft,
  EnrolmentId,
  endOn,
  enrol,
  partsOf,
} from '../../functions/plans/enrolment.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import type { Day } from '../../shared/kernel/time.ts';

const person = `per_${'a'.repeat(26)}`;
const plan = `pln_${'b'.repeat(26)}`;
const draft = (from: string, to: string | null, more: object = {}) =>
  EnrolmentDraft.parse({ person, plan, version: 1, from, to, ...more });
const spring: Enrolment = enrol(draft('2026-01-01', '2026-04-01'), []);

function refusalOf(attempt: () => unknown) {
  try {
    return attempt() && 'accepted';
  } catch (error) {
    return error instanceof Refusal && [error.code, error.faults[0]?.pointer];
  }
}

describe('an enrolment', () => {
  it.each([
    ['may begin on the day another ends', '2026-04-01', null, 'accepted'],
    ['may end on the day another begins', '2025-10-01', '2026-01-01', 'accepted'],
    ['may not begin the day before', '2026-03-31', null, ['enrolment.overlap', '/from']],
    ['may not lie around another', '2025-01-01', null, ['enrolment.overlap', '/from']],
    ['may not lie inside another', '2026-02-01', '2026-02-02', ['enrolment.overlap', '/from']],
    ['may not end before it begins', '2026-05-02', '2026-05-01', ['enrolment.empty', '/to']],
    ['may not be empty', '2026-05-01', '2026-05-01', ['enrolment.empty', '/to']],
  ])('%s', (_, from, to, expected) => {
    expect(refusalOf(() => enrol(draft(from, to), [spring]))).toEqual(expected);
  });

  it('may lie beside one in another plan', () => {
    const other = draft('2026-01-01', null, { plan: `pln_${'c'.repeat(26)}` });
    expect(refusalOf(() => enrol(other, [spring]))).toBe('accepted');
  });

  it('that is asked for twice is the same one; with another version it is refused', () => {
    expect(enrol(draft('2026-01-01', '2026-04-01'), [spring])).toBe(spring);
    const other = draft('2026-01-01', '2026-04-01', { version: 2 });
    expect(refusalOf(() => enrol(other, [spring]))).toEqual(['enrolment.overlap', '/from']);
  });

  it('has an id that leads back to it', () => {
    expect(EnrolmentId.parse(spring.id)).toBe(spring.id);
    expect(partsOf(spring.id)).toEqual({ person, plan, from: '2026-01-01' });
  });

  it('gets another end, but not into the next one', () => {
    const summer = enrol(draft('2026-05-01', null), [spring]);
    const all = [spring, summer];
    expect(endOn(spring.id, '2026-05-01' as Day, all).to).toBe('2026-05-01');
    expect(endOn(spring.id, '2026-04-01' as Day, all)).toBe(spring);
    expect(refusalOf(() => endOn(spring.id, null, all))).toEqual(['enrolment.overlap', '/to']);
    expect(refusalOf(() => endOn(spring.id, '2026-01-01' as Day, all))).toEqual(['enrolment.empty', '/to']);
    expect(refusalOf(() => endOn(summer.id, null, [spring]))).toEqual(['not-found', undefined]);
  });
});
