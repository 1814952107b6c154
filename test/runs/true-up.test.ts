/** True-ups and clawbacks as laws: nothing is posted twice, and what cancels nets to nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Credit } from '../../functions/deals/crediting.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { Clawback, takenBack } from '../../functions/plans/clawback.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import { ENGINE, Manifest } from '../../functions/runs/manifest.ts';
import { amountOf, type TrueUp } from '../../functions/runs/posted.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { addDays, Day } from '../../shared/kernel/time.ts';
import { ada, company } from '../people/kit.ts';
import { cents } from '../plans/kit.ts';
import { cases } from '../kit/cases.ts';

const plan = derivedId('pln', 'sellers');
const JANUARY = Day.parse('2026-01-01');
const quarter = (id: string, from: string, to: string) => ({
  id,
  kind: 'quarter',
  from,
  to,
  endsAt: null,
  closesAt: null,
  status: 'open',
  version: 1,
});
const Q1 = quarter('2026-q1', '2026-01-01', '2026-04-01');
const Q2 = quarter('2026-q2', '2026-04-01', '2026-07-01');
const commission = (mode: string) => ({
  id: 'commission',
  name: 'Commission',
  kind: 'rate-table',
  mode,
  bands: [
    { from: '0', to: '1', rate: '0.10' },
    { from: '1', to: '1.25', rate: '0.15' },
    { from: '1.25', to: null, rate: '0.20' },
  ],
});

function manifestOf(period: typeof Q1, mode: string, clawback?: object): Manifest {
  return Manifest.parse({
    run: derivedId('run', period.id),
    engine: ENGINE,
    shards: 1,
    payees: [ada],
    currency: 'EUR',
    period,
    months: [],
    credits: [],
    org: company,
    quotas: [
      {
        person: ada,
        period: period.id,
        measure: 'bookings',
        amountMinor: cents('200000').toString(),
        currency: 'EUR',
        version: 1,
      },
    ],
    enrolments: [enrol(EnrolmentDraft.parse({ person: ada, plan, version: 1, from: JANUARY, to: null }), [])],
    teams: {},
    results: [],
    plans: [
      {
        plan,
        version: 1,
        name: 'Sellers',
        currency: 'EUR',
        period: 'quarter',
        components: [commission(mode)],
        policies: clawback ? { clawback } : {},
      },
    ],
  });
}

const credit = (name: string, day: string, amount: string, reverses?: Credit): Credit =>
  Credit.parse({
    id: derivedId('crd', name, day),
    deal: derivedId('dea', name),
    event: `${name} ${day}`,
    person: ada,
    part: 0,
    day,
    amountMinor: cents(amount).toString(),
    ...(reverses && { reverses: reverses.id, reversedDay: reverses.day }),
  });

const postedOf = (inputs: Manifest, paid: Manifest, known: Parameters<typeof correctionOf>[2]) =>
  correctionOf(inputs, [paid], known).trueUps ?? [];

const sum = (posted: readonly TrueUp[]) => posted.reduce((total, one) => total + amountOf(one), 0n);

describe('a true-up', () => {
  const first = credit('first', '2026-01-15', '230000');
  const late = credit('late', '2026-03-28', '20000');
  const posted = (before: readonly Credit[], now: readonly Credit[]) =>
    postedOf(manifestOf(Q2, 'marginal'), manifestOf(Q1, 'marginal'), { before, now });

  it('is the difference that a late credit makes where it belongs, with the deal that made it', () => {
    // 20,000 + 50,000 × 15 % = 27,500; 230,000 had paid 24,500. Wrong: 2,000 (by the open quarter's first rate).
    const [one, ...more] = posted([first], [first, late]);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      person: ada,
      period: '2026-q1',
      component: 'commission',
      deals: [late.deal],
    });
    expect([one?.beforeMinor, one?.afterMinor]).toEqual([cents('24500'), cents('27500')]);
  });

  it('that is worked out again posts nothing', () => {
    expect(posted([first, late], [first, late])).toEqual([]);
  });

  it('of credits that come and go, step by step, comes to what the last step leaves', () => {
    const amount = fc.integer({ min: -300_000, max: 300_000 }).map(String);
    const known = fc.array(
      amount.map((text) => credit(`d${text}`, '2026-02-10', text)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(known, { minLength: 2, maxLength: 5 }), (steps) => {
        const each = steps.slice(1).map((now, n) => sum(posted(steps[n] ?? [], now)));
        const whole = sum(posted(steps[0] ?? [], steps.at(-1) ?? []));
        expect(each.reduce((total, one) => total + one, 0n)).toBe(whole);
      }),
      { numRuns: cases(100) },
    );
  });
});

describe('a clawback', () => {
  const first = credit('first', '2026-01-15', '190000');
  const second = credit('second', '2026-02-15', '40000');
  const back = credit('second', '2026-04-15', '-40000', second);
  const posted = (clawback: object, before: readonly Credit[], now: readonly Credit[]) =>
    postedOf(manifestOf(Q2, 'retroactive', clawback), manifestOf(Q1, 'retroactive', clawback), {
      before,
      now,
    });
  const [before, now] = [
    [first, second],
    [first, second, back],
  ];

  it('by the open curve posts nothing of the closed period', () => {
    expect(posted({ kind: 'openPeriodCurve' }, before, now)).toEqual([]);
  });

  it('works the closed period out anew', () => {
    // 230,000 × 15 % = 34,500 and 190,000 × 10 % = 19,000.
    expect(sum(posted({ kind: 'recompute' }, before, now))).toBe(cents('-15500'));
    expect(posted({ kind: 'recompute' }, now, now)).toEqual([]);
  });

  it('takes back what its line was paid, or a part of it', () => {
    // The line of 40,000 took 190,000 from 10 to 15 %: 34,500 − 19,000.
    expect(sum(posted({ kind: 'asPaid' }, before, now))).toBe(cents('-15500'));
    expect(sum(posted({ kind: 'asPaid', share: '0.5' }, before, now))).toBe(cents('-7750'));
    expect(posted({ kind: 'asPaid', within: { months: 2 } }, before, now)).toEqual([]);
  });

  it('gives back what was taken back by a reversal that is no more', () => {
    for (const kind of ['asPaid', 'recompute']) {
      expect(sum(posted({ kind }, now, before))).toBe(cents('15500'));
    }
  });

  it('of a deal that is amended takes back all, since the deal is paid anew', () => {
    const anew = { ...credit('second', '2026-04-15', '30000'), id: 'anew' };
    expect(sum(posted({ kind: 'asPaid', share: '0.5' }, before, [...now, anew]))).toBe(cents('-15500'));
  });
});

describe('the part that is taken back', () => {
  const asPaid = (more: object) => Clawback.parse({ kind: 'asPaid', ...more }) as never;
  const part = (more: object, reversed: Day) => {
    const { num, den } = takenBack(asPaid(more), JANUARY, reversed);
    return Number(num) / Number(den);
  };

  it.each([
    ['2026-05-01', 8 / 12],
    ['2026-05-31', 8 / 12],
    ['2026-06-01', 7 / 12],
    ['2027-01-01', 0],
    ['2028-01-01', 0],
    ['2026-01-01', 1],
  ])('of twelve months, at %s, is %d', (day, expected) => {
    expect(part({ proRata: { months: 12 } }, Day.parse(day))).toBeCloseTo(expected, 12);
  });

  it('is nothing once the months within which it is have passed', () => {
    const end = Day.parse('2026-07-01');
    expect(part({ within: { months: 6 } }, addDays(end, -1))).toBe(1);
    expect(part({ within: { months: 6 } }, end)).toBe(0);
  });

  it('is above nothing, and at most all', () => {
    for (const share of ['0', '1.1'])
      expect(Clawback.safeParse({ kind: 'asPaid', share }).success).toBe(false);
    expect(Clawback.safeParse({ kind: 'recompute', share: '1' }).success).toBe(false);
  });
});
