/** Plan letters and who has accepted them. */
import { describe, expect, it } from 'vitest';
import { type Enrolment, enrol } from '../../functions/plans/enrolment.ts';
import { PlanDraft, type PlanVersion } from '../../functions/plans/plan.ts';
import { Policies } from '../../functions/plans/policies.ts';
import { accept, type Acceptance, acceptances } from '../../functions/letters/acceptance.ts';
import { letterOf } from '../../functions/letters/letter.ts';
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import type { Day, Instant } from '../../shared/kernel/time.ts';

const plan = `pln_${'0'.repeat(26)}` as PlanId;
const draft = PlanDraft.parse({
  name: 'Sellers',
  currency: 'EUR',
  period: 'quarter',
  measures: [{ id: 'bookings' }, { id: 'collected', clock: 'cash' }],
  components: [
    { id: 'flat', name: 'Commission', kind: 'flat-rate', rate: { term: 'share' } },
    { id: 'cash', name: 'On cash', kind: 'flat-rate', measure: 'collected', rate: '0.02' },
  ],
  payment: { draw: { kind: 'topUp', amountMinor: '500000' } },
});
const version: PlanVersion = { ...draft, plan, version: 1 };
const NOW = '2026-01-05T08:00:00.000Z' as Instant;

const person = (n: number) => `per_${String(n).padStart(26, '0')}` as PersonId;
const enrolled = (n: number, to: Day | null = null): Enrolment =>
  enrol({ person: person(n), plan, version: 1, from: '2026-01-01' as Day, to, terms: { share: '0.1' } }, []);
const signed = (enrolment: Enrolment): Acceptance => {
  const letter = letterOf(version, enrolment, 'Ana');
  return accept(letter, letter.fingerprint, undefined, NOW);
};

describe('a letter', () => {
  const letter = letterOf(version, enrolled(1), 'Ana');
  const under = (heading: string) => letter.sections.find((one) => one.heading === heading)?.sentences ?? [];

  it('says what is earned in the payee’s own numbers, when it is earned, paid, and how long it holds', () => {
    expect(under('What you earn').join(' ')).toContain(
      'Commission: You earn 10 % of every deal credited to you.',
    );
    expect(under('When it is earned')).toEqual([
      'A deal counts on the day it is won.',
      'What is collected of a deal counts on the day it is paid for.',
    ]);
    expect(under('When it is paid')).toContain(
      'You are paid at least a draw of 5,000.00 EUR a period, and owe nothing for it.',
    );
    expect(under('How long this holds')).toEqual([
      'It holds from 2026-01-01, and goes on until other terms take its place.',
    ]);
  });

  it('says in which currency somebody is paid, and at which rate', () => {
    const abroad = { ...enrolled(1), payCurrency: 'GBP' };
    const said = (policies: object) =>
      letterOf({ ...version, policies: Policies.parse(policies) }, abroad, 'Ana')
        .sections.flatMap(({ sentences }) => sentences)
        .filter((sentence) => sentence.includes('GBP'));
    const counted = 'It is counted in EUR and paid in GBP, at';
    expect(said({})).toEqual([`${counted} the last rate that is said of a day of the period.`]);
    expect(said({ payRate: 'monthAverage' })).toEqual([
      `${counted} the mean of the rates of its last month.`,
    ]);
    expect(said({ payRate: { rates: { GBP: '0.80' } } })).toEqual([`${counted} 0.8.`]);
  });

  it('says what is taken back, what becomes of it when somebody leaves, and when the terms end', () => {
    const said = (policies: object, to: string | null = null) =>
      letterOf({ ...version, policies: Policies.parse(policies) }, enrolled(1, to as Day | null), 'Ana')
        .sections.slice(-3)
        .map(({ heading, sentences }) => [heading, ...sentences]);
    expect(said({})).toEqual([
      [
        'What is taken back',
        'A deal that is taken back lowers what the period pays in which it is taken back.',
      ],
      ['When you leave', 'When you leave, deals count up to the end of your enrolment.'],
      ['How long this holds', 'It holds from 2026-01-01, and goes on until other terms take its place.'],
    ]);
    const clawback = { kind: 'asPaid', share: '0.5', proRata: { months: 12 }, affectsAttainment: false };
    const policies = { clawback, exit: { dealsWithinDays: 30 }, afterEnd: 'inForce' };
    const until = 'It holds from 2026-01-01 up to, not including, 2027-01-01';
    expect(said(policies, '2027-01-01').map(([, sentence]) => sentence)).toEqual([
      'Of a deal that is taken back you give back 50 % of what it was paid, for those of 12 months that are left. ' +
        'Attainment stays as it was.',
      'When you leave, deals count for 30 more days.',
      `${until}, and stays in force after that until other terms take its place or you leave.`,
    ]);
    const [taken, , ends] = said({ clawback: { kind: 'recompute' } }, '2027-01-01');
    expect(taken?.[1]).toBe(
      'For a deal that is taken back its period is worked out anew, and you give back the difference.',
    );
    expect(ends?.[1]).toBe(`${until}. What is sold from then on is not paid by it.`);
  });

  it('is another where it says anything else', () => {
    const fingerprints = [enrolled(1), enrolled(2), enrolled(1, '2027-01-01' as Day)].map(
      (one) => letterOf(version, one, 'Ana').fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(3);
    expect(fingerprints[0]).toBe(letter.fingerprint);
  });
});

describe('A82 acceptance', () => {
  it('is of nine in ten, 90 %, and names the tenth', () => {
    const ten = Array.from({ length: 10 }, (_, n) => enrolled(n));
    const known = { signed: ten.slice(0, 9).map(signed), reminders: [] };
    const found = acceptances(ten, known, () => 'Tom');
    const [tenth] = ten.slice(9);
    expect(found).toEqual({
      enrolled: 10,
      accepted: 9,
      share: '0.9000',
      open: [{ enrolment: tenth?.id, person: person(9), name: 'Tom', reminders: [] }],
    });
  });

  it('has no share of nobody', () => {
    expect(acceptances([], { signed: [], reminders: [] }, () => '')).toEqual({
      enrolled: 0,
      accepted: 0,
      open: [],
    });
  });

  it('keeps what was signed when it is signed again', () => {
    const before = signed(enrolled(1));
    const again = accept(
      before.letter,
      before.letter.fingerprint,
      before,
      '2026-02-01T00:00:00.000Z' as Instant,
    );
    expect(again).toBe(before);
  });

  it('is open again when the enrolment gets another end, and takes only the letter that is there now', () => {
    const [before, now] = [signed(enrolled(1)), enrolled(1, '2027-01-01' as Day)];
    const known = { signed: [before], reminders: [] };
    expect(acceptances([now], known, () => 'Ana').accepted).toBe(0);
    const letter = letterOf(version, now, 'Ana');
    expect(() => accept(letter, before.letter.fingerprint, before, NOW)).toThrow(
      'The letter says something else now',
    );
    expect(accept(letter, letter.fingerprint, before, NOW).letter).toEqual(letter);
  });
});
