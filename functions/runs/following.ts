/**
 * Published periods that are worked out together: where measures go on, or contests with a budget, all of the same
 * intervals, from the first on, since each opens with the one before.
 */
import { overlaps } from '../../shared/kernel/time.ts';
import { inOrder, type Period } from '../periods/period.ts';
import { hasBudget } from '../plans/components/spiff.ts';
import { intervalOf, intervalsOf } from './interval.ts';
import type { Inputs } from './manifest.ts';
import type { Published } from './run.ts';

/** What a run is about: its inputs, the periods there are, and those published. */
export type Books = {
  readonly inputs: Inputs;
  readonly periods: readonly Period[];
  readonly published: readonly Published[];
};

export function withFollowing({ inputs, periods, published }: Books, some: readonly Period[]): Period[] {
  const over = intervalsOf(inputs.plans).at(-1) ?? 'period';
  const contests = inputs.plans.flatMap(({ components }) => components.filter(hasBudget));
  const spans = some.flatMap((one) => [
    intervalOf(periods, one, over),
    ...contests.filter((contest) => overlaps(contest, one)),
  ]);
  return publishedBefore(inputs.period, periods, published).filter((one) =>
    spans.some((span) => overlaps(span, one)),
  );
}

/** Of its kind, in order. */
export function publishedBefore(
  period: Period,
  periods: readonly Period[],
  published: readonly Published[],
): Period[] {
  const isPublished = new Set(published.map(({ period: of }) => of));
  return periods
    .filter((one) => one.kind === period.kind && isPublished.has(one.id) && inOrder(one, period) < 0)
    .sort(inOrder);
}
