/** Deals in other currencies than the company's: by which rate they are credited, and when they cannot be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import type { DealChange } from '../../functions/deals/deal.ts';
import { Entries, packed } from '../../functions/deals/page.ts';
import { admit, type Books, worthsUsed } from '../../functions/deals/posting.ts';
import { type Counting, uncountable, type Worths, worthsAsked } from '../../functions/deals/worth.ts';
import { year2026 } from '../periods/kit.ts';
import { ANA, BEN, BERLIN, CONNECTOR, DEAL, say } from './saying.ts';

const DOLLARS = (worths: Worths): Counting => ({ currency: 'USD', worths });
const SAID = { 'EUR_2026-02-02': '1.10', 'EUR_2026-03-10': '1.20', 'JPY_2026-02-02': '0.0067' };
const won = say({ at: '2026-02-02', status: 'won', owner: ANA, amount: '4000000', currency: 'EUR' });
const credits = (changes: DealChange[], worths: Worths = SAID) =>
  creditsOf(DEAL, changes, BERLIN, DOLLARS(worths));
const amounts = (changes: DealChange[]) => credits(changes).map(({ amountMinor }) => amountMinor);

describe('a deal in another currency', () => {
  it('is credited at the rate of the day on which it was booked', () => {
    // 40,000.00 EUR × 1.10 = 44,000.00 USD. Wrong: 36,363.64, divided.
    expect(credits([won])).toMatchObject([
      { amountMinor: 4_400_000n, converted: { from: 'EUR', rate: '1.10', on: '2026-02-02' } },
    ]);
    const closed = say({
      at: '2026-02-05',
      status: 'won',
      owner: ANA,
      amount: '100',
      closeDate: '2026-02-02',
    });
    expect(amounts([{ ...closed, currency: 'EUR' }])).toEqual([110n]);
  });

  it('stays at that rate when it is amended or lost on another day', () => {
    const amended = say({ at: '2026-03-10', amount: '4100000' });
    expect(amounts([won, amended])).toEqual([4_400_000n, -4_400_000n, 4_510_000n]);
    expect(amounts([won, say({ at: '2026-03-10', status: 'lost' })])).toEqual([4_400_000n, -4_400_000n]);
  });

  it('is rounded once, and divided after that', () => {
    // 0.05 × 1.10 = 0.055, which goes to the even 0.06: 0.03 each. Wrong: 0.03 × 1.10 and 0.02 × 1.10, 0.05 in all.
    const halves = [
      [ANA, '0.5'],
      [BEN, '0.5'],
    ] as const;
    const shared = say({ at: '2026-02-02', status: 'won', amount: '5', splits: halves, currency: 'EUR' });
    expect(amounts([shared])).toEqual([3n, 3n]);
  });

  it('counts in minor units of both', () => {
    // 1,000,000 JPY × 0.0067 = 6,700.00 USD; a yen has no parts.
    expect(amounts([{ ...won, amountMinor: 1_000_000n, currency: 'JPY' }])).toEqual([670_000n]);
  });

  it('is collected and has cost at the same rate', () => {
    const cost = say({ at: '2026-02-02', status: 'won', owner: ANA, amount: '1000', cost: '400' });
    const paid = say({ at: '2026-03-10', collected: '500' });
    expect(credits([{ ...cost, currency: 'EUR' }, paid])).toMatchObject([
      { amountMinor: 1_100n, costMinor: 440n },
      { amountMinor: 550n, costMinor: 220n, dealMinor: 1_100n, clock: 'cash' },
    ]);
  });

  it('lies in its page as it was credited', () => {
    const entry = { deal: DEAL, version: 1, changes: [won.id], credits: credits([won]) };
    const digits = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
    expect(Entries.parse(JSON.parse(JSON.stringify([packed(entry)], digits)))).toEqual([entry]);
  });

  it('comes to what its parts come to, whatever the rate and however it is divided', () => {
    const Rate = fc.integer({ min: 1, max: 30_000 }).map((n) => (n / 10_000).toFixed(4));
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), Rate, fc.integer({ min: 1, max: 99 }), (minor, rate, part) => {
        const splits = [
          [ANA, `0.${String(part).padStart(2, '0')}`],
          [BEN, `0.${String(100 - part).padStart(2, '0')}`],
        ] as const;
        const one = say({ at: '2026-02-02', status: 'won', owner: ANA, amount: `${minor}`, currency: 'EUR' });
        const two = say({ at: '2026-02-02', status: 'won', amount: `${minor}`, splits, currency: 'EUR' });
        const sum = (change: DealChange) =>
          credits([change], { 'EUR_2026-02-02': rate }).reduce(
            (all, { amountMinor }) => all + amountMinor,
            0n,
          );
        expect(sum(two)).toBe(sum(one));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a deal of whose currency no rate was said', () => {
  const books: Books = { periods: year2026, zone: BERLIN, currency: 'USD' };
  const dealOf = (changes: DealChange[], worths: Worths = {}) => ({
    id: DEAL,
    connector: CONNECTOR,
    recordId: 'D1',
    revision: 1,
    changes,
    held: {},
    worths,
  });

  it('is held back by what wins it, and counts once there is one', () => {
    const open = say({ at: '2026-01-20', status: 'open', owner: ANA, amount: '100', currency: 'EUR' });
    const wins = say({ at: '2026-02-02', status: 'won' });
    const { kept, late } = admit(dealOf([open, wins]), books, new Map());
    expect([kept, late]).toEqual([[open], [{ change: wins, code: 'rate.missing' }]]);
    const there = dealOf([open, wins], SAID);
    expect(admit(there, books, new Map()).late).toEqual([]);
    expect(worthsUsed(there, [open, wins], books)).toEqual({ 'EUR_2026-02-02': '1.10' });
  });

  it('asks for those of each day on which it may be booked, and for none while it is not won', () => {
    const moved = say({ at: '2026-01-20', status: 'open', closeDate: '2026-01-30', currency: 'EUR' });
    expect(worthsAsked([moved], BERLIN, 'USD')).toEqual([]);
    expect(worthsAsked([moved, won], BERLIN, 'USD').map(({ from, on }) => `${from} ${on}`)).toEqual([
      'EUR 2026-01-30',
      'EUR 2026-02-02',
    ]);
    expect(worthsAsked([moved, won], BERLIN, 'EUR')).toEqual([]);
  });

  it('is held back where an amount without a currency was read in other parts', () => {
    const yen = { ...won, currency: 'JPY' };
    const raised = say({ at: '2026-02-03', amount: '200' });
    expect(uncountable([yen, raised], BERLIN, DOLLARS(SAID))).toBe('currency.unsaid');
    expect(uncountable([yen, { ...raised, currency: 'JPY' }], BERLIN, DOLLARS(SAID))).toBeUndefined();
    expect(uncountable([won, raised], BERLIN, DOLLARS(SAID))).toBeUndefined();
  });
});
