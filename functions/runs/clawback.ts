/**
 * What is posted of a published period in an open one, by what is known of its credits now and was known before:
 * true-ups; and what reversals take back of it, by the policy of the plan that the payee is in by now.
 *
 *   asPaid       5,000 × 10 % = 500 in January, cancelled in March           −500 in March
 *   recompute    230,000 × 15 % = 34,500; without 40,000 it is 190,000 × 10 %    −15,500
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { fraction, roundHalfEven, times } from '../../shared/kernel/rational.ts';
import { covers } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/credit.ts';
import { type Clawback, takenBack } from '../plans/clawback.ts';
import type { Calculator, PayeeResult } from './calculate.ts';
import { enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import {
  type Carried,
  nameIn,
  nothingCarried,
  type Pinned,
  plansOf,
  type Twice,
  workedOutTwice,
} from './true-up.ts';

/** All credits from the first day of the first published period up to the end of the open one. */
export type Known = { readonly before: readonly Credit[]; readonly now: readonly Credit[] };

/** What goes on from one published period to the next: with all that was credited, and without what is gone by now. */
export type Going = { readonly all: Carried; readonly lacking: Carried };
export const nothingGoing: Going = { all: nothingCarried, lacking: nothingCarried };

/** What an open period posts of a published one, and how it finds the next. */
type Posted = { readonly trueUps: readonly TrueUp[]; readonly going: Going };

/** `paid` is what the published period's own run was calculated from, `inputs` those of the open one. */
export function postedOf(inputs: Inputs, paid: Pinned, { before, now }: Known, going: Going): Posted {
  const of = (all: readonly Credit[]) => all.filter(({ day }) => covers(paid.period, day));
  const [was, is] = [of(before), of(now)];
  const [backBefore, back] = [reversalsOf(paid, before), reversalsOf(paid, now)];
  const kinds = [...inputs.plans, ...plansOf(paid)].map((plan) => plan.policies.clawback?.kind);
  const isAnew = (one: Paying) => isWorkedOutAnew(inputs, paid, one);
  const all = workedOutTwice(paid, { before: was, now: is }, going.all);
  const known = { before: lacking(was, backBefore), now: lacking(is, back) };
  const anew = kinds.includes('recompute') ? workedOutTwice(paid, known, going.lacking) : undefined;
  const moved = { backBefore, back, now };
  return {
    trueUps: [
      ...all.trueUps.filter((one) => !isAnew(one)),
      ...(anew?.trueUps ?? []).filter(isAnew),
      ...(kinds.includes('asPaid') ? takenBackOf(inputs, paid, all, moved) : []),
    ],
    going: { all: all.carried, lacking: anew?.carried ?? nothingCarried },
  };
}

type Paying = Pick<TrueUp, 'person' | 'plan' | 'planVersion'>;

/** Whether what a reversal takes back of it is found by working its period out without the credit. */
export function isWorkedOutAnew(inputs: Inputs, paid: Pinned, of: Paying): boolean {
  return policyOf(inputs, paid, of)?.kind === 'recompute';
}

/** Reversals after a period of what was credited in it. */
export function reversalsOf({ period }: Pinned, credits: readonly Credit[]): Credit[] {
  return credits.filter(
    ({ day, reversedDay }) => reversedDay && covers(period, reversedDay) && !covers(period, day),
  );
}

export function lacking(credits: readonly Credit[], reversals: readonly Credit[]): Credit[] {
  const gone = new Set(reversals.map(({ reverses }) => reverses));
  return credits.filter(({ id }) => !gone.has(id));
}

type Moved = Readonly<Record<'backBefore' | 'back' | 'now', readonly Credit[]>>;

/**
 * Of each reversal that is new, and of one that is no more, what its credit was paid: a part of it by the policy,
 * all of it where the deal is amended, since what it is now is paid anew.
 */
function takenBackOf(inputs: Inputs, paid: Pinned, run: Twice, { backBefore, back, now }: Moved): TrueUp[] {
  const [old, fresh] = [new Set(backBefore.map(({ id }) => id)), new Set(back.map(({ id }) => id))];
  const come = back.filter(({ id }) => !old.has(id));
  const gone = backBefore.filter(({ id }) => !fresh.has(id));
  const anew = givingAnew(now);
  return [
    ...asPaid(inputs, paid, { calculate: run.now, reversals: come, sign: -1n, anew }),
    ...asPaid(inputs, paid, { calculate: run.before, reversals: gone, sign: 1n, anew }),
  ];
}

type Taking = {
  readonly calculate: Calculator;
  readonly reversals: readonly Credit[];
  readonly sign: 1n | -1n;
  /** Changes of deals that give credit anew. */
  readonly anew: ReadonlySet<string>;
};

const changeOf = ({ deal, event }: Credit) => `${deal} ${event}`;

export function givingAnew(credits: readonly Credit[]): Set<string> {
  return new Set(credits.filter(({ reverses }) => reverses === undefined).map(changeOf));
}

export function asPaid(inputs: Inputs, paid: Pinned, { calculate, reversals, sign, anew }: Taking): TrueUp[] {
  if (reversals.length === 0) return [];
  const byCredit = new Map(reversals.map((reversal) => [reversal.reverses, reversal]));
  return paid.payees.flatMap((person) =>
    calculate(person).lines.flatMap((line): TrueUp[] => {
      const reversal = byCredit.get(line.credit);
      const { plan, planVersion, component, amountMinor } = line;
      const policy = policyOf(inputs, paid, { person, plan, planVersion });
      if (!reversal || policy?.kind !== 'asPaid') return [];
      const isAmended = anew.has(changeOf(reversal));
      const backMinor = isAmended ? amountMinor : partBack(policy, line, reversal);
      if (backMinor === 0n) return [];
      const name = nameIn(plansOf(paid), line);
      const whose = { person, plan, planVersion, component, name, period: paid.period.id };
      const amounts = { beforeMinor: amountMinor, afterMinor: amountMinor + sign * backMinor };
      return [{ ...whose, ...amounts, asPaid: true, deals: [reversal.deal], events: [reversal.event] }];
    }),
  );
}

type PaidLine = PayeeResult['lines'][number];

function partBack(
  policy: Extract<Clawback, { kind: 'asPaid' }>,
  { amountMinor, day }: PaidLine,
  reversal: Credit,
): Minor {
  return roundHalfEven(times(fraction(amountMinor), takenBack(policy, day, reversal.day)));
}

/** Of the same plan as it is for the payee by now, else of the plan they are in, else of the one that paid. */
function policyOf(inputs: Inputs, paid: Pinned, of: Paying): Clawback | undefined {
  const now = enrolmentsPaying(inputs, of.person);
  const enrolment = now.findLast(({ plan }) => plan === of.plan) ?? now.at(-1);
  const version = enrolment
    ? planOf(inputs, enrolment)
    : plansOf(paid).find(({ plan, version }) => plan === of.plan && version === of.planVersion);
  return version?.policies.clawback;
}
