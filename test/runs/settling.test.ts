/** Settlement in a run: whose turn it is, what a payee opens with, by whose terms, and who leaves. */
import { describe, expect, it } from 'vitest';
import { AdjustmentDraft, decide, propose } from '../../functions/ledger/adjustment.ts';
import { nothing } from '../../functions/ledger/balances.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { calculatorOf } from '../../functions/runs/calculate.ts';
import { Inputs, payeesOf } from '../../functions/runs/manifest.ts';
import { nextToRun, runBefore } from '../../functions/runs/run.ts';
import { closingsOf, settlePayee, totalSettled } from '../../functions/runs/settling.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { instantOf } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day } from '../people/kit.ts';
import { year2026 } from '../periods/kit.ts';
import { cents } from '../plans/kit.ts';

const MARCH = year2026.find(({ id }) => id === '2026-m03') ?? expect.fail();
const NOW = instantOf(Date.UTC(2026, 2, 10));
const by = { principal: cem, now: NOW, today: day('2026-03-10') };
const planNamed = (name: string, payment?: object) => ({
  plan: derivedId('pln', name),
  version: 1,
  name,
  currency: 'EUR',
  period: 'month',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' }],
  ...(payment && { payment }),
});
const plans = [
  planNamed('small', { minimumMinor: '10000' }),
  planNamed('large', { minimumMinor: '31000' }),
  planNamed('plain'),
];
const enrolled = (person: string, name: string, from: string, to: string | null = null) =>
  enrol(EnrolmentDraft.parse({ person, plan: derivedId('pln', name), version: 1, from, to }), []);

const plain = { currency: 'EUR', period: MARCH, months: [], credits: [], org: company };
const inputsOf = (more: object): Inputs => ({
  ...Inputs.parse({ ...plain, quotas: [], enrolments: [], plans, teams: {}, results: [] }),
  ...more,
});
const settled = (inputs: Inputs, payee: typeof ada) =>
  settlePayee(inputs, calculatorOf(inputs, [])(payee)) ?? expect.fail();

const adjusted = (person: typeof ada, asked: object) => {
  const draft = AdjustmentDraft.parse({ period: MARCH.id, reason: 'because', ...asked });
  const id = derivedId(`adj_${MARCH.id}`, person, JSON.stringify(asked));
  const proposed = propose(draft, { person, period: MARCH }, id, by);
  return decide(proposed, 'approved', MARCH, { ...by, principal: ben === person ? ada : ben });
};

describe('a payee', () => {
  it('is paid by the terms that stand last in the period, by days', () => {
    // From 17 March, 15 of 31 days of 310: 150. Wrong: 100 (the first), 250 (both), 310 (all of it).
    const enrolments = [
      enrolled(ada, 'large', '2026-03-17'),
      enrolled(ada, 'small', '2026-01-01', '2026-03-17'),
    ];
    expect(settled(inputsOf({ enrolments }), ada).paidMinor).toBe(cents('150'));
  });

  it('opens with their own balances, and closes with what the period makes of them', () => {
    const openings = [
      { person: ada, balances: { ...nothing, overpaidMinor: cents('30') } },
      { person: ben, balances: { ...nothing, overpaidMinor: cents('7') } },
    ];
    const adjustments = [adjusted(ada, { amountMinor: '10000' })];
    const inputs = inputsOf({ openings, adjustments, enrolments: [enrolled(ada, 'plain', '2026-01-01')] });
    const one = settled(inputs, ada);
    expect([one.opening.overpaidMinor, one.paidMinor]).toEqual([cents('30'), cents('70')]);
    // Ben is not paid in this period, and owes what he owed.
    const total = { payee: ada, totalMinor: 0n, lines: 0, hash: '' };
    expect(closingsOf(inputs, [{ ...total, ...totalSettled(one) }])).toEqual([openings[1]]);
    // Who is held is not settled.
    expect(closingsOf(inputs, [{ ...total, hold: 'quota.missing' }])).toEqual(openings);
    const held = { ...calculatorOf(inputs, [])(ada), hold: { code: 'x', message: 'x' } };
    expect(settlePayee(inputs, held)).toBeUndefined();
  });

  it('leaves with the last enrolment, and not with one that is followed by another', () => {
    const owed = { ...nothing, excessMinor: cents('5') };
    const paidWith = (...enrolments: object[]) =>
      settled(inputsOf({ openings: [{ person: ada, balances: owed }], enrolments }), ada).paidMinor;
    expect(paidWith(enrolled(ada, 'plain', '2026-01-01', '2026-04-01'))).toBe(cents('5'));
    const next = enrolled(ada, 'small', '2026-05-01');
    expect(paidWith(enrolled(ada, 'plain', '2026-01-01', '2026-04-01'), next)).toBe(0n);
  });

  it('is one for an adjustment, or for what falls due, even without a plan', () => {
    const holding = { of: 'dea_1', amountMinor: cents('9') };
    const due = (dueOn: string) => [
      { person: ben, balances: { ...nothing, holdings: [{ ...holding, dueOn: day(dueOn) }] } },
    ];
    const adjustments = [adjusted(ada, { amountMinor: '100' })];
    const inputs = inputsOf({ adjustments, openings: due('2026-03-31') });
    expect(payeesOf(inputs)).toEqual([ada, ben].sort());
    expect(settled(inputs, ben).paidMinor).toBe(cents('9'));
    expect(payeesOf(inputsOf({ openings: due('2026-04-01') }))).toEqual([]);
  });

  it('gets what is held back when its release is approved', () => {
    const holdings = [{ of: derivedId('dea', 'one'), amountMinor: cents('9'), dueOn: null }];
    const openings = [{ person: ada, balances: { ...nothing, holdings } }];
    const released = (release: string) =>
      settled(inputsOf({ openings, adjustments: [adjusted(ada, { release })] }), ada).paidMinor;
    expect(['all', derivedId('dea', 'one'), derivedId('dea', 'two')].map(released)).toEqual([
      cents('9'),
      cents('9'),
      0n,
    ]);
  });
});

describe('a payee whom no plan pays any more', () => {
  const waits = (by: string) => ({
    of: 'dea_x',
    by,
    release: [{ on: 'cash' as const, share: '1' }],
    movedIn: day('2026-01-01'),
    earnedMinor: 9n,
    payableMinor: 0n,
    dealMinor: 0n,
    invoiceMinor: 0n,
    cashMinor: 0n,
  });

  it('is settled while deals wait, by the kind of periods that they wait for', () => {
    const openings = [
      { person: ada, balances: { ...nothing, waiting: [waits('month')] } },
      { person: ben, balances: { ...nothing, waiting: [waits('quarter')] } },
    ];
    expect(payeesOf(inputsOf({ openings }))).toEqual([ada]);
  });
});

describe('runs of periods', () => {
  const run = (name: string) => derivedId('run', name) as never;
  const published = (...ids: string[]) =>
    ids.map((id) => ({ period: id as never, run: run(id), digest: '', publishedAt: NOW }));
  const closing = (...ids: string[]) =>
    year2026.map((each) => (ids.includes(each.id) ? { ...each, status: 'calculating' as const } : each));
  const named = (id: string) => year2026.find((each) => each.id === id) ?? expect.fail();

  it('come one after the other, a quarter after its last month', () => {
    const periods = closing('2026-q1', '2026-m03', '2026-m02');
    expect(nextToRun(periods, [])?.id).toBe('2026-m02');
    expect(nextToRun(periods, published('2026-m02'))?.id).toBe('2026-m03');
    expect(nextToRun(periods, published('2026-m02', '2026-m03'))?.id).toBe('2026-q1');
    expect(nextToRun(periods, published('2026-m02', '2026-m03', '2026-q1'))).toBeUndefined();
  });

  it('open as the last one before closed, whatever was published since', () => {
    const all = published('2026-m01', '2026-m02', '2026-m03', '2026-q1');
    expect(runBefore(year2026, all, named('2026-m01'))).toBeUndefined();
    expect(runBefore(year2026, all, named('2026-q1'))).toBe(run('2026-m03'));
    expect(runBefore(year2026, all, named('2026-m05'))).toBe(run('2026-q1'));
    expect(runBefore(year2026, all, named('2026-m03'))).toBe(run('2026-m02'));
  });
});
