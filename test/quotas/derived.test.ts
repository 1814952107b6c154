/** Quotas of newcomers, leavers, people on leave, and those that change: what counts, and the steps to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asked } from '../../functions/quotas/asked.ts';
import { exactly, plainly } from '../../functions/quotas/by-days.ts';
import { Prorate, presentIn } from '../../functions/quotas/presence.ts';
import type { Quota } from '../../functions/quotas/quota.ts';
import { Ramp, rampOf } from '../../functions/quotas/ramp.ts';
import { AskedRelief, relieved } from '../../functions/quotas/relief.ts';
import { derivationOf, termsOf } from '../../functions/quotas/steps.ts';
import { compare, fraction, roundHalfEven } from '../../shared/kernel/rational.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { around, ask, day, FULL, Q1 } from './kit.ts';

const refused = (code: string, pointer: string) =>
  expect.objectContaining({ because: 'rule', code, faults: [expect.objectContaining({ pointer })] });
const relieve = ({ derivation, ...rest }: Quota, asked: object): Quota => ({
  ...rest,
  ...relieved({ ...rest, derivation }, AskedRelief.parse({ reason: 'Leave', ...asked }), { period: Q1 }),
});
const steps = ({ derivation }: Quota) =>
  (derivation?.steps ?? []).map(({ kind, factor, leavesMinor }) => [kind, factor, leavesMinor]);

describe('a prorated quota', () => {
  it.each<[string, object, bigint]>([
    // 90 days in the quarter, 31 + 28 + 31. From 15 February: 14 + 31 = 45.
    ['A16 a hire of 15 February', { startsOn: '2026-02-15' }, 10_000_000n],
    // Gone from 1 March on: 59 days. 200,000 × 59/90 = 131,111.11. Wrong: 133,333.33, the first of March counted.
    ['a leaver of 1 March', { endsOn: '2026-03-01' }, 13_111_111n],
    ['who was there before and stays', { startsOn: '2020-01-01', endsOn: '2026-04-01' }, 20_000_000n],
    ['who starts on the last day', { startsOn: '2026-03-31' }, 222_222n],
    ['who starts when it is over', { startsOn: '2026-04-01' }, 0n],
    ['who was gone before', { endsOn: '2025-12-31' }, 0n],
  ])('is that of the days of %s', (_, presence, amount) => {
    expect(ask({ ...FULL, prorate: 'byDays' }, { presence }).amountMinor).toBe(amount);
    // Only where it is asked for.
    expect(ask(FULL, { presence })).toMatchObject({ amountMinor: 20_000_000n });
    expect(ask(FULL, { presence }).derivation).toBeUndefined();
  });

  it('prorate-03 may leave out the first day: 20 × 15/30 = 10 and 20 × 9/30 = 6', () => {
    // April has 30 days. From 15 April on, that day not counted, 15; from the 21st on, 9. Wrong: 11 and 7
    // (20 × 16/30 = 10.67 and 20 × 10/30 = 6.67, the first day counted).
    const april = { from: day('2026-04-01'), to: day('2026-05-01') };
    const goal = (startsOn: string) => {
      const present = presentIn(april, { startsOn: day(startsOn) }, 'byDaysAfterStart');
      return roundHalfEven(exactly({ ...plainly(20n), ...(present && { present }) }, april));
    };
    expect([goal('2026-04-15'), goal('2026-04-21')]).toEqual([10n, 6n]);
  });

  it('needs a period that ends', () => {
    const window = { period: { from: day('2026-01-01'), to: null }, months: [], presence: {} };
    expect(derivationOf(plainly(5n), window.period)).toBeUndefined();
    expect(Prorate.options).toEqual(['none', 'byDays', 'byDaysAfterStart']);
  });
});

describe('a ramp', () => {
  const ramp = { shares: ['0.25', '0.5', '0.75'] };
  const share = (asked: object, startsOn?: string) =>
    rampOf(Ramp.parse(asked), startsOn === undefined ? undefined : day(startsOn), around().months);

  it('A96 asks the share of each month of tenure: 200,000 × (25 + 50 + 75 %)/3 = 100,000', () => {
    expect(ask({ ...FULL, ramp }, { presence: { startsOn: '2026-01-01' } })).toMatchObject({
      amountMinor: 10_000_000n,
      derivation: { baseMinor: 20_000_000n, steps: [{ kind: 'ramp', factor: '1/2' }] },
    });
  });

  it('begins with the month that they start in, or with another', () => {
    // From 20 January as from the first. Second month in January: (50 + 75 + 100 %)/3. From March on:
    // 25 % in each of the months up to it, too.
    expect(share(ramp, '2026-01-20')).toEqual(fraction(1n, 2n));
    expect(share(ramp, '2025-12-31')).toEqual(fraction(3n, 4n));
    expect(share({ ...ramp, from: '2026-03-01' }, '2026-02-10')).toEqual(fraction(1n, 4n));
    expect(share(ramp, '2025-10-01')).toEqual(fraction(1n));
    expect(() => share(ramp)).toThrow(refused('ramp.no-start', '/ramp'));
    expect(() => rampOf(Ramp.parse(ramp), day('2026-01-01'), [])).toThrow(refused('ramp.no-months', '/ramp'));
  });

  it('and days are two things: half of February and all of March, at what the months ask', () => {
    // From 15 February: first month 25 % in January and February, second 50 % in March: (25 + 25 + 50 %)/3 =
    // 1/3 of 200,000 = 66,666.67, of which 45 of 90 days: 33,333.33.
    const quota = ask({ ...FULL, ramp, prorate: 'byDays' }, { presence: { startsOn: '2026-02-15' } });
    expect(steps(quota)).toEqual([
      ['ramp', '1/3', 6_666_667n],
      ['proration', '45/90', 3_333_333n],
    ]);
  });
});

it('ramp-03 grows over the period before: 100,000 × 1.15 = 115,000', () => {
  // Wrong: 15,000 (the growth alone), 100,000.15 (added).
  expect(ask({ amountMinor: '10000000', growth: '0.15' })).toMatchObject({ amountMinor: 11_500_000n });
  expect(Asked.safeParse({ ...FULL, currency: 'EUR', growth: '-1' }).success).toBe(false);
});

describe('a relief', () => {
  it('A16 takes off the days of a leave: 200,000 × 60/90 = 133,333.33', () => {
    const quota = relieve(ask(FULL), { from: '2026-02-01', to: '2026-03-03' });
    expect(quota.amountMinor).toBe(13_333_333n);
    expect(steps(quota)).toEqual([['relief', '60/90', 13_333_333n]]);
  });

  it('counts only days on which they are there', () => {
    // 45 days from 15 February, 15 of them on leave: 200,000 × 30/90 = 66,666.67. Wrong: 83,333.33
    // (100,000 × 75/90, the leave taken of all days), and 66,666.67 of a leave that began before they did.
    const hired = ask({ ...FULL, prorate: 'byDays' }, { presence: { startsOn: '2026-02-15' } });
    const quota = relieve(hired, { from: '2026-03-01', to: '2026-03-16' });
    expect(steps(quota)).toEqual([
      ['proration', '45/90', 10_000_000n],
      ['relief', '30/45', 6_666_667n],
    ]);
    expect(relieve(hired, { from: '2026-01-01', to: '2026-02-15' }).amountMinor).toBe(10_000_000n);
  });

  it('of days that were relieved before is said anew, and does not count twice', () => {
    const first = relieve(ask(FULL), { from: '2026-01-01', to: '2026-01-31' });
    const second = relieve(first, { from: '2026-01-21', to: '2026-02-10', reason: 'Illness' });
    // 1 January … 10 February are 40 days: 200,000 × 50/90 = 111,111.11. Wrong: 88,888.89 (30 + 20 of them).
    expect(second.amountMinor).toBe(11_111_111n);
    const back = relieve(second, { from: '2026-01-01', to: '2026-04-01', share: '0' });
    expect([back.amountMinor, back.derivation]).toEqual([20_000_000n, undefined]);
  });

  it('of all days leaves nothing to be asked', () => {
    expect(relieve(ask(FULL), { from: Q1.from, to: Q1.to }).amountMinor).toBe(0n);
  });

  it('is no matter of a sum', () => {
    const team = ask({ team: { of: 'sumOfReportsByDays' } });
    const days = { from: Q1.from, to: Q1.to };
    expect(() => relieve(team, days)).toThrow(refused('relief.of-team', '/measure'));
  });
});

describe('a change within a period', () => {
  const more = { amountMinor: '30000000' };
  const byDays = (from: string) => ({ ...more, change: { policy: 'byDays', from } });

  it('A16 is for all of it, or by the days from then on', () => {
    // 200,000 × 45/90 + 300,000 × 45/90 = 250,000.00.
    const before = ask(FULL);
    expect(ask(more, { before }).amountMinor).toBe(30_000_000n);
    expect(ask({ ...more, change: { policy: 'restate' } }, { before }).amountMinor).toBe(30_000_000n);
    const changed = ask(byDays('2026-02-15'), { before });
    expect(changed).toMatchObject({
      amountMinor: 25_000_000n,
      derivation: {
        baseMinor: 30_000_000n,
        steps: [{ kind: 'change', wasMinor: 20_000_000n, from: '2026-01-01', to: '2026-02-15' }],
      },
    });
    expect(ask(byDays('2026-02-15'), { before: changed })).toBe(changed);
  });

  it('may come twice, and forgets what was to come after its day', () => {
    // 200,000 for 31 days, 300,000 for 28, 100,000 for 31: (62 + 84 + 31) × 100,000/90 = 196,666.67.
    const first = ask(byDays('2026-02-01'), { before: ask(FULL) });
    const less = { amountMinor: '10000000', change: { policy: 'byDays', from: '2026-03-01' } };
    const second = ask(less, { before: first });
    expect(second.amountMinor).toBe(19_666_667n);
    // From 15 January on 300,000: (14 × 200,000 + 76 × 300,000)/90 = 284,444.44.
    expect(ask(byDays('2026-01-15'), { before: second }).amountMinor).toBe(28_444_444n);
  });

  it('keeps the days that they are there and those of a relief', () => {
    // Hired on 15 February, relieved of 1–16 March, 300,000 from 1 March: 14 × 200,000 + 16 × 300,000 = 7.6 M,
    // ÷ 90 = 84,444.44.
    const hired = ask({ ...FULL, prorate: 'byDays' }, { presence: { startsOn: '2026-02-15' } });
    const before = relieve(hired, { from: '2026-03-01', to: '2026-03-16' });
    expect(ask(byDays('2026-03-01'), { before }).amountMinor).toBe(8_444_444n);
  });

  it('needs something before it, and a day of the period', () => {
    expect(() => ask(byDays('2026-02-15'))).toThrow(refused('quota.nothing-before', '/change'));
    const before = ask(FULL);
    for (const from of ['2025-12-31', '2026-04-01']) {
      expect(() => ask(byDays(from), { before })).toThrow(refused('quota.outside-period', '/change/from'));
    }
  });
});

describe('rows by days', () => {
  const row = (from: string, to: string | null, amountMinor: string) => ({ from, to, amountMinor });

  it('ask nothing on days that none speaks of', () => {
    // 90,000 for the 31 days of March alone: 31,000.00; and for 1–11 January beside it: 41,000.00.
    const march = row('2026-03-01', null, '9000000');
    expect(ask({ rows: [march] }).amountMinor).toBe(3_100_000n);
    expect(ask({ rows: [march, row('2026-01-01', '2026-01-11', '9000000')] }).amountMinor).toBe(4_100_000n);
  });

  it('A16 that share a day are refused, in whichever order they come', () => {
    const some = [row('2026-01-01', '2026-02-15', '100'), row('2026-02-14', null, '100')];
    for (const rows of [some, some.toReversed()]) {
      expect(() => ask({ rows })).toThrow(refused('quota.overlap', '/rows/1/from'));
    }
    for (const wrong of [row('2025-12-31', null, '1'), row('2026-03-01', '2026-04-02', '1')]) {
      expect(() => ask({ rows: [wrong] })).toThrow(refused('quota.outside-period', '/rows/0'));
    }
  });

  it('stand alone', () => {
    const rows = [row('2026-01-01', null, '100')];
    const more = [FULL, { change: { policy: 'restate' } }, { ramp: { shares: ['1'] } }, { growth: '0.1' }];
    for (const other of more) {
      expect(Asked.safeParse({ currency: 'EUR', rows, ...other }).success).toBe(false);
    }
    expect(Asked.safeParse({ currency: 'EUR' }).success).toBe(false);
  });
});

describe('laws', () => {
  const dayIn = fc.integer({ min: 0, max: 89 }).map((n) => addDays(Q1.from, n));
  const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
  const days = fc
    .tuple(fc.integer({ min: 0, max: 88 }), fc.integer({ min: 1, max: 40 }))
    .map(([from, length]) => ({
      from: addDays(Q1.from, from),
      to: addDays(Q1.from, Math.min(90, from + length)),
    }));

  it('whoever is there on all days is asked for all of it', () => {
    fc.assert(
      fc.property(amount, (amountMinor) => {
        const presence = { startsOn: Q1.from, endsOn: Q1.to };
        const quota = ask({ amountMinor: String(amountMinor), prorate: 'byDays' }, { presence });
        expect([quota.amountMinor, quota.derivation]).toEqual([amountMinor, undefined]);
      }),
    );
  });

  it('reliefs of different days add up, in whatever order they are granted', () => {
    fc.assert(
      fc.property(amount, dayIn, days, days, (amountMinor, startsOn, one, other) => {
        fc.pre(one.to <= other.from || other.to <= one.from);
        const hired = { ...plainly(amountMinor), present: { from: startsOn, to: Q1.to } };
        const off = { share: '1', reason: 'Leave' };
        const left = (...reliefs: (typeof one)[]) =>
          exactly({ ...hired, reliefs: reliefs.map((each) => ({ ...each, ...off })) }, Q1);
        const taken = (...reliefs: (typeof one)[]) => {
          const [whole, rest] = [left(), left(...reliefs)];
          return fraction(whole.num * rest.den - rest.num * whole.den, whole.den * rest.den);
        };
        const [a, b] = [taken(one), taken(other)];
        const both = fraction(a.num * b.den + b.num * a.den, a.den * b.den);
        expect(compare(taken(one, other), both)).toBe(0);
        const quota = ask(
          { amountMinor: String(amountMinor), prorate: 'byDays' },
          { presence: { startsOn } },
        );
        const forth = relieve(relieve(quota, one), other);
        expect(relieve(relieve(quota, other), one)).toEqual(forth);
      }),
    );
  });

  it('a quota comes back from its steps as it was', () => {
    fc.assert(
      fc.property(amount, dayIn, dayIn, days, (amountMinor, startsOn, from, relief) => {
        const before = ask({ ...FULL, prorate: 'byDays' }, { presence: { startsOn } });
        const change = { policy: 'byDays', from };
        const quota = relieve(ask({ amountMinor: String(amountMinor), change }, { before }), relief);
        const { derivation } = quota;
        if (!derivation) return;
        expect(derivationOf(termsOf(derivation), Q1)).toEqual(derivation);
        expect(derivation.steps.at(-1)?.leavesMinor).toBe(quota.amountMinor);
      }),
    );
  });

  it('a change by days lies between what was asked and what is', () => {
    fc.assert(
      fc.property(amount, amount, dayIn, (was, now, from) => {
        const before = ask({ amountMinor: String(was) });
        const change = { policy: 'byDays', from };
        const { amountMinor } = ask({ amountMinor: String(now), change }, { before });
        expect(amountMinor >= (was < now ? was : now) && amountMinor <= (was < now ? now : was)).toBe(true);
      }),
    );
  });
});
