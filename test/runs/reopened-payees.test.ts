/** Who is worked out anew by a reopening, who is held by it, and what it comes to in all. */
import { describe, expect, it } from 'vitest';
import { GoldenCase } from '../../functions/runs/cases/case.ts';
import { inputsOf } from '../../functions/runs/cases/company.ts';
import { outcomeOf } from '../../functions/runs/cases/outcome.ts';
import { personIdOf } from '../../functions/runs/cases/said.ts';
import { soldIn } from '../../functions/runs/cases/sold.ts';
import { branchOf, movedBy } from '../../functions/runs/branch.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import { type Inputs, payeesOf } from '../../functions/runs/manifest.ts';
import { amountOf } from '../../functions/runs/posted.ts';
import { movedIn, reopenedOf, summaryOf } from '../../functions/runs/reopened.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';
import { ada, ben, cem } from '../people/kit.ts';
import { cents, T } from '../plans/kit.ts';
import { knownIn, manifestOf, saidOf, type Sold } from './late-months.ts';

const [Q1, Q2, Q3] = ['2026-q1', '2026-q2', '2026-q3'].map((id) => PeriodId.parse(id)) as [
  PeriodId,
  PeriodId,
  PeriodId,
];
const TABLE_T = { period: 'quarter', components: [{ ...T, id: 'commission', name: 'Commission' }] };
const FLAT = {
  period: 'quarter',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.10' }],
};

/** P2 to P59 are paid by table T; P60 by a flat rate, from February on by mistake; P1 leads P2. */
const names = Array.from({ length: 60 }, (_, n) => `P${n + 1}`);
const sixty = GoldenCase.parse({
  name: 'Sixty',
  math: 'by hand, below',
  currency: 'EUR',
  plans: { table: TABLE_T, flat: FLAT },
  pay: [Q1, Q2, Q3],
  people: Object.fromEntries(names.map((name) => [name, name === 'P2' ? { manager: 'P1' } : {}])),
  enrolments: [
    ...names.slice(0, 59).map((person) => ({ person, plan: 'table' })),
    { person: 'P60', plan: 'flat', from: '2026-02-01' },
  ],
  quotas: [{ amount: '200000' }],
  deals: [
    ...names.map((owner, n) => ({ id: `D${n + 1}`, on: '2026-02-10', owner, amount: `${205_000 + n}` })),
    { id: 'D0', on: '2026-01-10', owner: 'P60', amount: '2100' },
  ],
  reopenings: [
    {
      period: Q1,
      in: Q2,
      quotas: [{ person: 'P3', amount: '198000' }],
      enrolments: [{ person: 'P60', plan: 'flat', to: '2026-02-01' }],
    },
  ],
  expect: { [Q1]: { P1: { total: '0' } } },
});

describe('a quarter of sixty payees that is reopened', () => {
  const pinned = (inputs: Inputs) => ({ ...inputs, payees: payeesOf(inputs) });
  const before = pinned(inputsOf(sixty)(Q1));
  const [said] = sixty.reopenings;
  const now = inputsOf({
    ...sixty,
    quotas: [...sixty.quotas, ...(said?.quotas ?? [])],
    enrolments: [...(sixty.enrolments ?? []), ...(said?.enrolments ?? [])],
  })(Q1);
  const stood = [{ before, now: branchOf(before, now) }];

  it('comes to +310.00 over 2 payees, and 58 are paid the same', () => {
    // P3: 198,000 × 10 % + 7,002 × 15 % = 20,850.30 instead of 20,000 + 5,002 × 15 % = 20,750.30. P60: 2,100 × 10 %.
    const moved = movedIn(stood);
    expect([...moved].sort()).toEqual([personIdOf('P3'), personIdOf('P60')].sort());
    const differences = reopenedOf(inputsOf(sixty)(Q2), stood, soldIn(sixty), moved);
    expect(new Map(differences.map(({ name, deltaMinor }) => [name, deltaMinor]))).toEqual(
      new Map([
        ['P3', cents('100')],
        ['P60', cents('210')],
      ]),
    );
    expect(summaryOf(stood, differences, now)).toEqual({
      changed: 2,
      unchanged: 58,
      held: 0,
      deltaMinor: cents('310'),
      currency: 'EUR',
    });
  });

  it('posts that in the next quarter, and nothing in the one after it', () => {
    const outcome = outcomeOf({ ...sixty, expect: everybody([Q1, Q2, Q3]) });
    const sum = (period: PeriodId) =>
      [...(outcome.get(period)?.values() ?? [])].reduce((total, one) => total + one.totalMinor, 0n);
    expect([sum(Q2), sum(Q3)]).toEqual([cents('310'), 0n]);
  });

  it('once more, on top of the first time, posts only what is said otherwise since', () => {
    // P3 again 200,000: −100, and 2,100 of P60 stay. Wrong: +210 (all of it by what was pinned at first).
    const [first] = sixty.reopenings;
    const again = { period: Q1, in: Q3, quotas: [{ person: 'P3', amount: '200000', measure: 'bookings' }] };
    const twice = {
      ...sixty,
      reopenings: [...(first ? [first] : []), { ...again, results: [], enrolments: [] }],
      expect: everybody([Q2, Q3]),
    };
    const seen = outcomeOf(twice).get(Q3);
    expect([seen?.get('P3')?.totalMinor, seen?.get('P60')?.totalMinor]).toEqual([cents('-100'), 0n]);
  });

  function everybody(periods: readonly PeriodId[]) {
    const expected = Object.fromEntries(names.map((name) => [name, { total: '0' }]));
    return Object.fromEntries(periods.map((period) => [period, expected]));
  }
});

describe('whom a reopening moves', () => {
  const plain = { over: 'period', mode: 'marginal', capMinor: undefined, credits: 'direct' } as const;
  const january = manifestOf(0, plain, 'openPeriodCurve');

  it('is nobody where all is said again', () => {
    const again = { ...january, quotas: january.quotas.map((one) => ({ ...one, version: 7 })) };
    expect([...movedBy(january, branchOf(january, again))]).toEqual([]);
  });

  it('is nobody of whom something is said of later days alone', () => {
    const later = Day.parse('2026-06-01');
    const member = { name: 'Ada', refs: [], lines: [{ manager: ben, from: january.period.from, to: later }] };
    const said = {
      ...january,
      org: { version: 9, people: { ...january.org.people, [ada]: { ...member, endsOn: later } } },
      enrolments: january.enrolments.map((one) => ({ ...one, to: later })),
      teams: { north: { ...january.teams['north'], [cem]: [{ from: later, to: null }] } },
    };
    expect([...movedBy(january, branchOf(january, said))]).toEqual([]);
  });

  it('is whoever reports to another, with all above them then and now', () => {
    const lines = [{ manager: cem, from: january.period.from, to: null }];
    const people = { ...january.org.people, [ada]: { name: 'Ada', refs: [], lines } };
    const moved = movedBy(january, branchOf(january, { ...january, org: { version: 9, people } }));
    expect([...moved].sort()).toEqual([ada, ben, cem].sort());
  });

  it('is whoever shares a team that is another, then and now', () => {
    const teams = { north: { [ben]: january.teams['north']?.[ben] ?? [] } };
    const moved = movedBy(january, branchOf(january, { ...january, teams }));
    expect([...moved].sort()).toEqual([ada, ben].sort());
  });

  it('is everybody in a contest with one of them', () => {
    const contest = manifestOf(0, { ...plain, contest: true }, 'openPeriodCurve');
    const enrolments = contest.enrolments.filter(({ person }) => person !== ada);
    const moved = movedBy(contest, branchOf(contest, { ...contest, enrolments }));
    expect([...moved].sort()).toEqual([ada, ben, cem].sort());
  });
});

describe('who cannot be paid by what is said now', () => {
  const plain = { over: 'period', mode: 'marginal', capMinor: undefined, credits: 'direct' } as const;
  const [january, february] = [0, 1].map((month) => manifestOf(month, plain, 'openPeriodCurve'));
  if (!january || !february) throw new Error('there are two months');
  const unasked = { ...january, quotas: january.quotas.filter(({ person }) => person !== ada) };
  // Of 100,000: 80,000 pay 50,000 × 10 % + 30,000 × 15 % + 500 = 10,000; the late 10,000 pay 15 %.
  const sold: Sold[] = [
    { who: 0, month: 0, on: 3, amount: 80_000, lateBy: 0 },
    { who: 0, month: 0, on: 9, amount: 10_000, lateBy: 1 },
  ];
  const known = knownIn(saidOf(sold), 1);

  it('keeps what they were paid, and the difference says why', () => {
    const stood = [{ before: january, now: branchOf(january, unasked) }];
    const differences = reopenedOf(february, stood, known.before, movedIn(stood));
    expect(differences).toMatchObject([
      { person: ada, components: [], deltaMinor: 0n, held: { code: 'quota.missing' } },
    ]);
    expect(summaryOf(stood, differences, february)).toMatchObject({ changed: 0, unchanged: 3, held: 1 });
  });

  it('is paid what comes late by what stood before', () => {
    const branch = branchOf(january, unasked);
    const { trueUps = [] } = correctionOf(february, [branch], known, new Set([ada]));
    expect(trueUps.map(amountOf)).toEqual([cents('1500')]);
  });

  it('gets what was posted while they were held once they can, too', () => {
    // Q1: 205,000 of 200,000 pay 20,750, of 198,000 they pay 20,850. Q2 holds her, until 10,000 of it pay 1,000.
    const held = GoldenCase.parse({
      name: 'Held',
      math: 'above',
      currency: 'EUR',
      plans: { table: TABLE_T },
      pay: [Q1, Q2, Q3],
      people: ['Ana'],
      quotas: [
        { period: Q1, amount: '200000' },
        { period: Q3, amount: '200000' },
      ],
      deals: [
        { id: 'D1', on: '2026-02-10', owner: 'Ana', amount: '205000' },
        { id: 'D2', on: '2026-05-10', owner: 'Ana', amount: '10000' },
      ],
      reopenings: [
        { period: Q1, in: Q2, quotas: [{ amount: '198000' }] },
        { period: Q2, in: Q3, quotas: [{ amount: '200000' }] },
      ],
      expect: { [Q2]: { Ana: { total: '0' } }, [Q3]: { Ana: { total: '1100' } } },
    });
    const outcome = outcomeOf(held);
    expect(outcome.get(Q2)?.get('Ana')).toMatchObject({ totalMinor: 0n, hold: 'quota.missing' });
    expect(outcome.get(Q3)?.get('Ana')?.totalMinor).toBe(cents('1100'));
  });

  it('gets the whole once they can', () => {
    const stood = [{ before: unasked, now: branchOf(unasked, january) }];
    const [one] = reopenedOf(february, stood, known.before, movedIn(stood));
    expect(one).toMatchObject({
      person: ada,
      deltaMinor: cents('10000'),
      wasHeld: { code: 'quota.missing' },
    });
    const again = branchOf(branchOf(unasked, january), unasked);
    const { trueUps = [] } = correctionOf(february, [again], known, new Set([ada]));
    expect(trueUps.map(amountOf), 'and what comes late').toEqual([cents('1500')]);
  });
});
