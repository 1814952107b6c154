/**
 * A true-up: what a published period would have paid with what was heard of later, less what it would have paid
 * with what was known before; earned in the open period. The published statement stands.
 *
 *   2026-q1, of 230,000                     24,500.00
 *   the same with 20,000 of 28 March        27,500.00     +3,000.00 in 2026-q2
 *   worked out once more                    27,500.00     nothing
 *
 * Only what was earned is worked out anew: what was advanced, guaranteed or carried over then is done.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Credit } from '../deals/credit.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { type Causes, differing, together, withCauses } from './causes.ts';
import { type Calculator, calculatorOf, type PayeeResult } from './calculate.ts';
import { stemOf } from './contest-used.ts';
import { type Reached, reachedAfter } from './interval.ts';
import type { Inputs, Manifest } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import { payableResult } from './settling.ts';

/**
 * What a published period's own run was calculated from; or the branch of its last reopening, with what stood before
 * below it: that goes on for whom the branch holds, since nothing is taken from them.
 */
export type Pinned = Inputs & Pick<Manifest, 'payees'> & { readonly below?: Pinned | undefined };

/** What is known of a period's credits, and how far measures had come when it began. */
export type World = { readonly credits: readonly Credit[]; readonly reached: readonly Reached[] };

/** Measures that went on after a period, in both worlds; and whose deals moved them. */
export type Carried = {
  readonly before: readonly Reached[];
  readonly now: readonly Reached[];
  readonly causes: Causes;
  /** By name, what later periods were pinned with of one that was reopened since: it went on another way. */
  readonly left: ReadonlySet<string>;
};

export const nothingCarried: Carried = { before: [], now: [], causes: new Map(), left: new Set() };

/** A period worked out in two worlds. */
export type Twice = {
  readonly before: Calculator;
  readonly now: Calculator;
  readonly trueUps: readonly TrueUp[];
  readonly carried: Carried;
};

type Known = { readonly before: readonly Credit[]; readonly now: readonly Credit[] };

/** `known` are the credits of the period, `carried` comes of the periods before it. */
export function workedOutTwice(paid: Pinned, known: Known, carried: Carried): Twice {
  const worlds = {
    before: { credits: known.before, reached: openedWith(paid, carried.before, carried.left) },
    now: { credits: known.now, reached: openedWith(paid, carried.now, carried.left) },
  };
  const moved = differing(known.before, known.now);
  const isSame = moved.all.length === 0 && textOf(worlds.before.reached) === textOf(worlds.now.reached);
  const before = runIn(paid, worlds.before);
  const now = isSame ? before : runIn(paid, worlds.now);
  const causes = withCauses(paid, moved, carried.causes);
  return {
    before,
    now,
    trueUps: isSame ? [] : differences(paid, before, now, causes),
    carried: {
      before: goingOn(paid, before, worlds.before),
      now: goingOn(paid, now, worlds.now),
      causes,
      left: leftBehind(paid, worlds.before, carried.left),
    },
  };
}

/** Where measures stand when a period begins: as it was pinned, but for those that were worked out anew. */
export function openedWith(
  { reached = [], period }: Pick<Inputs, 'reached' | 'period'>,
  anew: readonly Reached[],
  left: ReadonlySet<string>,
): Reached[] {
  const isAnew = new Set([...left, ...anew.map(stemOf)]);
  const others = reached.filter((one) => !isAnew.has(stemOf(one)));
  return [...others, ...anew.filter(({ until }) => period.from < until)];
}

/** What the period's own run would have found, without what it posted of others; nobody is worked out twice. */
export function runIn(
  paid: Pinned,
  { credits, reached }: World,
  trueUps: Inputs['trueUps'] = [],
): Calculator {
  const { below } = paid;
  const inputs = { ...paid, trueUps, reached: [...reached] };
  const calculate = calculatorOf(inputs, credits);
  const before = below && runIn(below, { credits, reached }, trueUps);
  const found = (person: PersonId) => {
    const result = payableResult(inputs, calculate(person));
    return result.hold && before ? before(person) : result;
  };
  const known = new Map<PersonId, PayeeResult>();
  return (person) => {
    const result = known.get(person) ?? found(person);
    known.set(person, result);
    return result;
  };
}

/** The names of what a period had gone on with each time before it was reopened. */
export function leftBehind({ below, payees }: Pinned, world: World, left: ReadonlySet<string>): Set<string> {
  if (!below) return new Set(left);
  const alone = runIn({ ...below, below: undefined }, world);
  const gone = payees.flatMap((payee) => alone(payee).reached ?? []);
  return leftBehind({ ...below, payees }, world, new Set([...left, ...gone.map(stemOf)]));
}

/** Of those who are worked out, what the period found, and all else that goes on through it. */
export function goingOn({ payees, period }: Pinned, run: Calculator, { reached }: World): Reached[] {
  const isOne = new Set(payees);
  const found = payees.flatMap((payee) => run(payee).reached ?? []);
  return reachedAfter({ period, reached: reached.filter(({ person }) => isOne.has(person)) }, found);
}

/** The differences of a period by payee and component, in their order. */
function differences(paid: Pinned, before: Calculator, now: Calculator, causes: Causes): TrueUp[] {
  const all = together([...causes.values()]);
  return paid.payees.flatMap((person) => {
    const whose = { person, period: paid.period.id, ...(causes.get(person) ?? all) };
    return differencesOf(paid, before(person), now(person)).map((one) => ({ ...one, ...whose }));
  });
}

/** Nothing is known of who was held, or would be now: nothing is posted of them. */
function differencesOf(paid: Pinned, before: PayeeResult, after: PayeeResult): Difference[] {
  return before.hold || after.hold ? [] : differencesIn(paid, before.components, after.components);
}

type Component = Pick<
  PayeeResult['components'][number],
  'plan' | 'planVersion' | 'component' | 'amountMinor'
>;
export type Difference = Pick<
  TrueUp,
  'plan' | 'planVersion' | 'component' | 'name' | 'beforeMinor' | 'afterMinor'
>;

export function differencesIn(
  paid: Pinned,
  before: readonly Component[],
  after: readonly Component[],
): Difference[] {
  const [earned, earns] = [byComponent(before), byComponent(after)];
  return [...new Set([...earned.keys(), ...earns.keys()])].flatMap((key) => {
    const [was, is] = [earned.get(key), earns.get(key)];
    const of = is ?? was;
    const [beforeMinor, afterMinor] = [was?.amountMinor ?? 0n, is?.amountMinor ?? 0n];
    if (!of || beforeMinor === afterMinor) return [];
    const { plan, planVersion, component } = of;
    return [{ plan, planVersion, component, name: nameIn(plansOf(paid), of), beforeMinor, afterMinor }];
  });
}

/** Those of a reopened period, and those that it was paid by before. */
export function plansOf({ plans, below }: Pinned): readonly PlanVersion[] {
  return below ? [...plans, ...plansOf(below)] : plans;
}

/** What a component is called in the plan that pays it. */
export function nameIn(plans: readonly PlanVersion[], of: Omit<Component, 'amountMinor'>): string {
  const version = plans.find(({ plan, version: number }) => plan === of.plan && number === of.planVersion);
  return version?.components.find(({ id }) => id === of.component)?.name ?? of.component;
}

/** Two enrolments of one payee in the same version count as one. */
function byComponent(components: readonly Component[]): Map<string, Component> {
  const sums = new Map<string, Component>();
  for (const one of components) {
    const key = `${one.plan} ${one.planVersion} ${one.component}`;
    const amountMinor = one.amountMinor + (sums.get(key)?.amountMinor ?? 0n);
    sums.set(key, { ...one, amountMinor });
  }
  return sums;
}

export function textOf(reached: readonly Reached[]): string {
  return reached
    .map((one) => Object.values(one).map(String).join(' '))
    .sort()
    .join('\n');
}
