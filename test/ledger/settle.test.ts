/** What becomes of what is earned: golden cases, with the maths beside them. */
import { describe, expect, it } from 'vitest';
import { nothing, shown } from '../../functions/ledger/balances.ts';
import { isPlain, plainSettlement, settlementOf } from '../../functions/ledger/settlement.ts';
import { cents } from '../plans/kit.ts';
import { money, month, months, owed, paid, posted, terms } from './kit.ts';

const advance = (amountMinor: string, more: object = {}) =>
  terms({ draw: { kind: 'advance', amountMinor, ...more } });
const topUp = (amountMinor: string) => terms({ draw: { kind: 'topUp', amountMinor } });

describe('a recoverable draw', () => {
  it('is paid back from what is above it, and never from the draw itself', () => {
    // Siebel, 2,000 a month. March: 2,000 − 1,500 = 500 owed. April: 2,375 − 2,000 = 375 back, 125 owed.
    // May: 3,000 − 125 = 2,875. Wrong: 1,875 in April (500 taken from all of the pay), 3,000 in May.
    const all = months(advance('2000'), ['2750', '3000', '1500', '2375', '3000', '2750']);
    expect(paid(all)).toEqual(['2750', '3000', '2000', '2000', '2875', '2750']);
    expect(owed(all)).toEqual(['0', '0', '500', '125', '0', '0']);
  });

  it('becomes a balance over periods, and leaves it again', () => {
    // Oracle, 1,000 a period. 500 + 300 + 600 = 1,400 owed; then 1,600 − 1,000 = 600 back, 800 still owed.
    // Wrong: paid 200 and owed 0 (all of 1,400 taken), or a draw of 900 (missing to 1,400).
    const all = months(advance('1000'), ['500', '700', '400', '1600']);
    expect(all.map((one) => posted(one, 'draw'))).toEqual(['500', '300', '600', '0']);
    expect(owed(all)).toEqual(['500', '800', '1400', '800']);
    expect(posted(all[3] ?? expect.fail(), 'recovery')).toBe('-600');
    expect(paid(all)).toEqual(['1000', '1000', '1000', '1000']);
  });

  it('is not paid twice to who earns more, and is owed by who earns less', () => {
    // 3,000 drawn, 5,000 earned: 5,000 in all, of which 2,000 are left to pay. Wrong: 8,000, both of them.
    const [good = expect.fail()] = months(advance('3000'), ['5000']);
    expect(money(good.paidMinor - cents('3000'))).toBe('2000');
    expect(owed([good])).toEqual(['0']);
    // 3,000 − 2,000 = 1,000. Wrong: 3,000 (the whole draw is owed).
    expect(owed(months(advance('3000'), ['2000']))).toEqual(['1000']);
  });

  it('is paid back of one good month after three without a sale', () => {
    // 3 × 2,000 = 6,000 owed; 8,000 − 6,000 = 2,000. Wrong: 8,000 (nothing back), 0 (the month drawn, too).
    const all = months(advance('2000'), ['0', '0', '0', '8000']);
    expect(owed(all)).toEqual(['2000', '4000', '6000', '0']);
    expect(posted(all[3] ?? expect.fail(), 'recovery')).toBe('-6000');
    expect(paid(all)[3]).toBe('2000');
  });

  it('may be paid back more slowly, by a share of the pay', () => {
    // 500 owed. 1,600 × 25 % = 400 is less than the 600 above the draw. Then 1,100 × 25 % = 275, but 100 are
    // above the draw; they are what is left. Wrong: 275 (paid 825, below the draw).
    const slowly = advance('1000', { recoverFrom: { share: '0.25' } });
    const all = months(slowly, ['500', '1600', '1100']);
    expect(paid(all)).toEqual(['1000', '1200', '1000']);
    expect(owed(all)).toEqual(['500', '100', '0']);
  });

  it('is advanced up to a limit', () => {
    // 1,200 at most: 1,000, then 200 and not 1,000; then nothing. Wrong: 1,000 paid in the second month.
    const all = months(advance('1000', { limitMinor: '1200' }), ['0', '0', '0']);
    expect(paid(all)).toEqual(['1000', '200', '0']);
    expect(owed(all)).toEqual(['1000', '1200', '1200']);
  });

  it('is forgiven when it has been owed for too long', () => {
    // 500 in the first month may be paid back in the two that follow. 100 of it are, then 400 are forgiven;
    // the 300 of the second month live one longer. Wrong: 700 forgiven at once; 800 − 100 = 700 owed.
    const all = months(advance('1000', { expiresAfterPeriods: 2 }), ['500', '700', '1100', '1000']);
    expect(owed(all)).toEqual(['500', '800', '300', '0']);
    expect(all[2]?.postings.at(-1)).toMatchObject({
      kind: 'forgiven',
      amountMinor: 0n,
      balance: { of: 'owed', byMinor: cents('-400') },
    });
    expect(paid(all)).toEqual(['1000', '1000', '1000', '1000']);
  });

  it('is taken from the last pay of who leaves, or forgiven, as the plan says', () => {
    // 500 owed, 800 earned in the last month of a draw of 1,000. Recovered: 800 − 500 = 300, nothing advanced.
    // Forgiven: 800 + 200 = 1,000, and 700 need not be paid back. Wrong: 500 (advanced, then recovered).
    const opening = { ...nothing, advances: [{ amountMinor: cents('500'), periods: 1 }] };
    const last = (atExit: string) => month(advance('1000', { atExit }), '800', { exit: true }, opening);
    expect(paid([last('recover'), last('forgive')])).toEqual(['300', '1000']);
    expect(owed([last('recover'), last('forgive')])).toEqual(['0', '0']);
  });
});

describe('who is promised a least pay', () => {
  it('is topped up to a draw that is not recoverable, and owes nothing', () => {
    // 5,000 − 3,200 = 1,800; 2,000 − 800 = 1,200. Wrong: 5,000 and 2,000 on top of what was earned.
    const [one = expect.fail()] = months(topUp('5000'), ['3200']);
    expect([posted(one, 'topUp'), money(one.paidMinor), owed([one])]).toEqual(['1800', '5000', ['0']]);
    const [two = expect.fail()] = months(topUp('2000'), ['800']);
    expect([posted(two, 'topUp'), money(two.paidMinor)]).toEqual(['1200', '2000']);
  });

  it('is paid the greater of the two', () => {
    // 7 % of 3,614 = 252.98 is more than 250. Wrong: 250, or 502.98.
    expect(paid(months(terms({ guarantee: { amountMinor: '250' } }), ['252.98']))).toEqual(['252.98']);
  });

  it('is guaranteed a twelfth of the target', () => {
    // 80,000 ÷ 12 = 6,666.67; 6,666.67 − 2,000 = 4,666.67. Wrong: 8,666.67.
    const [one = expect.fail()] = months(terms({ guarantee: { amountMinor: '6666.67' } }), ['2000']);
    expect([posted(one, 'guarantee'), money(one.paidMinor)]).toEqual(['4666.67', '6666.67']);
  });

  it('has the guarantee before the draw, and is advanced only what is still missing', () => {
    // Earned 500: guarantee +300 to 800, draw +200 to 1,000. Wrong: 500 owed (draw first), 1,300 paid.
    const both = terms({
      guarantee: { amountMinor: '800' },
      draw: { kind: 'advance', amountMinor: '1000' },
    });
    const [one = expect.fail()] = months(both, ['500']);
    expect([posted(one, 'guarantee'), posted(one, 'draw'), owed([one])]).toEqual(['300', '200', ['200']]);
  });

  it('keeps a minimum whatever is to be paid back', () => {
    // Minimum 1,200, draw 1,000, 500 owed. 1,500 − 1,200 = 300 back. Wrong: 500 back and 200 on top, lost.
    const both = terms({ draw: { kind: 'advance', amountMinor: '1000' }, minimumMinor: '1200' });
    const opening = { ...nothing, advances: [{ amountMinor: cents('500'), periods: 1 }] };
    const one = month(both, '1500', {}, opening);
    expect([money(one.paidMinor), posted(one, 'minimum'), owed([one])]).toEqual(['1200', '0', ['200']]);
  });
});

describe('a maximum', () => {
  it('carries what is above it', () => {
    // 18,000 − 15,000 = 3,000. Then 11,000 + 3,000 = 14,000. Then 16,000: 1,000 carried. Wrong: 11,000.
    const all = months(terms({ maximumMinor: '15000' }), ['18000', '11000', '16000']);
    expect(paid(all)).toEqual(['15000', '14000', '15000']);
    expect(all.map(({ closing }) => money(closing.excessMinor))).toEqual(['3000', '0', '1000']);
  });

  it('or loses it, where the plan says so, and says how much', () => {
    const [one = expect.fail()] = months(terms({ maximumMinor: '15000', payExcessLater: false }), ['18000']);
    expect([money(one.paidMinor), posted(one, 'forfeited')]).toEqual(['15000', '-3000']);
    // What was to be paid later by a plan before stays so. 16,000 + 500 − 15,000: 500 later, 1,000 lost.
    const opening = { ...nothing, excessMinor: cents('500') };
    const next = month(terms({ maximumMinor: '15000', payExcessLater: false }), '16000', {}, opening);
    expect([posted(next, 'forfeited'), money(next.closing.excessMinor)]).toEqual(['-1000', '500']);
  });

  it('does not hold back the last pay', () => {
    const opening = { ...nothing, excessMinor: cents('3000') };
    const one = month(terms({ maximumMinor: '15000' }), '14000', { exit: true }, opening);
    expect([money(one.paidMinor), one.closing]).toEqual(['17000', nothing]);
  });
});

describe('a period below zero', () => {
  it('pays nothing, and is carried', () => {
    // −1,200, then 5,000 − 1,200 = 3,800. Wrong: −1,200 paid, or 5,000 (forgotten).
    const all = months(undefined, ['-1200', '5000']);
    expect(paid(all)).toEqual(['0', '3800']);
    expect(all.map(({ closing }) => money(closing.overpaidMinor))).toEqual(['1200', '0']);
    expect(posted(all[0] ?? expect.fail(), 'carriedOut')).toBe('1200');
  });

  it('is recovered within a share of the pay', () => {
    // 5,000 × 20 % = 1,000, so 4,000 are paid; then the 200 left of 1,000 × 20 % = 200.
    const within = terms({ negativePay: { recoverWithin: '0.2' } });
    const all = months(within, ['-1200', '5000', '1000']);
    expect(paid(all)).toEqual(['0', '4000', '800']);
    expect(all.map(({ closing }) => money(closing.overpaidMinor))).toEqual(['1200', '200', '0']);
  });

  it('is not made good by a guarantee, and not owed as a draw', () => {
    // −1,200 with a guarantee of 1,000: 1,000 paid, 1,200 carried. Wrong: +2,200, and nothing carried.
    const [one = expect.fail()] = months(terms({ guarantee: { amountMinor: '1000' } }), ['-1200']);
    expect([money(one.paidMinor), posted(one, 'guarantee')]).toEqual(['1000', '1000']);
    expect(money(one.closing.overpaidMinor)).toBe('1200');
    // With a draw of 1,000 both are owed, each as what it is: 1,000 + 1,200. The next 3,500 pay back the draw
    // first: 3,500 − 1,000 = 2,500 above it, 1,000 + 1,200 back, 1,300 paid.
    const all = months(advance('1000'), ['-1200', '3500']);
    expect(all.map(({ closing }) => shown(closing))).toMatchObject([
      { owedMinor: cents('1000'), overpaidMinor: cents('1200') },
      { owedMinor: 0n, overpaidMinor: 0n },
    ]);
    expect(paid(all)).toEqual(['1000', '1300']);
  });
});

describe('what is held back', () => {
  const deal = (of: string, amount: string) => ({ of, amountMinor: cents(amount) });
  const held = (share: string, until: unknown = 'released') => terms({ holdback: { share, until } });
  const of = (
    payment: ReturnType<typeof terms> | undefined,
    earned: object[],
    opening = nothing,
    more = {},
  ) => month(payment, '0', { earned, ...more } as never, opening);

  it('is a share, until it is released', () => {
    // 10 % of 24,500 = 2,450. Wrong: 24,500 paid, or 2,450 lost.
    const one = of(held('0.1'), [deal('a', '20000'), deal('b', '4500')]);
    expect([money(one.paidMinor), money(shown(one.closing).heldMinor)]).toEqual(['22050', '2450']);
    expect(one.closing.holdings.map(({ amountMinor }) => money(amountMinor))).toEqual(['2000', '450']);
    // The release of one deal pays that of it; the release of all pays the rest.
    const live = of(held('0.1'), [], one.closing, { releases: [{ of: 'a' }] });
    expect([money(live.paidMinor), money(shown(live.closing).heldMinor)]).toEqual(['2000', '450']);
    expect(money(of(undefined, [], live.closing, { releases: [{}] }).paidMinor)).toBe('450');
  });

  it('is paid in the period in which its days are over', () => {
    // March ends on 1 April; 30 days later is 1 May, which is a day of May and not of April.
    const one = of(held('0.1', { days: 30 }), [deal('a', '1000')]);
    expect(one.closing.holdings).toMatchObject([{ of: 'a', dueOn: '2026-05-01' }]);
    const later = (from: string, to: string) =>
      of(undefined, [], one.closing, { period: { from, to } as never }).paidMinor;
    expect(money(later('2026-04-01', '2026-05-01'))).toBe('0');
    expect(money(later('2026-05-01', '2026-06-01'))).toBe('100');
  });

  it('is stopped when the deal is undone, and only what was paid is reclaimed', () => {
    // Two instalments of 500, one paid. Cancelled: −1,000 + 500 that were never paid = −500 carried, and no
    // release. Wrong: −1,000 reclaimed, or 500 released later to who has nothing to get.
    const one = of(held('0.5'), [deal('a', '1000')]);
    expect(money(one.paidMinor)).toBe('500');
    const two = of(held('0.5'), [deal('a', '-1000')], one.closing);
    expect(['clawback', 'stopped', 'carriedOut'].map((kind) => posted(two, kind))).toEqual([
      '-1000',
      '500',
      '500',
    ]);
    expect(two.closing).toEqual({ ...nothing, overpaidMinor: cents('500') });
    expect(money(two.paidMinor)).toBe('0');
    // After the release both were paid, and both are reclaimed.
    const released = of(undefined, [], one.closing, { releases: [{}] });
    const three = of(undefined, [deal('a', '-1000')], released.closing);
    expect(money(three.closing.overpaidMinor)).toBe('1000');
  });

  it('adds up to the cent', () => {
    // 10 % of 0.05 + 0.05 + 0.05 = 0.015, rounded half-even to 0.02: one cent each of two deals.
    const one = of(held('0.1'), [deal('a', '0.05'), deal('b', '0.05'), deal('c', '0.05')]);
    expect([money(one.paidMinor), one.closing.holdings.map(({ of }) => of)]).toEqual(['0.13', ['a', 'b']]);
  });
});

it('a manual adjustment is a line of its own, with its reason', () => {
  const adjustments = [{ id: 'adj_1', amountMinor: cents('250'), text: 'missing SPIFF' }];
  const one = month(undefined, '1000', { adjustments });
  expect(money(one.paidMinor)).toBe('1250');
  expect(one.postings[1]).toEqual({
    kind: 'adjustment',
    amountMinor: cents('250'),
    text: 'missing SPIFF',
    adjustment: 'adj_1',
  });
});

it('who is paid just what they earned has a settlement that follows from that', () => {
  for (const earned of ['0', '1000']) {
    const one = month(undefined, earned);
    expect([isPlain(nothing, one), plainSettlement(cents(earned))]).toEqual([
      true,
      settlementOf(nothing, one),
    ]);
  }
  const others = [month(undefined, '-1'), month(undefined, '5', {}, { ...nothing, overpaidMinor: 1n })];
  expect(others.map((one, n) => isPlain(n ? { ...nothing, overpaidMinor: 1n } : nothing, one))).toEqual([
    false,
    false,
  ]);
});
