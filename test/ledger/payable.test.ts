/** Payment terms of one payee in one period: windows, parts of periods, and the plan in plain words. */
import { describe, expect, it } from 'vitest';
import { payable } from '../../functions/ledger/payable.ts';
import { type PaymentTerms, paymentFaults } from '../../functions/plans/payment.ts';
import { paymentWords } from '../../functions/plans/payment-words.ts';
import { Policies } from '../../functions/plans/policies.ts';
import { refuseTerms } from '../../functions/plans/terms.ts';
import type { Span } from '../../shared/kernel/time.ts';
import { day } from '../people/kit.ts';
import { CURRENCY } from '../plans/kit.ts';
import { money, terms } from './kit.ts';

const span = (from: string, to: string | null): Span => ({
  from: day(from),
  to: to === null ? null : day(to),
});
const of = (payment: PaymentTerms, period: Span, enrolled: Span & { terms?: Record<string, string> }) =>
  payable(payment, enrolled, { period, currency: CURRENCY });

describe('a guarantee', () => {
  const two = terms({ guarantee: { amountMinor: '6666.67', during: { months: 2 } } });
  const inMonth = (payment: PaymentTerms, month: string, from: string) => {
    const next = String(Number(month.slice(5)) + 1).padStart(2, '0');
    return money(of(payment, span(`${month}-01`, `2026-${next}-01`), span(from, null)).guaranteeMinor);
  };

  it('holds for the first months of an enrolment', () => {
    expect(['2026-02', '2026-03', '2026-04'].map((month) => inMonth(two, month, '2026-02-01'))).toEqual([
      '6666.67',
      '6666.67',
      '0',
    ]);
  });

  it('is paid by days where the enrolment begins, and where its months end', () => {
    // From 16 April, 15 of 30 days: 3,333.335, half-even 3,333.34. It ends on 16 June: 15 of 30 days. Wrong:
    // 6,666.67 three times.
    expect(['2026-04', '2026-05', '2026-06'].map((month) => inMonth(two, month, '2026-04-16'))).toEqual([
      '3333.34',
      '6666.67',
      '3333.34',
    ]);
    const whole = terms({ guarantee: { amountMinor: '6666.67' }, partPeriods: 'whole' });
    expect(inMonth(whole, '2026-04', '2026-04-16')).toBe('6666.67');
  });

  it('holds from a day up to another', () => {
    const window = { from: '2026-03-01', to: '2026-04-01' };
    const one = terms({ guarantee: { amountMinor: '1000', during: window } });
    expect(['2026-02', '2026-03', '2026-04'].map((month) => inMonth(one, month, '2026-01-01'))).toEqual([
      '0',
      '1000',
      '0',
    ]);
  });
});

it('a draw is what the enrolment says, where the plan leaves it to that', () => {
  const own = terms({ draw: { kind: 'advance', amount: { term: 'draw' } } });
  const june = span('2026-06-01', '2026-07-01');
  const enrolled = { ...span('2026-06-16', null), terms: { draw: '3000.00' } };
  // 3,000 × 15/30 days = 1,500. Wrong: 3,000.
  expect(money(of(own, june, enrolled).drawMinor)).toBe('1500');
  const plan = { components: [], currency: CURRENCY, policies: Policies.parse({}), payment: own };
  expect(() => refuseTerms(plan, {})).toThrow('paid by the term draw');
  expect(() => refuseTerms(plan, { draw: '3000.001' })).toThrow('no amount of whole minor units');
  expect(() => refuseTerms(plan, { draw: '3000', drew: '1' })).toThrow('No component of the plan');
  expect(() => refuseTerms(plan, { draw: '3000' })).not.toThrow();
});

it.each([
  ['no amount', { draw: { kind: 'topUp' } }, 'payment.amount', '/draw/amountMinor'],
  [
    'two amounts',
    { guarantee: { amountMinor: '1', amount: { term: 'x' } } },
    'payment.amount',
    '/guarantee/amountMinor',
  ],
  [
    'an empty window',
    { guarantee: { amountMinor: '1', during: { from: '2026-02-01', to: '2026-02-01' } } },
    'payment.empty-window',
    '/guarantee/during/to',
  ],
  [
    'a maximum below the minimum',
    { minimumMinor: '100', maximumMinor: '99' },
    'payment.maximum-too-low',
    '/maximumMinor',
  ],
])('terms with %s are refused', (_, bad, code, pointer) => {
  expect(paymentFaults(terms(bad))).toMatchObject([{ code, pointer }]);
});

it('terms are strict, and shares are above zero and at most all', () => {
  for (const share of ['0', '1.01', '-0.1']) expect(() => terms({ holdback: { share } })).toThrow();
  expect(() => terms({ draws: {} })).toThrow();
  expect(terms({})).toEqual({ payExcessLater: true, negativePay: 'carry', partPeriods: 'byDays' });
});

it('each policy has its sentence', () => {
  const all = terms({
    guarantee: { amountMinor: '1000', during: { months: 2 } },
    draw: { kind: 'advance', amountMinor: '2000', recoverFrom: { share: '0.5' }, limitMinor: '6000' },
    maximumMinor: '15000',
    negativePay: { recoverWithin: '0.25' },
    holdback: { share: '0.1', until: { days: 90 } },
  });
  expect(paymentWords(all, CURRENCY)).toEqual([
    '10 % of what you earn by deals is held back for 90 days after the period; if a deal is taken back, what ' +
      'is held of it is not paid, and only the rest is reclaimed.',
    'You are guaranteed 1,000.00 EUR a period in your first 2 months, and owe nothing for it.',
    'You are advanced what is missing to a draw of 2,000.00 EUR a period.',
    'It is paid back from what is above the draw, at most 50 % of the pay, and never from the draw itself.',
    'Nothing is advanced beyond 6,000.00 EUR that you owe.',
    'When you leave, nothing more is advanced, and your last pay goes first to what you owe of it.',
    'You are paid at most 15,000.00 EUR in a period; what is above it is paid later.',
    'If a period ends below zero, you are paid nothing, and the rest is taken from later pay, at most 25 % of ' +
      'it at a time.',
    'For a part of a period, guarantee, draw and minimum are paid in part, by days.',
  ]);
});
