/**
 * An axis: what a gate, a multiplier or a matrix looks at, as one number.
 *
 *   { attainment: 'retention' }                 total of a measure over its quota
 *   { result: 'nps' }                           a figure that somebody recorded for the period
 *   { ratio: 'margin', to: 'revenue' }          one measure's total over another's: 0.25 is 25 %
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import {
  type Decimal,
  decimal,
  fraction,
  type Rational,
  times,
  zero,
} from '../../../shared/kernel/rational.ts';
import { Slug } from '../slug.ts';
import { percent } from '../words.ts';
import { levelOf, type Needs, quotaOf, type Reached, type Standing } from './component.ts';

export const Axis = z
  .union([
    z.strictObject({ attainment: Slug }),
    z.strictObject({ result: Slug }),
    z.strictObject({ ratio: Slug, to: Slug }),
  ])
  .meta({ id: 'Axis', description: 'what is looked at', examples: [{ attainment: 'bookings' }] });
export type Axis = z.output<typeof Axis>;

export function axisNeeds(axis: Axis): Needs {
  if ('attainment' in axis) return { quotas: [axis.attainment], measures: [axis.attainment], results: [] };
  if ('result' in axis) return { quotas: [], measures: [], results: [axis.result] };
  return { quotas: [], measures: [axis.ratio, axis.to], results: [] };
}

/** Where nothing has been counted to compare with, a ratio is zero. */
export function axisValue(axis: Axis, standing: Standing, own: string): Rational {
  if ('result' in axis) {
    const { results } = standing;
    const said = results && Object.hasOwn(results, axis.result) ? results[axis.result] : undefined;
    assert(said !== undefined, 'a payee without a result is held before it is looked at');
    return decimal(said);
  }
  const reached = (measure: string) => reachedIn(measure, standing, own);
  if ('attainment' in axis) {
    const at = reached(axis.attainment);
    return fraction(at.creditedMinor, quotaOf(at));
  }
  const [of, to] = [reached(axis.ratio).creditedMinor, reached(axis.to).creditedMinor];
  return to === 0n ? zero : fraction(of, to);
}

/** Where on a component's own measure an axis comes to a value, while all other figures stay as they are. */
export function axisTurns(axis: Axis, value: Decimal, standing: Standing, own: string): Rational[] {
  if ('result' in axis) return [];
  if ('attainment' in axis) return axis.attainment === own ? [levelOf(value, standing)] : [];
  const { ratio, to } = axis;
  const other = (measure: string) => fraction(reachedIn(measure, standing, own).creditedMinor);
  if (ratio === to) return [];
  if (ratio === own) return [times(decimal(value), other(to))];
  const { num, den } = decimal(value);
  return to === own && num !== 0n ? [times(other(ratio), { num: den, den: num })] : [];
}

export function axisWords(axis: Axis): string {
  if ('attainment' in axis) return `attainment of ${spoken(axis.attainment)}`;
  if ('result' in axis) return spoken(axis.result);
  return `${spoken(axis.ratio)} over ${spoken(axis.to)}`;
}

/** 'attainment of retention is 96 %'. */
export function axisIs(axis: Axis, value: Rational): string {
  return `${axisWords(axis)} is ${percent(value)}`;
}

const spoken = (slug: string) => slug.replaceAll('-', ' ');

/** `own` is the component's own measure, which stands apart. */
export function reachedIn(measure: string, standing: Standing, own: string): Reached {
  if (measure === own) return standing;
  const { others } = standing;
  const found = others && Object.hasOwn(others, measure) ? others[measure] : undefined;
  assert(found, 'a component is given all measures that it looks at');
  return found;
}
