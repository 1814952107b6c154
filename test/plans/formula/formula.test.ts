/** Formulas of plans: what they pay, by sums done by hand. */
import { describe, expect, it } from 'vitest';
import { evaluate, inMajor, inMinor, namesIn } from '../../../functions/plans/formula/index.ts';
import { parsed } from '../../../functions/plans/formula/grammar.ts';
import { written } from '../../../functions/plans/formula/tree.ts';
import { fraction } from '../../../shared/kernel/rational.ts';
import { formula, outcome, shown, values } from './kit.ts';

describe('a formula of pay', () => {
  const tiered =
    'min(bookings, quota) * 0.1 + clamp(bookings - quota, money(0), quota * 0.25) * 0.15' +
    ' + max(bookings - quota * 1.25, money(0)) * 0.2';

  it.each([
    // 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 %; one rate for all would give 54,000.
    ['270000', '31500'],
    // 200,000 × 10 %: at exactly the quota nothing of the next band has begun.
    ['200000', '20000'],
    // 200,000 × 10 % + 30,000 × 15 %
    ['230000', '24500'],
    // −1,000 × 10 %: what is owed stays owed.
    ['-1000', '-100'],
  ])('pays marginal tiers on %s', (bookings, pay) => {
    expect(outcome(tiered, 'money', { bookings, quota: '200000' })).toBe(pay);
  });

  it.each([
    // 105 % and 96 %: 110 % of 20,000. Were 96 % read as below 95 %, it would be 16,000.
    ['1.05', '0.96', '22000'],
    // 105 % and 94.99 %: 80 % of 20,000
    ['1.05', '0.9499', '16000'],
    // 99.99 % and 96 %: 80 % of 20,000
    ['0.9999', '0.96', '16000'],
  ])('scales pay by two results, %s and %s', (attained, retained, pay) => {
    const given = { 'attainment.bookings': attained, 'result.retention': retained };
    const matrix = 'money(20000) * (attainment.bookings >= 1 && result.retention >= 0.95 ? 1.1 : 0.8)';
    expect(outcome(matrix, 'money', given)).toBe(pay);
  });

  it('multiplies what is earned by a linked measure', () => {
    // (3,000,000 × 2 % + 1,000,000 × 3 %) × 115 % = (60,000 + 30,000) × 1.15 = 103,500
    const given = { bookings: '3000000', quota: '1000000' };
    expect(outcome('(bookings * 0.02 + quota * 0.03) * 1.15', 'money', given)).toBe('103500');
  });

  it('adds a kicker for what a deal is', () => {
    const kicker = "bookings * (0.1 + (deal.type in ['multi-year', 'renewal'] ? 0.02 : 0))";
    // 50,000 × 12 % and 50,000 × 10 %
    expect(outcome(kicker, 'money', { bookings: '50000', 'deal.type': "'multi-year" })).toBe('6000');
    expect(outcome(kicker, 'money', { bookings: '50000', 'deal.type': "'one-off" })).toBe('5000');
  });

  it('takes attainment from two amounts, and pays from the quota on', () => {
    const gate = 'bookings / quota >= 0.5 ? bookings * term.rate : money(0)';
    const given = { quota: '200000', 'term.rate': '0.1' };
    expect(outcome(gate, 'money', { ...given, bookings: '90000' })).toBe('0');
    // 100,000 ÷ 200,000 is 50 % exactly, and that is reached.
    expect(outcome(gate, 'money', { ...given, bookings: '100000' })).toBe('10000');
    expect(outcome(gate, 'money', { ...given, bookings: '99999.99' })).toBe('0');
  });
});

describe('numbers in a formula', () => {
  it.each([
    // Floats would give 0.30000000000000004, 0.9999999999999999 and 1.
    ['0.1 + 0.2', '3/10'],
    ['1 / 3 + 1 / 3 + 1 / 3', '1'],
    ['1 / 49 * 49', '1'],
    ['0.999999999999 + 0.000000000001', '1'],
    // 2^53 + 1, where floats begin to skip.
    ['9007199254 * 1000000 + 740993 - 9007199254 * 1000000', '740993'],
    // Division does not cut off decimals, as it does for whole numbers in CEL.
    ['7 / 2', '7/2'],
    // From the left: (10 − 4) − 3 and (12 ÷ 6) ÷ 2; from the right they would be 9 and 4.
    ['10 - 4 - 3', '3'],
    ['12 / 6 / 2', '1'],
    ['2 + 3 * 4', '14'],
    ['(2 + 3) * 4', '20'],
    ['-2 * -3 - -4', '10'],
    ['1 < 2 ? 3 : 1 / 0', '3'],
    ['1 > 2 ? 3 : 1 > 2 ? 4 : 5', '5'],
  ])('%s is %s', (text, result) => {
    expect(outcome(text, 'number')).toBe(result);
  });

  it.each([
    ['round(0.125, 2)', '3/25'],
    ['round(0.135, 2)', '7/50'],
    ['round(2.5)', '2'],
    ['round(-3.5)', '-4'],
    ['round(-0.5)', '0'],
    ['floor(-1.5)', '-2'],
    ['floor(1.59, 1)', '3/2'],
    ['ceil(-1.5)', '-1'],
    ['ceil(1.01)', '2'],
    ['ceil(2)', '2'],
    ['abs(-0.25) + abs(3)', '13/4'],
    ['min(3, 1, 2) * 10 + max(3, 1, 2)', '13'],
    // Two values: nobody writes fifteen thousand as 1,5000.
    ['min(10,5000)', '10'],
    ['clamp(7, 0, 5)', '5'],
    ['clamp(-7, 0, 5)', '0'],
    ['clamp(4, 0, 5)', '4'],
  ])('%s is %s', (text, result) => {
    expect(outcome(text, 'number')).toBe(result);
  });

  it('go with money as money goes', () => {
    const given = { bookings: '100', quota: '40' };
    expect(outcome('bookings / quota', 'number', given)).toBe('5/2');
    expect(outcome('bookings / 3', 'money', given)).toBe('100/3');
    // 100 ÷ 3 = 33.333…, to the cent 33.33
    expect(outcome('round(bookings / 3, 2)', 'money', given)).toBe('3333/100');
    expect(outcome('-bookings + money(2.5) * 4', 'money', given)).toBe('-90');
  });
});

describe('yes and no in a formula', () => {
  it.each([
    ['true || false && false', 'true'],
    ['(true || false) && false', 'false'],
    ['!true == false', 'true'],
    ['1 / 3 == 2 / 6', 'true'],
    ['0.10 != 0.1', 'false'],
    ['1 <= 1 && 1 >= 1 && !(1 < 1) && !(1 > 1)', 'true'],
    ['2 in [1, 4 / 2]', 'true'],
    ['1 in []', 'false'],
    [`'it\\'s' == "it's"`, 'true'],
    ["'a' in ['A', 'b']", 'false'],
    // What is decided is not gone on with: nothing is divided by zero.
    ['false && 1 / 0 > 0', 'false'],
    ['true || 1 / 0 > 0', 'true'],
  ])('%s is %s', (text, result) => {
    expect(outcome(text, 'boolean')).toBe(result);
  });
});

describe('names of a formula', () => {
  it('are written with dots, and in brackets where they are no plain words', () => {
    const text = "attainment['new-business'] + attainment['bookings'] + attainment.bookings";
    const given = { 'attainment.new-business': '1', 'attainment.bookings': '0.5' };
    expect(outcome(text, 'number', given)).toBe('2');
  });

  it('are written back so that they are read as the same', () => {
    const names = ["custom['in']", "custom['two words']", 'custom.a_1', "custom['it\\'s']"];
    for (const name of names) expect(written(parsed(name))).toBe(name);
    expect(written(parsed(`custom["a"]['b.c-d']`))).toBe("custom.a.b['c-d']");
  });

  it('are told each once, in order', () => {
    const text = 'quota * term.rate > bookings ? quota : bookings';
    expect(namesIn(formula(text))).toEqual(['bookings', 'quota', 'term.rate']);
    expect(namesIn(formula('1', 'number'))).toEqual([]);
  });

  it('need a value only where the formula comes to them', () => {
    const gated = 'isNewLogo ? bookings * 0.1 : money(0)';
    expect(outcome(gated, 'money', { isNewLogo: false })).toBe('0');
    expect(outcome(gated, 'money', { isNewLogo: true })).toBe('formula.no-value');
  });

  it('are only those that were handed over: no object lends its own', () => {
    const names = { constructor: 'number', toString: 'text', __proto__: { hidden: 'number' } } as const;
    const open = formula("toString == 'a' ? constructor : 0", 'number', names as never);
    expect(shown(evaluate(open, {}))).toBe('formula.no-value');
    expect(shown(evaluate(open, { toString: 'a', constructor: fraction(4n) }))).toBe('4');
    expect(() => formula('hidden', 'number', names as never)).toThrow('no value called hidden');
  });
});

describe('a formula that cannot be worked out', () => {
  it.each([
    ['1 / 0', 'formula.division-by-zero'],
    ['1 / (0.1 + 0.2 - 0.3)', 'formula.division-by-zero'],
    ['clamp(1, 3, 2)', 'formula.crossed-limits'],
    // 10^11 six times over is 10^66.
    [Array(6).fill('100000000000').join(' * '), 'formula.too-large'],
    [`1 / ${Array(6).fill('100000000000').join(' / ')}`, 'formula.too-large'],
  ])('%s tells so: %s', (text, code) => {
    expect(outcome(text, 'number')).toBe(code);
  });

  it('has results of up to sixty digits, either way', () => {
    // 10^11 × 10^11 × … × 10^5 = 10^60
    const most = `${Array(5).fill('100000000000').join(' * ')} * 100000`;
    expect(outcome(most, 'number')).toBe(String(10n ** 60n));
    expect(outcome(`-(${most})`, 'number')).toBe(String(-(10n ** 60n)));
    expect(outcome(`${most} + 1`, 'number')).toBe('formula.too-large');
    // What grows and shrinks again is refused on the way.
    expect(outcome(`${most} * 2 / 2`, 'number')).toBe('formula.too-large');
  });

  it('says where in the text', () => {
    const result = evaluate(formula('bookings + bookings / (1 - 1)'), values({ bookings: '1' }));
    expect(result).toMatchObject({ fault: { at: 20, message: 'What the formula divides by is zero.' } });
  });

  it.each<[string, unknown]>([
    ['a text', '230000'],
    ['nothing', null],
    ['a float', 0.1],
    ['a fraction without a whole', { num: 1n, den: 0n }],
    ['a fraction of floats', { num: 1, den: 2 }],
    ['a list', [1n]],
  ])('refuses %s where an amount is meant, and does not throw', (_, value) => {
    const result = evaluate(formula('bookings'), { bookings: value } as never);
    expect(shown(result)).toBe('formula.wrong-value');
  });
});

describe('money of formulas', () => {
  it('is in whole units, whatever the currency has of decimals', () => {
    expect(inMajor(123456n, 'EUR')).toEqual(fraction(30864n, 25n)); // 1,234.56
    expect(inMajor(500n, 'JPY')).toEqual(fraction(500n));
    expect(inMajor(1234n, 'BHD')).toEqual(fraction(617n, 500n)); // 1.234
    expect(inMinor(fraction(1n, 3n), 'EUR')).toEqual(fraction(100n, 3n));
    expect(inMinor(inMajor(-99n, 'USD'), 'USD')).toEqual(fraction(-99n));
  });
});
