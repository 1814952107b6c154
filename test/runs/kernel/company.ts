/** A company of eight, made by chance: lines that move, people who leave, plans, quotas and credits of a quarter. */
import fc from 'fast-check';
import { blockOfEntries } from '../../../functions/deals/credit-block.ts';
import { Credit } from '../../../functions/deals/crediting.ts';
import type { Entry } from '../../../functions/deals/page.ts';
import { Org } from '../../../functions/people/org.ts';
import { enrol, EnrolmentDraft } from '../../../functions/plans/enrolment.ts';
import { groundOf } from '../../../functions/runs/kernel/ground.ts';
import type { Ground } from '../../../functions/runs/kernel/payees.ts';
import { numbered } from '../../../functions/runs/kernel/stretches.ts';
import { Inputs, payeesOf } from '../../../functions/runs/manifest.ts';
import { derivedId, type PersonId } from '../../../shared/kernel/ids.ts';
import { addDays, type Day } from '../../../shared/kernel/time.ts';
import { person } from '../../people/kit.ts';
import { Amount, Plan, Quota } from './kit.ts';

const FIRST = '2026-01-01' as Day;
const DAYS = 90;
export const PERIOD = { id: '2026-q1', kind: 'quarter', from: FIRST, to: addDays(FIRST, DAYS) };
const PEOPLE = 8;
const people = Array.from({ length: PEOPLE }, (_, n) => person(`P${n}`));
const nobody = person('gone');

const QUOTA = { period: PERIOD.id, currency: 'EUR', version: 1 };

const OnDay = fc.integer({ min: 0, max: DAYS - 1 });
const Who = fc.integer({ min: 0, max: PEOPLE - 1 });
const day = (n: number) => addDays(FIRST, n);

/** Each line goes to somebody with a lower number, or to nobody; the second holds from some day on. */
const Member = fc.record({
  managers: fc.tuple(Who, Who),
  moves: fc.integer({ min: 1, max: DAYS + 20 }),
  endsOn: fc.option(OnDay, { nil: undefined, freq: 5 }),
});
const Orgs = fc.array(Member, { minLength: PEOPLE, maxLength: PEOPLE }).map((members): Org => {
  const above = (n: number, to: number) => (to < n ? (people[to] as PersonId) : null);
  const entries = members.map(({ managers, moves, endsOn }, n) => {
    const lines = [
      { manager: above(n, managers[0]), from: addDays(FIRST, -30), to: day(moves) },
      { manager: above(n, managers[1]), from: day(moves), to: null },
    ];
    const said = endsOn === undefined ? {} : { endsOn: day(endsOn) };
    return [people[n] as PersonId, { name: `P${n}`, refs: [], lines, ...said }] as const;
  });
  return Org.parse({ version: 1, people: Object.fromEntries(entries) });
});

const Credited = fc.record({
  who: fc.oneof({ weight: 20, arbitrary: Who }, { weight: 1, arbitrary: fc.constant(-1) }),
  deal: fc.integer({ min: 0, max: 9 }),
  part: fc.integer({ min: 0, max: 2 }),
  on: fc.integer({ min: -3, max: DAYS + 2 }),
  amount: Amount,
  /** On top of the sale, what was collected of it, or of a deal that was another's until it changed hands. */
  besides: fc.constantFrom<string | undefined>(
    ...Array(14).fill(undefined),
    'overlay',
    'cash',
    'cash',
    'transfer',
    'reversal',
  ),
  before: Who,
});
const besides = (what: string | undefined, before: number, won: Day) => {
  if (what === 'overlay') return { role: what };
  if (what === 'cash') return { clock: what };
  if (what === 'reversal') return { reverses: 'earlier', reversedDay: addDays(won, -80) };
  return what && { from: { person: people[before], on: addDays(won, -40), won } };
};
export const Credits = fc.array(Credited, { minLength: 5, maxLength: 40 }).map((all) =>
  all.map(({ who, deal, part, on, amount, besides: what, before }, n) =>
    Credit.parse({
      id: derivedId('crd', String(n)),
      deal: derivedId('dea', String(deal)),
      event: 'won',
      person: who < 0 ? nobody : people[who],
      part,
      day: day(on),
      amountMinor: amount.toString(),
      ...besides(what, before, day(on)),
    }),
  ),
);

/** Two plans, and for each person enrolments that do not overlap in a plan, perhaps for a part of the quarter. */
const Enrolled = fc.record({
  who: Who,
  plan: fc.constantFrom(0, 1),
  from: OnDay,
  days: fc.integer({ min: 1, max: 120 }),
  /** Goes on by other terms, as it were. */
  again: fc.boolean(),
  /** Of which there is a rate, or none. */
  paidIn: fc.constantFrom(...Array(5).fill(undefined), 'GBP', 'GBP', 'CHF'),
});
const planId = (n: number) => derivedId('pln', String(n));

/** Who is in the one team, and the scores that somebody recorded. */
const Beside = fc.record({
  team: fc.uniqueArray(Who, { maxLength: 4 }),
  scored: fc.uniqueArray(Who, { maxLength: PEOPLE }),
  /** To whom something came late of the quarter before. */
  late: fc.oneof(fc.constant<number[]>([]), fc.uniqueArray(Who, { maxLength: 2 })),
  /** Balances that the quarter opens with, of a few. */
  opened: fc.uniqueArray(fc.record({ who: Who, over: fc.nat(10 ** 6), held: fc.nat(1), waits: fc.nat(2) }), {
    selector: ({ who }) => who,
    maxLength: 3,
  }),
});
const lateOf = (who: number) => ({
  person: people[who],
  plan: planId(0),
  planVersion: 1,
  component: 'c0',
  name: 'C 0',
  period: '2025-q4',
  beforeMinor: '5000',
  afterMinor: String(4_000 + who * 500),
  deals: [derivedId('dea', '4')],
  events: ['late'],
});
const holding = { of: derivedId('dea', '3'), amountMinor: '40000', dueOn: null };
/** For cash, of which some may come in the quarter, whoever is paid or held. */
const waiting = {
  of: derivedId('dea', '4'),
  by: 'quarter',
  release: [{ on: 'cash', share: '1' }],
  earnedMinor: '70000',
  payableMinor: '0',
  dealMinor: '9000000',
  invoiceMinor: '0',
  cashMinor: '0',
  movedIn: '2025-10-01',
};
const MEASURES = ['bookings', 'below', 'both'];

export const Companies = fc
  .record({
    org: Orgs,
    plans: fc.tuple(Plan, Plan),
    enrolled: fc.uniqueArray(Enrolled, { selector: ({ who, plan }) => `${who} ${plan}`, maxLength: 12 }),
    quotas: fc.array(fc.option(Quota, { nil: undefined, freq: 8 }), { minLength: PEOPLE, maxLength: PEOPLE }),
    beside: Beside,
  })
  .map(({ org, plans, enrolled, quotas, beside: { team, scored, opened, late } }) => {
    const digits = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
    const plain = {
      currency: 'EUR',
      period: { ...PERIOD, endsAt: null, closesAt: null, status: 'open', version: 1 },
      months: [],
      credits: [],
      org,
      quotas: quotas.flatMap((amountMinor, who) =>
        amountMinor === undefined
          ? []
          : MEASURES.map((measure) => ({ ...QUOTA, measure, person: people[who], amountMinor })),
      ),
      enrolments: enrolled.flatMap(({ who, plan, from, days, again, paidIn }) => {
        const [first, last] = [from - 20, from - 20 + days];
        const spans = again
          ? [
              [first, last],
              [last, last + 15],
            ]
          : [[first, last]];
        return spans.map(([start, end]) =>
          enrol(
            EnrolmentDraft.parse({
              person: people[who],
              plan: planId(plan),
              version: 1,
              from: day(start as number),
              to: day(end as number),
              ...(paidIn && { payCurrency: paidIn }),
            }),
            [],
          ),
        );
      }),
      plans: plans.map((plan, n) => ({
        ...plan,
        plan: planId(n),
        version: 1,
        name: `Plan ${n}`,
        currency: 'EUR',
        period: 'quarter',
      })),
      teams: { north: Object.fromEntries(team.map((who) => [people[who], [{ from: FIRST, to: null }]])) },
      payRates: [{ to: 'GBP', by: 'periodEnd', rate: '0.8123' }],
      openings: opened.map(({ who, over, held, waits }) => ({
        person: people[who],
        balances: {
          advances: [],
          overpaidMinor: String(over),
          excessMinor: '0',
          holdings: held ? [holding] : [],
          ...(waits === 1 && { waiting: [waiting] }),
        },
      })),
      ...(late.length > 0 && { trueUps: late.map(lateOf) }),
      results: scored.map((who) => ({ person: people[who], name: 'score', value: '0.9' })),
    };
    return Inputs.parse(JSON.parse(JSON.stringify(plain, digits)));
  });

/** The same credits as they lie in pages: each deal is an entry. */
export function laidOut(inputs: Inputs, credits: readonly Credit[]): Ground {
  const numbers = numbered(inputs.org, payeesOf(inputs), Object.values(inputs.teams));
  const numbering = {
    first: inputs.period.from,
    numberOf: (one: PersonId) => numbers.of.get(one) ?? numbers.ids.length,
    nobody: numbers.ids.length,
  };
  const deals = Map.groupBy(credits, ({ deal }) => deal);
  const entries = [...deals].map(([deal, credits]): Entry => ({ deal, version: 1, changes: [], credits }));
  const block = blockOfEntries(() => entries, numbering);
  if (!block) throw new Error('every credit fits a column');
  return groundOf(inputs, numbers, [{ ...block, month: 0 }]);
}
