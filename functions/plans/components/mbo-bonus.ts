/**
 * An MBO bonus pays a target by how well objectives were met: each has a weight, and a score that somebody
 * records for the period.
 *
 *   4,000 × (0.5 × 100 % + 0.3 × 80 % + 0.2 × 0 %) = 4,000 × 74 % = 2,960
 *
 * It is paid by scores, and not by deals.
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import {
  compare,
  type Decimal,
  decimal,
  least,
  plus,
  type Rational,
  times,
  zero,
} from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import { Slug } from '../slug.ts';
import { percent } from '../words.ts';
import { type ComponentFault, common, type Standing } from './component.ts';
import { aboveZero, amountWords, Rate } from './rate.ts';
import { target, targetOf, targetText } from './target.ts';
import { treated, treatments } from './treatments.ts';

const Objective = z.strictObject({
  /** The name under which its score is recorded. */
  result: Slug,
  name: Name,
  weight: Rate.refine(aboveZero, 'must be above zero'),
});

export const MboBonus = z
  .strictObject({
    kind: z.literal('mbo-bonus'),
    ...common,
    ...target,
    objectives: z.array(Objective).min(1).max(20),
    /** A score above it counts as it. */
    mostScore: Rate.default('1.2'),
    ...treatments,
  })
  .meta({ id: 'MboBonus' });
export type MboBonus = z.output<typeof MboBonus>;

export const mboBonus = treated<MboBonus>({
  needs: ({ objectives }) => ({ results: objectives.map(({ result }) => result) }),
  paysPerCredit: false,
  faults: weightFaults,
  warnings: () => [],
  earned: (bonus, standing) => times(scored(bonus, standing), targetOf(bonus, standing)),
  turns: () => 'It is paid by recorded scores, and not by deals.',
  describe({ objectives, targetMinor, mostScore }, { currency }) {
    const each = objectives.map(({ name, weight }) => `${percent(weight)} for ${name}`).join(', ');
    return (
      `You earn a share of ${amountWords(targetMinor, currency)}, as your objectives are scored: ${each}. ` +
      `A score counts up to ${percent(mostScore)}.`
    );
  },
  explain: () => [],
  startText(bonus, standing, currency) {
    const each = bonus.objectives.map(
      ({ name, weight, result }) =>
        `${name} ${percent(weight)} × ${percent(scoreOf(bonus, standing, result))}`,
    );
    return `${each.join(' + ')} = ${percent(scored(bonus, standing))} of ${targetText(bonus, standing, currency)}`;
  },
});

function scored(bonus: MboBonus, standing: Standing): Rational {
  return bonus.objectives
    .map(({ result, weight }) => times(decimal(weight), scoreOf(bonus, standing, result)))
    .reduce(plus, zero);
}

function scoreOf({ mostScore }: MboBonus, { results }: Standing, name: string): Rational {
  const score: Decimal | undefined = results && Object.hasOwn(results, name) ? results[name] : undefined;
  assert(score !== undefined, 'a payee without a score is held before it is paid by');
  return least(decimal(score), decimal(mostScore));
}

function weightFaults({ objectives }: MboBonus): ComponentFault[] {
  const whole = objectives.map(({ weight }) => decimal(weight)).reduce(plus, zero);
  if (compare(whole, decimal('1')) === 0) return [];
  const message = `The weights of objectives add up to 100 %, and these to ${percent(whole)}.`;
  return [{ code: 'objective.weights', pointer: '/objectives', message }];
}
