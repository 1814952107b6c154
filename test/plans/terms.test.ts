/** Terms of enrolments: one plan, and each payee's own numbers in it. */
import { describe, expect, it } from 'vitest';
import { Component, describe as inWords } from '../../functions/plans/components/index.ts';
import { BOOKINGS } from '../../functions/plans/measure.ts';
import { Policies } from '../../functions/plans/policies.ts';
import { personal, refuseTerms, type Terms, termSteps } from '../../functions/plans/terms.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { amounts, bonusAt, cents, credits, earn, flat, having, T } from './kit.ts';

const commission = Component.parse({
  id: 'commission',
  name: 'Commission',
  kind: 'flat-rate',
  rate: { term: 'commissionRate' },
});
const bonus = Component.parse({
  id: 'bonus',
  name: 'Bonus',
  kind: 'attainment-bonus',
  at: '1',
  amountMinor: { term: 'bonus' },
});
const policies = Policies.parse({});
const plan = { components: [commission, bonus], currency: 'EUR', policies };

/** What is paid on these terms. */
function earnOn(terms: Terms, credited: string, of = plan) {
  const own = personal(of, terms);
  if ('hold' in own) return own.hold.code;
  return amounts(earn(own.components, credits(credited), cents('300000')));
}

function refusalOf(terms: Terms | undefined, of = plan) {
  try {
    refuseTerms(of, terms);
  } catch (error) {
    if (error instanceof Refusal) return [error.code, ...error.faults.map(({ pointer }) => pointer)];
    throw error;
  }
  return 'accepted';
}

describe('a payee is paid by their own terms', () => {
  it('1.2 % of 446,985.50 is 5,363.83, and a bonus of 4,100 is in whole euros', () => {
    // 446,985.50 × 0.012 = 5,363.826 → 5,363.83. Wrong: 5,363.82 (cut), 53.64 (percent twice),
    // 536,382.60 (percent not at all); 41.00 (the bonus read as cents).
    const terms = { commissionRate: '0.012', bonus: '4100' };
    expect(earnOn(terms, '446985.50')).toEqual([cents('5363.83'), cents('4100')]);
  });

  it('another by another, in the same plan', () => {
    // 446,985.50 × 0.018 = 8,045.739 → 8,045.74; no bonus, which may be nothing: no line.
    expect(earnOn({ commissionRate: '0.018', bonus: '0' }, '446985.50')).toEqual([cents('8045.74')]);
    // A rate of nothing pays a line of nothing.
    expect(earnOn({ commissionRate: '0', bonus: '0' }, '446985.50')).toEqual([0n]);
  });

  it('by a table whose bands are multiplied by a term', () => {
    // T on 300,000, of 330,000: (300,000 × 10 % + 30,000 × 15 %) × 50 % = 34,500 × 50 % = 17,250.
    const table = { ...plan, components: [having(T, { times: { term: 'weight' } })] };
    expect(earnOn({ weight: '0.5' }, '330000', table)).toEqual([cents('17250')]);
  });

  it('is held, with the reason, who lacks a term', () => {
    expect(personal(plan, { commissionRate: '0.012' })).toEqual({
      hold: {
        code: 'term.missing',
        message: "'Bonus' is paid by the term bonus, and the enrolment does not say it.",
      },
    });
    expect(personal(plan)).toMatchObject({ hold: { code: 'term.missing' } });
  });

  it('is held who has an amount that no cents make, or a negative number', () => {
    expect(earnOn({ commissionRate: '0.012', bonus: '4100.005' }, '1')).toBe('term.no-amount');
    expect(earnOn({ commissionRate: '0.012', bonus: '4100.5' }, '1', { ...plan, currency: 'JPY' })).toBe(
      'term.no-amount',
    );
    expect(earnOn({ commissionRate: '-0.012', bonus: '4100' }, '1')).toBe('term.negative');
    expect(earnOn({ commissionRate: '0.012', bonus: '-4100' }, '1')).toBe('term.negative');
    // Zeros at the end say nothing: 4100.500 is 4,100.50.
    expect(earnOn({ commissionRate: '0', bonus: '4100.500' }, '300000')).toEqual([0n, cents('4100.50')]);
  });

  it('a plan without terms pays by the very components that it has', () => {
    const plain = { components: [T, flat('0.1'), bonusAt('1')], currency: 'EUR', policies };
    expect(personal(plain)).toEqual({ components: plain.components, policies });
  });
});

describe('an enrolment', () => {
  it.each<[string, Terms | undefined, string[] | string]>([
    ['says each term that its plan is paid by', { commissionRate: '0.012', bonus: '4100' }, 'accepted'],
    ['may not leave one out', { bonus: '4100' }, ['term.missing', '/terms']],
    ['may not leave out all', undefined, ['term.missing', '/terms', '/terms']],
    [
      'may not say another, such as a name that is spelt otherwise',
      { commissionRate: '0.012', bonus: '4100', comissionRate: '0.02' },
      ['term.unused', '/terms/comissionRate'],
    ],
    ['may not owe', { commissionRate: '-0.1', bonus: '4100' }, ['term.negative', '/terms/commissionRate']],
    ['may not split a cent', { commissionRate: '0.1', bonus: '0.001' }, ['term.no-amount', '/terms/bonus']],
  ])('%s', (_, terms, expected) => {
    expect(refusalOf(terms)).toEqual(expected);
  });

  it('in a plan without terms says none', () => {
    const plain = { components: [flat('0.1')], currency: 'EUR', policies };
    expect(refusalOf(undefined, plain)).toBe('accepted');
    expect(refusalOf({ rate: '0.1' }, plain)).toEqual(['term.unused', '/terms/rate']);
  });
});

it('terms are said in words, in the plan and under a line', () => {
  expect(inWords(commission, { currency: 'EUR', measure: BOOKINGS })).toBe(
    'You earn your own rate (commissionRate) of every deal credited to you.',
  );
  const terms = { commissionRate: '0.012', bonus: '4100' };
  expect(plan.components.flatMap((component) => termSteps(component, 'EUR', terms))).toEqual([
    { text: 'Terms of the enrolment: commissionRate 1.2 %', amountMinor: 0n },
    { text: 'Terms of the enrolment: bonus 4,100.00 EUR', amountMinor: 0n },
  ]);
});
