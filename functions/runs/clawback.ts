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
import type { PlanVersion } from '../plans/plan.ts';
import { calculatorOf, type PayeeResult } from './calculate.ts';
import { enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import { type Pinned, trueUpsOf } from './true-up.ts';

/** All credits from the first day of the published period up to the end of the open one. */
export type Known = { readonly before: readonly Credit[]; readonly now: readonly Credit[] };

/** `paid` is what the published period's own run was calculated from, `inputs` those of the open one. */
export function postedOf(inputs: Inputs, paid: Pinned, { before, now }: Known): TrueUp[] {
  const of = (all: readonly Credit[]) => all.filter(({ day }) => covers(paid.period, day));
  const [was, is] = [of(before), of(now)];
  const [backBefore, back] = [reversalsOf(paid, before), reversalsOf(paid, now)];
  const trueUps = trueUpsOf(paid, was, is);
  const policies = [...inputs.plans, ...paid.plans].map((plan) => plan.policies.clawback?.kind);
  const isAnew = (one: TrueUp) => policyOf(inputs, paid, one)?.kind === 'recompute';
  return [
    ...trueUps.filter((one) => !isAnew(one)),
    ...(policies.includes('recompute')
      ? trueUpsOf(paid, lacking(was, backBefore), lacking(is, back)).filter(isAnew)
      : []),
    ...(policies.includes('asPaid') ? takenBackOf(inputs, paid, { was, is, backBefore, back, now }) : []),
  ];
}

/** Reversals after a period of what was credited in it. */
function reversalsOf({ period }: Pinned, credits: readonly Credit[]): Credit[] {
  return credits.filter(
    ({ day, reversedDay }) => reversedDay && covers(period, reversedDay) && !covers(period, day),
  );
}

function lacking(credits: readonly Credit[], reversals: readonly Credit[]): Credit[] {
  const gone = new Set(reversals.map(({ reverses }) => reverses));
  return credits.filter(({ id }) => !gone.has(id));
}

type Moved = Readonly<Record<'was' | 'is' | 'backBefore' | 'back' | 'now', readonly Credit[]>>;

/**
 * Of each reversal that is new, and of one that is no more, what its credit was paid: a part of it by the policy,
 * all of it where the deal is amended, since what it is now is paid anew.
 */
function takenBackOf(inputs: Inputs, paid: Pinned, { was, is, backBefore, back, now }: Moved): TrueUp[] {
  const [old, fresh] = [new Set(backBefore.map(({ id }) => id)), new Set(back.map(({ id }) => id))];
  const come = back.filter(({ id }) => !old.has(id));
  const gone = backBefore.filter(({ id }) => !fresh.has(id));
  const given = new Set(now.filter(({ reverses }) => reverses === undefined).map(changeOf));
  return [
    ...asPaid(inputs, paid, { credits: is, reversals: come, sign: -1n, given }),
    ...asPaid(inputs, paid, { credits: was, reversals: gone, sign: 1n, given }),
  ];
}

type Taking = {
  readonly credits: readonly Credit[];
  readonly reversals: readonly Credit[];
  readonly sign: 1n | -1n;
  /** Changes of deals that give credit anew. */
  readonly given: ReadonlySet<string>;
};

const changeOf = ({ deal, event }: Credit) => `${deal} ${event}`;

function asPaid(inputs: Inputs, paid: Pinned, { credits, reversals, sign, given }: Taking): TrueUp[] {
  if (reversals.length === 0) return [];
  const calculate = calculatorOf({ ...paid, trueUps: [] }, credits);
  const byCredit = new Map(reversals.map((reversal) => [reversal.reverses, reversal]));
  return paid.payees.flatMap((person) =>
    calculate(person).lines.flatMap((line): TrueUp[] => {
      const reversal = byCredit.get(line.credit);
      const { plan, planVersion, component, amountMinor } = line;
      const policy = policyOf(inputs, paid, { person, plan, planVersion });
      if (!reversal || policy?.kind !== 'asPaid') return [];
      const isAmended = given.has(changeOf(reversal));
      const backMinor = isAmended ? amountMinor : partBack(policy, line, reversal);
      if (backMinor === 0n) return [];
      const name = nameOf(paid.plans, line);
      const whose = { person, plan, planVersion, component, name, period: paid.period.id };
      const amounts = { beforeMinor: amountMinor, afterMinor: amountMinor + sign * backMinor };
      return [{ ...whose, ...amounts, asPaid: true, deals: [reversal.deal] }];
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

function nameOf(plans: readonly PlanVersion[], { plan, planVersion, component }: PaidLine): string {
  const version = plans.find((one) => one.plan === plan && one.version === planVersion);
  return version?.components.find(({ id }) => id === component)?.name ?? component;
}

/** Of the same plan as it is for the payee by now, else of the plan they are in, else of the one that paid. */
function policyOf(
  inputs: Inputs,
  { plans }: Pinned,
  of: Pick<TrueUp, 'person' | 'plan' | 'planVersion'>,
): Clawback | undefined {
  const now = enrolmentsPaying(inputs, of.person);
  const enrolment = now.findLast(({ plan }) => plan === of.plan) ?? now.at(-1);
  const version = enrolment
    ? planOf(inputs, enrolment)
    : plans.find(({ plan, version }) => plan === of.plan && version === of.planVersion);
  return version?.policies.clawback;
}
