import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDealEvent, recordOf } from '../../functions/crm/normal-form.ts';

const FIELDS = { type: 'deal', recordId: 'D1', event: 'deal.won', occurredAt: '2026-03-10T10:00:00+01:00' };
const EUR = { currency: 'EUR' };

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (fields: object, settings = EUR) =>
  readDealEvent(bytes(JSON.stringify({ ...FIELDS, ...fields })), settings);
/** As a CRM writes it, which JSON.stringify would not. */
const withAmount = (amount: string, settings = EUR) =>
  readDealEvent(bytes(JSON.stringify(FIELDS).replace('}', `,"amount":${amount}}`)), settings);
const amountOf = (amount: string, settings = EUR) => {
  const reading = withAmount(amount, settings);
  return 'event' in reading ? reading.event.amountMinor : reading.unusable.code;
};
const codeOf = (reading: ReturnType<typeof read>) =>
  'unusable' in reading ? reading.unusable.code : 'usable';

describe('a deal event in normal form', () => {
  it('has its moment in UTC and leaves out what was not said', () => {
    expect(read({})).toEqual({
      event: { recordId: 'D1', event: 'deal.won', occurredAt: '2026-03-10T09:00:00.000Z' },
    });
  });

  it('tells cleared from not said', () => {
    const cleared = { amount: null, stage: null, closeDate: null, ownerRef: null, splits: null };
    expect(read(cleared)).toMatchObject({
      event: { amountMinor: null, stage: null, closeDate: null, ownerRef: null, splits: null },
    });
  });

  it('takes ids that are numbers by their digits', () => {
    const text = JSON.stringify(FIELDS).replace('"D1"', '9007199254740993');
    expect(readDealEvent(bytes(text), EUR)).toMatchObject({ event: { recordId: '9007199254740993' } });
    expect(recordOf(bytes(text))).toBe('9007199254740993');
  });

  it('takes a byte order mark for what it is', () => {
    const text = `\uFEFF${JSON.stringify(FIELDS)}`;
    expect(codeOf(readDealEvent(bytes(text), EUR))).toBe('usable');
  });
});

describe('an amount', () => {
  it.each([
    ['"1250.00"', 125_000n],
    ['1250.5', 125_050n],
    ['1250', 125_000n],
    ['"1250.500000"', 125_050n],
    ['-12.34', -1_234n],
    ['-0', 0n],
    ['90071992547409.93', 9_007_199_254_740_993n],
    ['999999999999999.99', 99_999_999_999_999_999n],
  ])('%s of euros is exactly %s cents', (text, minor) => {
    expect(amountOf(text)).toBe(minor);
  });

  it.each([
    '0.30000000000000004',
    '1e400',
    '1e3',
    '12.345',
    '9999999999999999.99',
    '"1,000.00"',
    '"١٢٣"',
    '"NaN"',
    '"Infinity"',
    '""',
    '" 12"',
    '"0x10"',
    'true',
    '{"value":12}',
    '[12]',
  ])('A115 %s of euros is invalid, and never rounded', (text) => {
    expect(amountOf(text)).toBe('amount.invalid');
  });

  it('has as many decimals as its currency', () => {
    expect(amountOf('1250', { currency: 'JPY' })).toBe(1_250n);
    expect(amountOf('1250.5', { currency: 'JPY' })).toBe('amount.invalid');
    expect(amountOf('1.005', { currency: 'KWD' })).toBe(1_005n);
  });

  it('of a million digits is refused at once', () => {
    const began = performance.now();
    expect(amountOf(`"1.${'0'.repeat(900_000)}1"`)).toBe('amount.invalid');
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('is read in the currency that it names, else in the company’s; one that there is not is unknown', () => {
    const amountIn = (currency?: string) => {
      const reading = read({ amount: '1250', ...(currency && { currency }) });
      return 'event' in reading ? reading.event.amountMinor : reading.unusable.code;
    };
    expect([amountIn('JPY'), amountIn('KWD'), amountIn()]).toEqual([1_250n, 1_250_000n, 125_000n]);
    expect([amountIn('XXY'), amountIn('usd'), amountIn('')]).toEqual([
      'currency.unknown',
      'currency.unknown',
      125_000n,
    ]);
  });

  it('keeps each digit of any amount of up to fifteen digits before the point', () => {
    const amounts = fc.tuple(fc.bigInt(0n, 999_999_999_999_999n), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(amounts, fc.boolean(), ([whole, cents], isText) => {
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        expect(amountOf(isText ? `"${text}"` : text)).toBe(whole * 100n + BigInt(cents));
      }),
    );
  });
});

describe('a body that cannot be used', () => {
  it.each([
    ['[]', 'body.shape'],
    ['"deal"', 'body.shape'],
    ['null', 'body.shape'],
    ['{"type":"contact"}', 'type.unknown'],
    ['{"__proto__":{"type":"deal"}}', 'body.shape'],
  ])('%s is %s', (text, code) => {
    expect(codeOf(readDealEvent(bytes(text), EUR))).toBe(code);
  });

  it.each([
    [{ recordId: '' }],
    [{ recordId: 'x\u0000' }],
    [{ stage: 'lone \ud800 surrogate' }],
    [{ occurredAt: '2026-03-10' }],
    [{ occurredAt: '2026-03-10T10:00:00' }],
    [{ occurredAt: 1_770_000_000 }],
    [{ closeDate: '2026-02-29' }],
    [{ closeDate: '2026-03-10T00:00:00Z' }],
    [{ status: 'Closed Won' }],
    [{ ammount: '12' }],
    [{ splits: [{ ownerRef: 'a', share: '60%' }] }],
  ])('A115 %j does not fit, and the message says where', (fields) => {
    const reading = read(fields);
    expect(codeOf(reading)).toBe('body.shape');
    const [name = ''] = Object.keys(fields);
    expect('unusable' in reading && reading.unusable.message).toContain(name);
  });

  it('leaves every prototype as it is', () => {
    const text = JSON.stringify(FIELDS).replace('}', ',"__proto__":{"polluted":true}}');
    readDealEvent(bytes(text), EUR);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('may nest as deep as it likes', () => {
    const deep = `{"type":"deal","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(codeOf(readDealEvent(bytes(deep), EUR))).toBe('body.shape');
  });
});

describe('splits', () => {
  const splits = (...shares: string[]) =>
    read({ splits: shares.map((share, n) => ({ ownerRef: `u${n}`, share })) });

  it.each([[['0.6', '0.4']], [['1']], [['1/3', '1/3', '1/3']], [['1/2', '0.25', '0.25']]])(
    '%j are the whole',
    (shares) => {
      expect(codeOf(splits(...shares))).toBe('usable');
    },
  );

  it.each([[['0.6', '0.5']], [['60', '40']], [['0.333333', '0.333333', '0.333333']], [['1', '0']], [[]]])(
    '%j are not',
    (shares) => {
      expect(codeOf(splits(...shares))).toBe('split.total');
    },
  );

  it('may be numbers', () => {
    const text = JSON.stringify(FIELDS).replace('}', ',"splits":[{"ownerRef":7,"share":1.0}]}');
    expect(readDealEvent(bytes(text), EUR)).toMatchObject({
      event: { splits: [{ ownerRef: '7', share: '1.0' }] },
    });
  });
});
