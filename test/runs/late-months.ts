/** Three people who are paid by the month, made by chance: what they sell is heard of late, unsaid, or cancelled. */
import fc from 'fast-check';
import { Credit } from '../../functions/deals/crediting.ts';
import { withMember } from '../../functions/people/org.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { calculatorOf } from '../../functions/runs/calculate.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import { type Reached, reachedAfter } from '../../functions/runs/interval.ts';
import { ENGINE, Manifest } from '../../functions/runs/manifest.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { addDays, addMonths, Day } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company } from '../people/kit.ts';

export const MONTHS = 5;
/** Ada reports to Ben, and is in a team with him; Cem stands alone. */
export const PEOPLE = [ada, ben, cem];
const FIRST = Day.parse('2026-01-01');
const startOf = (month: number) => addMonths(FIRST, month);
const plan = derivedId('pln', 'sellers');
type Over = 'period' | 'quarter' | 'year';
export type Policy = 'openPeriodCurve' | 'recompute';

/** A deal: won in a month and heard of in another; perhaps cancelled, or never so, as is heard of later still. */
export type Sold = {
  readonly who: number;
  readonly month: number;
  readonly on: number;
  readonly amount: number;
  readonly lateBy: number;
  /** So many months after it was heard of, it is said that it never was; or, that it is cancelled since then. */
  readonly undone?: { readonly after: number; readonly how: 'unsaid' | 'cancelled' } | undefined;
};

export const Sales = fc.array(
  fc.record({
    who: fc.constantFrom(0, 0, 0, 1, 2),
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
export const Plans = fc.record({
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
    person: PEOPLE[who],
    part: 0,
    day: addDays(startOf(month), on),
    amountMinor: `${amount}00`,
  });
}

export function manifestOf(
  month: number,
  { over, mode, capMinor, credits, contest }: Terms,
  policy: Policy,
): Manifest {
  const id = `2026-m0${month + 1}`;
  const interval = over === 'quarter' ? 3 : 12;
  const end = addMonths(FIRST, (Math.floor(month / interval) + 1) * interval);
  const of = { measure: 'bookings', amountMinor: '10000000' };
  const people = PEOPLE;
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
    teams: { north: Object.fromEntries([ada, ben].map((person) => [person, [{ from: FIRST, to: null }]])) },
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

export type Known = (month: number) => Credit[];

/** Every month is run in its turn, with what is known by then. */
export function paidFor(known: Known, terms: Terms, policy: Policy = 'openPeriodCurve') {
  const paid: Manifest[] = [];
  let reached: Reached[] = [];
  const totals = new Map(PEOPLE.map((person) => [person, 0n]));
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

export const only = ({ before, now }: ReturnType<typeof knownIn>, wanted: (credit: Credit) => boolean) => ({
  before: before.filter(wanted),
  now: now.filter(wanted),
});

export function knownIn(known: Known, month: number) {
  const upTo = (end: Day, credits: readonly Credit[]) => credits.filter(({ day }) => day < end);
  return {
    before: upTo(startOf(month), known(month - 1)),
    now: upTo(startOf(month + 1), known(month)),
  };
}

export const saidOf =
  (sales: readonly Sold[]): Known =>
  (month) =>
    sales.flatMap((sold, n) => creditsOf(sold, n, month));
/** As if everything that is so in the end had been known from the first month on. */
export const atOnce =
  (sales: readonly Sold[]): Known =>
  () =>
    saidOf(sales)(MONTHS);
