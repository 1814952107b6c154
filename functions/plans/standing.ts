/** How far a payee stands by a component: where the period finds them, and where each credit brings them. */
import { minus, plus, type Rational, zero } from '../../shared/kernel/rational.ts';
import type { Shared } from './components/component.ts';
import { type Component, kindOf, needsOf, type Own, type Standing } from './components/index.ts';
import type { EarningsInput } from './earnings.ts';
import type { Step } from './steps.ts';

export function start(component: Component, input: EarningsInput): Standing {
  const needs = needsOf(component);
  const reached = (measure: string) => ({
    creditedMinor: named(input.opening, measure) ?? 0n,
    quotaMinor: named(input.quotas, measure),
  });
  const { quotaMinor, creditedMinor } = reached(component.measure);
  const looked = needs.measures.filter((measure) => measure !== component.measure);
  return {
    creditedMinor,
    quotaMinor: needs.quotas.includes(component.measure) ? quotaMinor : undefined,
    ...(looked.length > 0 && { others: Object.fromEntries(looked.map((name) => [name, reached(name)])) }),
    ...(input.results && { results: input.results }),
    ...(input.currency && { currency: input.currency }),
    ...(input.participation && { participation: input.participation }),
  };
}

/** A credit as the component counts it; nothing where it only looks at another measure of it. */
export function ownOf(
  component: Component,
  { credit, counts, uncredited }: Step,
  input: EarningsInput,
): Own | undefined {
  const countedMinor = counts[component.measure];
  if (countedMinor === undefined) return undefined;
  const budget = named(input.budgets, component.id);
  const uncreditedMinor = uncredited?.[component.measure];
  return {
    credit,
    countedMinor,
    ...(uncreditedMinor !== undefined && { uncreditedMinor }),
    ...(budget && { grantedMinor: budget.get(credit.id) ?? 0n }),
  };
}

export function advanced(
  component: Component,
  standing: Standing,
  step: Step,
  own: Own | undefined,
): Standing {
  const others = standing.others && { others: othersAfter(standing.others, step.counts) };
  if (!own) return { ...standing, ...others };
  const pays = kindOf(component).paysFor?.(component, own, standing);
  const after = {
    ...standing,
    ...others,
    creditedMinor: standing.creditedMinor + own.countedMinor,
    ...(pays && pays.num !== 0n && { perCredit: plus(standing.perCredit ?? zero, pays) }),
  };
  const kind = kindOf(component);
  if (!kind.pool || !step.among) return after;
  const added = minus(kind.pool(component, after), kind.pool(component, standing));
  return { ...after, shared: sharedAfter(standing.shared ?? [], step.among, added) };
}

function othersAfter(
  others: NonNullable<Standing['others']>,
  counts: Step['counts'],
): Standing['others'] & {} {
  return Object.fromEntries(
    Object.entries(others).map(([name, reached]) => [
      name,
      { ...reached, creditedMinor: reached.creditedMinor + (counts[name] ?? 0n) },
    ]),
  );
}

/** A deal that is shared by the same people as one before adds to what they share. */
function sharedAfter(all: readonly Shared[], among: NonNullable<Step['among']>, added: Rational): Shared[] {
  const { shares, own, group } = among;
  const isSame = (one: Shared) =>
    one.own === own && one.group === group && one.shares.join() === shares.join();
  if (!all.some(isSame)) return [...all, { pool: added, ...among }];
  return all.map((one) => (isSame(one) ? { ...one, pool: plus(one.pool, added) } : one));
}

/** What is called so. A measure may be called `constructor`, which every object has. */
export function named<T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return all && Object.hasOwn(all, name) ? all[name] : undefined;
}
