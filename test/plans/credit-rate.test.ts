/** Credits of deals in other currencies, as a plan with rates of its own counts them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreditRate, counted, creditRateSentence } from '../../functions/plans/credit-rate.ts';
import { converted } from '../../functions/rates/converted.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import { cents } from './kit.ts';

const [EUR, USD, JPY] = ['EUR', 'USD', 'JPY'] as Currency[];
const own = CreditRate.parse({ rates: { EUR: '1.10', JPY: '0.0070' } });
const booked = (amount: string, rate: string, more: object = {}, from = EUR) => ({
  amountMinor: cents(amount),
  converted: { from: from as Currency, rate: rate },
  ...more,
});
const amountOf = (credit: ReturnType<typeof booked>, policy: CreditRate = own) =>
  counted(policy, credit, USD as Currency).amountMinor;

describe('a credit of a deal in another currency', () => {
  it('is counted at the rate of the plan: 40,000 EUR are 44,000 USD at 1.10, and 46,000 at 1.15', () => {
    expect(amountOf(booked('46000', '1.15'))).toBe(cents('44000'));
    expect(amountOf(booked('46000', '1.15'), 'bookingDay')).toBe(cents('46000'));
    const credit = booked('46000', '1.15');
    expect(counted(undefined, credit, USD as Currency)).toBe(credit);
  });

  it('says by which rate', () => {
    const { converted: by } = counted(own, booked('46000', '1.15'), USD as Currency);
    expect(by).toEqual({ from: EUR, rate: '1.1', by: 'plan' });
  });

  it('is the part of the deal that it was, and so are its cost and what takes it back', () => {
    const deal = { dealMinor: cents('46000'), costMinor: cents('13800') };
    const part = counted(own, booked('27600', '1.15', deal), USD as Currency);
    expect(part).toMatchObject({
      amountMinor: cents('26400'),
      dealMinor: cents('44000'),
      costMinor: cents('13200'),
    });
    const back = booked('-27600', '1.15', { dealMinor: cents('-46000'), costMinor: cents('-13800') });
    expect(counted(own, back, USD as Currency)).toMatchObject({
      amountMinor: cents('-26400'),
      dealMinor: cents('-44000'),
      costMinor: cents('-13200'),
    });
  });

  it('stays as it was booked in a currency that the plan does not name, and in the company’s', () => {
    expect(amountOf(booked('6000', '1.20', {}, 'CHF'))).toBe(cents('6000'));
    const home = { amountMinor: cents('100') };
    expect(counted(own, home, USD as Currency)).toBe(home);
  });

  it('of nothing with a cost has its cost at the rate of the plan', () => {
    const given = booked('0', '1.15', { costMinor: cents('11.50') });
    expect(counted(own, given, USD as Currency)).toMatchObject({ amountMinor: 0n, costMinor: cents('11') });
  });

  it('comes to just what its amount is at that rate, where a unit of it is worth no less than ours', () => {
    const amounts = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const rates = fc.integer({ min: 10_000, max: 90_000 }).map((n) => String(n / 10_000));
    fc.assert(
      fc.property(amounts, rates, (minor, rate) => {
        const at = (by: string) => converted(minor, EUR as Currency, USD as Currency, by).minor;
        const credit = { amountMinor: at(rate), converted: { from: EUR as Currency, rate } };
        expect(counted(own, credit, USD as Currency).amountMinor).toBe(at('1.1'));
      }),
    );
  });

  it('and to a cent of it where a unit is worth less', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 10n });
    fc.assert(
      fc.property(amounts, (minor) => {
        const at = (by: string) => converted(minor, JPY as Currency, USD as Currency, by).minor;
        const credit = {
          amountMinor: at('0.0065'),
          converted: { from: JPY as Currency, rate: '0.0065' },
        };
        const off = counted(own, credit, USD as Currency).amountMinor - at('0.007');
        expect(off >= -1n && off <= 1n).toBe(true);
      }),
    );
  });
});

it('a plan says its rates', () => {
  expect(creditRateSentence(own)).toEqual([
    'Deals in other currencies are counted at rates of the plan: one EUR for 1.1, one JPY for 0.007.',
  ]);
  expect(creditRateSentence(undefined)).toEqual([]);
});
