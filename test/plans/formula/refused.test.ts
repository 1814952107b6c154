/** Formulas that are refused when they are written: each with a code, a place and a sentence. */
import { describe, expect, it } from 'vitest';
import { faults } from './kit.ts';

const bomb = (open: string, close: string, times: number) => `${open.repeat(times)}1${close.repeat(times)}`;

describe('a formula is refused that', () => {
  it.each<[string, string, number]>([
    ['', 'unreadable', 0],
    ['   ', 'unreadable', 3],
    ['1 +', 'unreadable', 3],
    ['1 2', 'unreadable', 2],
    ['* 2', 'unreadable', 0],
    ['(1 + 2', 'unreadable', 6],
    ['1 + 2)', 'unreadable', 5],
    ['min(1, 2', 'unreadable', 8],
    ['min(1,)', 'unreadable', 6],
    ['min(1 2)', 'unreadable', 6],
    ['term.', 'unreadable', 5],
    ['term.in', 'unreadable', 5],
    ['term[0]', 'unreadable', 5],
    ["term['rate'", 'unreadable', 11],
    ['1 ? 2', 'unreadable', 5],
    ["'abc", 'unreadable', 0],
    ["'a\nb' == 'c'", 'unreadable', 0],
    [String.raw`'\u0041' == 'A'`, 'unreadable', 0],
    ['bookings = 1', 'unreadable', 9],
    ['5 %', 'unreadable', 2],
    ['2 ^ 3', 'unreadable', 2],
    ['2 ** 3', 'unreadable', 3],
    ['1 & 1', 'unreadable', 2],
    ['a => a', 'unreadable', 2],
    ['1; 2', 'unreadable', 1],
    ['`1`', 'unreadable', 0],
    ['“a” == “a”', 'unreadable', 0],
    ['1 and 2', 'unreadable', 2],
    ['[1, 2]', 'unreadable', 0],
    ['{1: 2}', 'unreadable', 0],
    ['1 in 2', 'unreadable', 5],
    ['1\u00a0+ 2', 'unreadable', 1],
    ['💰 * 2', 'unreadable', 0],
    ['1\u0000', 'unreadable', 1],
    ['1e400', 'number', 0],
    ['2 * 1e3', 'number', 4],
    ['0x1F', 'number', 0],
    ['5u', 'number', 0],
    ['1.2.3', 'number', 0],
    ['1.', 'number', 0],
    ['1_000', 'number', 0],
    ['1000000000000', 'number', 0],
    ['0.0000000000001', 'number', 0],
    // CEL would read two numbers here, and pay the smaller of 10 and 500.
    ['min(10,500)', 'number', 4],
    ['min(1, 10,000,000)', 'number', 7],
    ['NaN', 'unknown-name', 0],
    ['Infinity', 'unknown-name', 0],
    ['null', 'unknown-name', 0],
    ['undefined', 'unknown-name', 0],
    ['constructor', 'unknown-name', 0],
    ['__proto__', 'unknown-name', 0],
    ['term.constructor', 'unknown-name', 0],
    ["term['__proto__']", 'unknown-name', 0],
    ['bookings.toString', 'unknown-name', 0],
    ['bookings.num', 'unknown-name', 0],
    ['term', 'unknown-name', 0],
    ['attainment.new-business', 'unknown-name', 0],
    ['constructor(1)', 'unknown-function', 0],
    ['__proto__(1)', 'unknown-function', 0],
    ['hasOwnProperty(1)', 'unknown-function', 0],
    ['toString()', 'unknown-function', 0],
    ['bookings.toString()', 'unknown-function', 0],
    ['double(1)', 'unknown-function', 0],
    ['has(term.rate)', 'unknown-function', 0],
    ['size(1)', 'unknown-function', 0],
    ['round(1, 13)', 'places', 9],
    ['round(1, 0.5)', 'places', 9],
    ['round(1, -1)', 'places', 9],
    ['round(1, term.rate)', 'places', 9],
  ])('says %j (%s at %i)', (text, code, at) => {
    const [fault, ...others] = faults(text);
    expect(fault).toMatchObject({ code: `formula.${code}`, at });
    expect(fault?.message).toMatch(/^.{20,200}\.$/);
    if (code === 'unreadable') expect(others).toEqual([]);
  });

  it.each([
    ['deals.all(d, d > 1)', 'deals.all'],
    ['deals.exists_one(d, d > 1)', 'deals.exists_one'],
    ['deals.map(d, d * 2)', 'deals.map'],
    ['deals.filter(d, true)', 'deals.filter'],
    ['cel.bind(x, 1, x + x)', 'cel.bind'],
  ])('loops or binds: %s', (text, name) => {
    const found = faults(text).find(({ code }) => code === 'formula.unknown-function');
    expect(found?.message).toContain(`no function called ${name}`);
  });
});

describe('kinds that do not go together are refused', () => {
  it.each<[string, number, string]>([
    ['bookings + 5', 9, 'If the number is meant as an amount, write money(5).'],
    ['2 * 3 - bookings', 6, 'write money(2 * 3).'],
    ['bookings > 100', 9, 'An amount and a number cannot be compared: bookings > 100.'],
    ['bookings == 100', 9, 'An amount and a number cannot be compared'],
    ['bookings * quota', 9, 'Two amounts cannot be multiplied: bookings * quota.'],
    ['5 / bookings', 2, 'A number and an amount cannot be divided'],
    ['1 < 2 < 3', 6, "two of them are joined by '&&'."],
    ['isNewLogo + 1', 10, 'A yes or no and a number cannot be added'],
    ['isNewLogo < true', 10, 'Two yes-or-noes cannot be compared'],
    ["deal.type + 'x'", 10, 'Two texts cannot be added'],
    ["deal.type < 'x'", 10, 'Two texts cannot be compared'],
    ['deal.type == 1', 10, 'A text and a number cannot be compared'],
    ["deal.type in ['a', 1]", 10, 'A text and a number cannot be compared'],
    ['!1', 0, "'!' stands before a yes or no, and not before a number: !1."],
    ['-isNewLogo', 0, "'-' stands before an amount or a number, and not before a yes or no"],
    ['1 && true', 2, "A number and a yes or no cannot be joined by '&&'"],
    ['1 ? 2 : 3', 2, "Before '?' stands a yes or no, and not a number: 1."],
    ['isNewLogo ? 1 : bookings', 10, 'the same kind either way, and not a number or an amount'],
    ['min(1, bookings)', 0, 'min(a, b) is not called with a number, an amount: min(1, bookings).'],
    ['min(1)', 0, 'min(a, b) is not called with a number: min(1).'],
    ['min()', 0, 'min(a, b) is not called with nothing: min().'],
    ['abs(1, 2)', 0, 'abs(x) is not called with'],
    ['clamp(1, 2)', 0, 'clamp(x, lowest, highest) is not called with'],
    ['round(1, 2, 3)', 0, 'round(x) or round(x, places) is not called with'],
    ['round(1, bookings)', 0, 'round(x) or round(x, places) is not called with'],
    ['round(isNewLogo)', 0, 'round(x) or round(x, places) is not called with'],
    ['money(bookings)', 0, 'money(number) is not called with an amount: money(bookings).'],
  ])('%s (at %i)', (text, at, words) => {
    const found = faults(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'formula.mixed-kinds', at });
    expect(found[0]?.message).toContain(words);
  });

  it('and so is a result of another kind than is wanted', () => {
    const [fault] = faults('bookings', 'number');
    expect(fault).toEqual({
      code: 'formula.wrong-result',
      message: 'Here a number is wanted, and the formula gives an amount.',
      at: 0,
    });
    expect(faults('deal.type', 'boolean')[0]?.code).toBe('formula.wrong-result');
  });

  it('all at once, and what follows from a fault is no fault of its own', () => {
    const found = faults('(nope + 1) * (bookings + 2) - other(bookings)');
    expect(found.map(({ code, at }) => [code, at])).toEqual([
      ['formula.unknown-name', 1],
      ['formula.mixed-kinds', 23],
      ['formula.unknown-function', 30],
    ]);
  });
});

describe('bounds of a formula', () => {
  it.each([
    ['parentheses', bomb('(', ')', 29), bomb('(', ')', 30)],
    ['signs', bomb('-', '', 29), bomb('-', '', 30)],
    ['functions', bomb('abs(', ')', 29), bomb('abs(', ')', 30)],
    ['choices', bomb('true ? 1 : ', '', 29), bomb('true ? 1 : ', '', 30)],
  ])('it nests thirty deep: %s', (_, deepest, deeper) => {
    expect(faults(deepest)).toEqual([]);
    expect(faults(deeper)[0]?.code).toBe('formula.too-deep');
  });

  it('it has two hundred parts', () => {
    // A hundred ones and ninety-nine signs, and one minus sign more.
    const ones = Array(100).fill('1').join('+');
    expect(faults(`-${ones}`)).toEqual([]);
    expect(faults(`--${ones}`)[0]?.code).toBe('formula.too-many-parts');
    expect(faults(`min(${Array(200).fill('1').join(', ')})`)[0]?.code).toBe('formula.too-many-parts');
  });

  it('it has a thousand characters', () => {
    expect(faults('1'.padEnd(1_000))).toEqual([]);
    expect(faults('1'.padEnd(1_001))).toMatchObject([{ code: 'formula.too-long', at: 1_000 }]);
  });

  it('its numbers have twelve digits on either side of the point', () => {
    expect(faults('999999999999.999999999999')).toEqual([]);
  });

  it.each([
    ['a thousand open parentheses', '('.repeat(1_000)],
    ['a thousand quotes', "'".repeat(1_000)],
    ['backslashes', `'${'\\'.repeat(998)}`],
    ['half-open texts', `'${"\\'".repeat(499)}`],
    ['digits and points', '1.'.repeat(500)],
    ['commas between digits', '1,111'.repeat(200)],
    ['dots', `a${'.a'.repeat(499)}`],
    ['brackets', `a${"['']".repeat(249)}`],
    ['a megabyte', '1+'.repeat(500_000)],
  ])('it is refused at once: %s', (_, text) => {
    const start = performance.now();
    expect(faults(text).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
