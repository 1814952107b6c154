/** Two clocks: the booking fixes what a deal earns, and what is invoiced or collected makes it payable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothing, shown } from '../../functions/ledger/balances.ts';
import { type Clocks, seen } from '../../functions/ledger/release.ts';
import { type Settled, settle } from '../../functions/ledger/settle.ts';
import { payable } from '../../functions/ledger/payable.ts';
import { paymentFaults } from '../../functions/plans/payment.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { cents, CURRENCY } from '../plans/kit.ts';
import { ALWAYS, MARCH, money, paid, posted, terms } from './kit.ts';

const cash = {
  release: [
    { on: 'booking', share: '0.3' },
    { on: 'cash', share: '0.7' },
  ],
};

type Said = {
  readonly earned?: bigint;
  readonly cash?: bigint;
  readonly deal?: bigint;
  readonly by?: string;
};
type More = {
  readonly anew?: boolean;
  readonly releases?: { readonly of?: string }[];
  readonly terms?: object | null;
};

/** Months of one deal; each opens as the one before closed. */
function months(document: object, all: readonly (Said & More)[]): Settled[] {
  let opening = nothing;
  return all.map(
    ({ earned = 0n, cash: minor, deal, by = 'month', anew = false, releases = [], terms: own }, n) => {
      const from = addDays(MARCH.from, n * 30);
      const period = { from, to: addDays(from, 30) };
      const none = { minor: 0n, anew: false };
      const said =
        minor === undefined
          ? []
          : [['a', { dealMinor: deal, invoice: none, cash: { minor, anew } }] as const];
      const clocks: Clocks = { by, reached: new Map(said) };
      const payment = own === undefined ? document : own;
      const one = settle({
        period,
        opening,
        earned: [{ of: 'a', amountMinor: earned }],
        releases,
        clocks,
        ...(payment && { terms: payable(terms(payment), ALWAYS, { period, currency: CURRENCY }) }),
      });
      opening = one.closing;
      return one;
    },
  );
}

const held = (all: readonly Settled[]) => all.map(({ closing }) => money(shown(closing).heldMinor));
const deal = cents('100000');
const booked = { earned: cents('10000') };

describe('what a deal earns', () => {
  it('waits for what is collected, and is released part by part', () => {
    // 10,000 × 30 % = 3,000. 7,000 × 40,000 ÷ 100,000 = 2,800. The rest of it, 4,200. Wrong: 4,000 in the second
    // month (40 % of all, the booking's part again).
    const all = months(cash, [booked, { cash: cents('40000'), deal }, { cash: cents('60000'), deal }]);
    expect([paid(all), held(all)]).toEqual([
      ['3000', '2800', '4200'],
      ['7000', '4200', '0'],
    ]);
    expect(all.map((one) => [posted(one, 'held'), posted(one, 'released')])).toEqual([
      ['-7000', '0'],
      ['0', '2800'],
      ['0', '4200'],
    ]);
    expect(all[1]?.postings).toEqual([expect.objectContaining({ kind: 'released', deal: 'a' })]);
  });

  it('waits no more when the deal is lost, and only what was payable is reclaimed', () => {
    // Paid 3,000 + 2,800 = 5,800; 4,200 wait. −10,000 + 4,200 = −5,800. Wrong: 10,000 reclaimed.
    const all = months(cash, [
      booked,
      { cash: cents('40000'), deal },
      { earned: cents('-10000'), cash: 0n, anew: true },
    ]);
    expect(posted(all[2] ?? expect.fail(), 'stopped')).toBe('4200');
    expect(all.map(({ closing }) => money(closing.overpaidMinor))).toEqual(['0', '0', '5800']);
    expect(held(all)).toEqual(['7000', '4200', '0']);
  });

  it('waits again for money that went back, also when all of it had been paid', () => {
    // 7,000 × 10,000 ÷ 100,000 = 700 wait again, and are taken from later pay.
    const all = months(cash, [
      booked,
      { cash: deal, deal },
      { cash: cents('-10000'), deal },
      { cash: cents('10000'), deal },
    ]);
    expect([paid(all), held(all)]).toEqual([
      ['3000', '7000', '0', '0'],
      ['7000', '0', '700', '0'],
    ]);
    expect(all.map(({ closing }) => money(closing.overpaidMinor))).toEqual(['0', '0', '700', '0']);
  });

  it('follows a deal that is said anew', () => {
    // 100,000 become 120,000: 2,000 more are earned. 8,400 × 60 ÷ 120 = 4,200 of cash are due, and 3,600 of booking:
    // 7,800 less the 5,800 before are 2,000. Wrong: 2,600 (all that the deal earned by now at 40 ÷ 100).
    const all = months(cash, [
      booked,
      { cash: cents('40000'), deal },
      { earned: cents('2000'), cash: cents('60000'), deal: cents('120000'), anew: true },
    ]);
    expect([paid(all), held(all)]).toEqual([
      ['3000', '2800', '2000'],
      ['7000', '4200', '4200'],
    ]);
  });

  it('is never paid more than once, though a customer pays more than the deal', () => {
    expect(paid(months(cash, [booked, { cash: cents('150000'), deal }]))).toEqual(['3000', '7000']);
  });

  it('goes on by the terms of its first month, whatever the plan says later', () => {
    const other = { release: [{ on: 'invoice', share: '1' }] };
    const all = months(cash, [
      booked,
      { cash: cents('40000'), deal, terms: other },
      { cash: cents('60000'), deal, terms: null },
    ]);
    expect(paid(all)).toEqual(['3000', '2800', '4200']);
  });

  it('is settled by the periods that earned it, so that one payment does not count in a month and a quarter', () => {
    const all = months(cash, [
      { ...booked, by: 'quarter' },
      { cash: cents('40000'), deal, by: 'month' },
      { cash: cents('40000'), deal, by: 'quarter' },
    ]);
    expect(paid(all)).toEqual(['3000', '0', '2800']);
  });

  it('is released later to who was held when the money came', () => {
    // 40,000 came in the month that could not be settled: 2,800, with the 4,200 of the next month 7,000.
    const [first = expect.fail()] = months(cash, [booked]);
    const none = { minor: 0n, anew: false };
    const came = (minor: bigint): Clocks => ({
      by: 'month',
      reached: new Map([['a', { dealMinor: deal, invoice: none, cash: { minor, anew: false } }]]),
    });
    const waiting = seen(first.closing.waiting ?? [], came(cents('40000')));
    expect(money(shown({ ...nothing, waiting }).heldMinor)).toBe('7000');
    const opening = { ...first.closing, waiting };
    const next = settle({ period: MARCH, opening, earned: [], clocks: came(cents('60000')) });
    expect([money(next.paidMinor), posted(next, 'released')]).toEqual(['7000', '7000']);
    const alone = settle({ period: MARCH, opening, earned: [], clocks: { by: 'month', reached: new Map() } });
    expect(money(alone.paidMinor)).toBe('2800');
  });

  it('is released by hand', () => {
    const all = months(cash, [booked, { releases: [{ of: 'a' }] }, { cash: deal, deal }]);
    expect(paid(all)).toEqual(['3000', '7000', '0']);
  });

  it('is held back in part of what became payable, and not of what still waits', () => {
    // 3,000 × 10 % = 300, then 2,800 × 10 % = 280. Wrong: 1,000 of the first month.
    const both = { ...cash, holdback: { share: '0.1' } };
    expect(paid(months(both, [booked, { cash: cents('40000'), deal }]))).toEqual(['2700', '2520']);
  });
});

describe('a release', () => {
  it('comes to one, and says each clock once', () => {
    const faults = (release: object[]) =>
      paymentFaults(terms({ release })).map(({ code, pointer }) => [code, pointer]);
    expect(faults([{ on: 'cash', share: '0.7' }])).toEqual([['payment.release-total', '/release']]);
    const twice = [
      { on: 'cash', share: '0.5' },
      { on: 'cash', share: '0.5' },
    ];
    expect(faults(twice)).toEqual([['payment.release-twice', '/release']]);
    expect(faults(cash.release)).toEqual([]);
  });

  it('pays in the end what was earned, to the cent, in whichever parts money comes and amounts change', () => {
    const Part = fc.record({
      earned: fc.bigInt(-900n, 900n),
      cash: fc.bigInt(-50n, 300n),
      deal: fc.constant(777n),
    });
    const thirds = {
      release: [
        { on: 'booking', share: '0.333' },
        { on: 'cash', share: '0.667' },
      ],
    };
    fc.assert(
      fc.property(fc.array(Part, { minLength: 1, maxLength: 8 }), (parts) => {
        const all = months(thirds, parts);
        const earned = parts.reduce((sum, one) => sum + one.earned, 0n);
        const out = all.reduce((sum, { paidMinor }) => sum + paidMinor, 0n);
        const last = shown(all.at(-1)?.closing ?? expect.fail());
        expect(out - last.overpaidMinor + last.heldMinor).toBe(earned);
        expect(last.heldMinor).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 300 },
    );
  });

  it('comes to the same whether money comes at once or in many parts', () => {
    const Parts = fc.array(fc.bigInt(1n, 300n), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(Parts, fc.bigInt(1n, 9_999n), (parts, earned) => {
        const minor = parts.reduce((sum, part) => sum + part, 0n);
        const sumOf = (all: readonly Settled[]) => all.reduce((sum, { paidMinor }) => sum + paidMinor, 0n);
        const some = parts.map((part) => ({ cash: part, deal: 3_000n }));
        const once = months(cash, [{ earned }, { cash: minor, deal: 3_000n }]);
        expect(sumOf(months(cash, [{ earned }, ...some]))).toBe(sumOf(once));
      }),
      { numRuns: 300 },
    );
  });
});
