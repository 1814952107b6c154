/** Late facts as laws: whenever they are heard of, all periods together pay what they would have paid at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Credit } from '../../functions/deals/crediting.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { calculatorOf } from '../../functions/runs/calculate.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import { type Reached, reachedAfter } from '../../functions/runs/interval.ts';
import { withMember } from '../../functions/people/org.ts';
import { ENGINE, Manifest } from '../../functions/runs/manifest.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { addDays, addMonths, Day } from '../../shared/kernel/time.ts';
import { ada, ben, company } from '../people/kit.ts';
import { SEED } from './kernel/kit.ts';

const RUNS = { numRuns: 30, seed: SEED };
const MONTHS = 5;
const FIRST = Day.parse('2026-01-01');
const startOf = (month: number) => addMonths(FIRST, month);
const plan = derivedId('pln', 'sellers');
type Over = 'period' | 'quarter' | 'year';
type Policy = 'openPeriodCurve' | 'recompute';

/** A deal: won in a month and heard of in another; perhaps cancelled, or never so, as is heard of later still. */
type Sold = {
  readonly who: number;
  readonly month: number;
  readonly on: number;
  readonly amount: number;
  readonly lateBy: number;
  /** So many months after it was heard of, it is said that it never was; or, that it is cancelled since then. */
  readonly undone?: { readonly after: number; readonly how: 'unsaid' | 'cancelled' } | undefined;
};

const Sales = fc.array(
  fc.record({
    who: fc.constantFrom(0, 0, 0, 1),
    month: fc.nat(3),
    on: fc.nat(27),
    amount: fc.integer({ min: -10_000, max: 60_000 }),
    lateBy: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 })),
    undone: fc.option(
      fc.record({ after: fc.nat(2), how: fc.constantFrom('unsaid' as const, 'cancelled' as const) }),
      { nil: undefined },
    ),
  }),
  { minLength: 3, maxLength: 7 },
);
const Plans = fc.record({
  over: fc.constantFrom<Over>('period', 'quarter', 'year', 'year'),
  mode: fc.constantFrom('marginal', 'retroactive'),
  capMinor: fc.option(fc.constant('1500000'), { nil: undefined }),
  credits: fc.constantFrom('direct', 'direct', 'both', 'team'),
});
type Terms = {
  over: Over;
  mode: string;
  capMinor: string | undefined;
  credits: string;
  /** 300 for each deal, as long as 700 last in a month. */
  contest?: boolean;
};

const heardIn = ({ month, lateBy }: Sold) => Math.min(month + lateBy, MONTHS - 1);
const undoneIn = (sold: Sold) =>
  sold.undone ? Math.min(heardIn(sold) + sold.undone.after, MONTHS - 1) : Infinity;

/** What is known of a deal in the run of a month. */
function creditsOf(sold: Sold, n: number, month: number): Credit[] {
  if (month < heardIn(sold)) return [];
  const isUndone = month >= undoneIn(sold);
  if (isUndone && sold.undone?.how === 'unsaid') return [];
  const credit = creditOf(sold, n, sold.month, `${sold.amount}`);
  if (!isUndone) return [credit];
  const back = { ...creditOf(sold, n, undoneIn(sold), `${-sold.amount}`), reverses: credit.id };
  return [credit, { ...back, reversedDay: credit.day }];
}

function creditOf({ who, on }: Sold, n: number, month: number, amount: string): Credit {
  return Credit.parse({
    id: derivedId('crd', String(n), amount),
    deal: derivedId('dea', String(n)),
    event: `${month}`,
    person: who === 0 ? ada : ben,
    part: 0,
    day: addDays(startOf(month), on),
    amountMinor: `${amount}00`,
  });
}

function manifestOf(
  month: number,
  { over, mode, capMinor, credits, contest }: Terms,
  policy: Policy,
): Manifest {
  const id = `2026-m0${month + 1}`;
  const interval = over === 'quarter' ? 3 : 12;
  const end = addMonths(FIRST, (Math.floor(month / interval) + 1) * interval);
  const of = { measure: 'bookings', amountMinor: '10000000' };
  const people = [ada, ben];
  return Manifest.parse({
    run: derivedId('run', id),
    engine: ENGINE,
    shards: 1,
    payees: [...people].sort(),
    currency: 'EUR',
    period: {
      id,
      kind: 'month',
      from: startOf(month),
      to: startOf(month + 1),
      endsAt: null,
      closesAt: null,
      status: 'open',
      version: 1,
    },
    months: [],
    credits: [],
    org: BELOW_BEN,
    quotas: people.map((person) => ({ ...of, person, period: id, currency: 'EUR', version: 1 })),
    ...(over !== 'period' && {
      intervals: { [over]: end },
      intervalQuotas: people.map((person) => ({ ...of, person, over })),
    }),
    enrolments: people.map((person) =>
      enrol(EnrolmentDraft.parse({ person, plan, version: 1, from: FIRST, to: null }), []),
    ),
    teams: { north: Object.fromEntries(people.map((person) => [person, [{ from: FIRST, to: null }]])) },
    results: [],
    plans: [
      {
        plan,
        version: 1,
        name: 'Sellers',
        currency: 'EUR',
        period: 'month',
        measures: [
          { id: 'bookings', over, credits },
          { id: 'deals', counts: 'deals' },
        ],
        components: [
          {
            id: 'commission',
            name: 'Commission',
            kind: 'rate-table',
            mode,
            bands: [
              { from: '0', to: '0.5', rate: '0.1' },
              { from: '0.5', to: '1', rate: '0.15' },
              { from: '1', to: null, rate: '0.2' },
            ],
            ...(capMinor && { capMinor }),
          },
          { id: 'bonus', name: 'Bonus', kind: 'attainment-bonus', at: '0.75', amountMinor: '50000' },
          ...(contest ? [CONTEST] : []),
        ],
        policies: { clawback: { kind: policy } },
      },
    ],
  });
}

const CONTEST = {
  id: 'contest',
  name: 'Contest',
  kind: 'spiff',
  measure: 'deals',
  amountMinor: '30000',
  budgetMinor: '70000',
  from: FIRST,
  to: startOf(MONTHS),
};
const line = { manager: ben, from: FIRST, to: null };
const BELOW_BEN = withMember(company, ada, { name: 'Ada', refs: [], lines: [line] });

type Known = (month: number) => Credit[];

/** Every month is run in its turn, with what is known by then. */
function paidFor(known: Known, terms: Terms, policy: Policy = 'openPeriodCurve') {
  const paid: Manifest[] = [];
  let reached: Reached[] = [];
  const totals = new Map([ada, ben].map((person) => [person, 0n]));
  for (let month = 0; month < MONTHS; month++) {
    const opened = { ...manifestOf(month, terms, policy), reached };
    const inputs = { ...opened, ...correctionOf(opened, paid, knownIn(known, month)) };
    const calculate = calculatorOf(inputs, known(month));
    const results = inputs.payees.map(calculate);
    for (const { payee, totalMinor } of results) totals.set(payee, (totals.get(payee) ?? 0n) + totalMinor);
    const found = results.flatMap((one) => one.reached ?? []);
    reached = reachedAfter(inputs, found);
    paid.push(inputs);
  }
  return { totals: [...totals.values()], paid, reached };
}

function knownIn(known: Known, month: number) {
  const upTo = (end: Day, credits: readonly Credit[]) => credits.filter(({ day }) => day < end);
  return {
    before: upTo(startOf(month), known(month - 1)),
    now: upTo(startOf(month + 1), known(month)),
  };
}

const saidOf =
  (sales: readonly Sold[]): Known =>
  (month) =>
    sales.flatMap((sold, n) => creditsOf(sold, n, month));
/** As if everything that is so in the end had been known from the first month on. */
const atOnce =
  (sales: readonly Sold[]): Known =>
  () =>
    saidOf(sales)(MONTHS);

describe(`what is heard of late (seed ${SEED})`, () => {
  const neverCancelled = (sales: readonly Sold[]) =>
    sales.filter(({ undone }) => undone?.how !== 'cancelled');

  it('comes, over all periods, to what it would have paid in time; unsaid again, to nothing', () => {
    fc.assert(
      fc.property(Sales, Plans, fc.boolean(), (all, said, contest) => {
        const sales = neverCancelled(all);
        const terms = { ...said, contest };
        expect(paidFor(saidOf(sales), terms).totals).toEqual(paidFor(atOnce(sales), terms).totals);
      }),
      RUNS,
    );
  });

  it('is posted once: worked out again, it adds no line and moves no opening', () => {
    fc.assert(
      fc.property(
        Sales,
        Plans,
        fc.constantFrom<Policy>('openPeriodCurve', 'recompute'),
        (sales, terms, policy) => {
          const { paid, reached } = paidFor(saidOf(sales), terms, policy);
          const next = { ...manifestOf(MONTHS, terms, policy), reached };
          const known = saidOf(sales)(MONTHS);
          const { trueUps = [], reached: opened = reached } = correctionOf(next, paid, {
            before: known,
            now: known,
          });
          expect(trueUps).toEqual([]);
          expect(new Set(opened.map(textOf))).toEqual(new Set(reached.map(textOf)));
        },
      ),
      RUNS,
    );
  });

  it('names the deals that moved it, and nobody whom they do not reach', () => {
    fc.assert(
      fc.property(Sales, Plans, (all, terms) => {
        const sales = neverCancelled(all);
        const { paid } = paidFor(saidOf(sales), terms);
        for (const { person, deals } of paid.flatMap(({ trueUps = [] }) => trueUps)) {
          const own = sales.flatMap(({ who }, n) =>
            who === (person === ada ? 0 : 1) ? [derivedId('dea', String(n))] : [],
          );
          expect(deals.length).toBeGreaterThan(0);
          if (terms.credits === 'direct') expect(own).toEqual(expect.arrayContaining(deals));
        }
      }),
      RUNS,
    );
  });
});

describe(`a deal that is cancelled (seed ${SEED})`, () => {
  it('comes to nothing where its period is worked out anew, whenever either is heard of', () => {
    fc.assert(
      fc.property(Sales, Plans, (sales, terms) => {
        const stands = sales.map((sold) => (sold.undone ? { ...sold, amount: 0 } : sold));
        expect(paidFor(saidOf(sales), terms, 'recompute').totals).toEqual(
          paidFor(atOnce(stands), terms, 'recompute').totals,
        );
      }),
      RUNS,
    );
  });
});

function textOf(one: Reached): string {
  return JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
