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

  it('has terms, and is the same one only with the same', () => {
    const terms = { commissionRate: '0.012', bonus: '4100' };
    const said = enrol(draft('2026-01-01', null, { terms }), []);
    expect(said.terms).toEqual(terms);
    const turned = { bonus: '4100', commissionRate: '0.012' };
    expect(enrol(draft('2026-01-01', null, { terms: turned }), [said])).toBe(said);
    const refused = ['enrolment.overlap', '/from'];
    const other = draft('2026-01-01', null, { terms: { ...terms, bonus: '4200' } });
    expect(refusalOf(() => enrol(other, [said]))).toEqual(refused);
    expect(refusalOf(() => enrol(draft('2026-01-01', null), [said]))).toEqual(refused);
    expect(endOn(said.id, '2026-07-01' as Day, [said]).terms).toEqual(terms);
  });

  it('without terms is the same whether it says so or not, and looks as it always did', () => {
    expect(enrol(draft('2026-01-01', '2026-04-01', { terms: {} }), [spring])).toBe(spring);
    expect(Object.keys(spring)).not.toContain('terms');
  });

  it.each([
    ['numbers', { rate: 0.1 }, 'terms,rate'],
    ['words', { rate: 'ten' }, 'terms,rate'],
    ['names with blanks', { 'my rate': '0.1' }, 'terms,my rate'],
    ['names that every object has', { constructor: '0.1' }, 'terms,constructor'],
    ['more than fifty', Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`t${n}`, '1'])), 'terms'],
  ])('has no terms that are %s', (_, terms, path) => {
    const { error } = EnrolmentDraft.safeParse({ person, plan, version: 1, from: '2026-01-01', terms });
    expect(error?.issues.map((issue) => issue.path.join())).toEqual([path]);
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
