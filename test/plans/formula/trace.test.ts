/** Why a formula paid what it paid, in steps that a payee can read. */
import { describe, expect, it } from 'vitest';
import { traceOf, valueWords, type Wanted } from '../../../functions/plans/formula/index.ts';
import { formula, NAMES, values } from './kit.ts';

function steps(
  text: string,
  given: Record<string, string | boolean>,
  wants: Wanted = 'money',
  names = NAMES,
) {
  const trace = traceOf(formula(text, wants, names), values(given));
  return trace.map((step) => `${step.text} = ${valueWords(step.type, step.value, 'EUR')}`);
}

describe('a trace of a formula', () => {
  const accelerated = 'attainment.bookings >= 1 ? round(bookings * 0.05, 2) : bookings * 0.03';

  it('shows names, the condition, what was chosen and the result, as they were worked out', () => {
    // 230,000.10 × 5 % = 11,500.005, half-even 11,500.00
    expect(steps(accelerated, { 'attainment.bookings': '1.15', bookings: '230000.1' })).toEqual([
      'attainment.bookings = 1.15',
      'attainment.bookings >= 1 = yes',
      'bookings = 230,000.10 EUR',
      'round(bookings * 0.05, 2) = 11,500.00 EUR',
      `${accelerated} = 11,500.00 EUR`,
    ]);
  });

  it('is silent about what was not looked at', () => {
    // 90,000 × 3 % = 2,700; nobody needs to read of the 5 % that they have not reached.
    expect(steps(accelerated, { 'attainment.bookings': '0.9', bookings: '90000' })).toEqual([
      'attainment.bookings = 0.9',
      'attainment.bookings >= 1 = no',
      'bookings = 90,000.00 EUR',
      'bookings * 0.03 = 2,700.00 EUR',
      `${accelerated} = 2,700.00 EUR`,
    ]);
  });

  it('shows the side of an `and` that decided it', () => {
    const both = "isNewLogo && deal.type == 'new'";
    expect(steps(both, { isNewLogo: false }, 'boolean')).toEqual(['isNewLogo = no', `${both} = no`]);
    expect(steps(both, { isNewLogo: true, 'deal.type': "'old" }, 'boolean')).toEqual([
      'isNewLogo = yes',
      'deal.type = old',
      "deal.type == 'new' = no",
      `${both} = no`,
    ]);
  });

  it('tells once what stands there twice, and never what is written out', () => {
    const twice = 'min(bookings, money(500)) + max(bookings, money(100)) + (1 < 2 ? money(1) : bookings)';
    expect(steps(twice, { bookings: '200' })).toEqual([
      'bookings = 200.00 EUR',
      'min(bookings, money(500)) = 200.00 EUR',
      'max(bookings, money(100)) = 200.00 EUR',
      'min(bookings, money(500)) + max(bookings, money(100)) + (1 < 2 ? money(1) : boo… = 401.00 EUR',
    ]);
  });

  it('of a formula of numbers alone is its result', () => {
    expect(steps('1 / 3', {}, 'number')).toEqual(['1 / 3 = 0.333333']);
  });

  it('ends where there was no result, with what was known by then', () => {
    expect(steps('bookings / attainment.bookings', { bookings: '5', 'attainment.bookings': '0' })).toEqual([
      'bookings = 5.00 EUR',
      'attainment.bookings = 0',
    ]);
    expect(steps('bookings + quota', { bookings: '5' })).toEqual(['bookings = 5.00 EUR']);
  });

  it('keeps, of more than twelve steps, those nearest to the result', () => {
    const names = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, 'number' as const]));
    const given = Object.fromEntries(Object.keys(names).map((name) => [name, '1']));
    // From the left, n0 lies deepest and n19 nearest: eleven names and the sum of twenty ones.
    const sum = Object.keys(names).join(' + ');
    const nearest = Array.from({ length: 11 }, (_, n) => `n${n + 9} = 1`);
    const found = steps(sum, given, 'number', names);
    expect(found.slice(0, 11)).toEqual(nearest);
    expect(found.slice(11)).toEqual([`${sum.slice(0, 79)}… = 20`]);
  });
});
