/**
 * A multiplier scales what is earned by how another figure stands.
 *
 *   115 % for a margin of 20 % to 30 %      (3,000,000 × 2 % + 1,000,000 × 3 %) × 115 % = 103,500
 */
import * as z from 'zod';
import { compare, decimal, type Rational, times } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import { Axis, axisIs, axisNeeds, axisTurns, axisValue, axisWords } from './axis.ts';
import { bandFaults } from './bands.ts';
import type { ComponentFault, Standing } from './component.ts';
import { Rate } from './rate.ts';

export const Multiplier = z
  .strictObject({
    by: Axis,
    bands: z
      .array(z.strictObject({ from: Rate, to: Rate.nullable(), times: Rate }))
      .min(1)
      .max(50),
  })
  .meta({ id: 'Multiplier' });
export type Multiplier = z.output<typeof Multiplier>;

type Multiplied = { readonly measure: string; readonly multiplier?: Multiplier | undefined };

export const multiplierNeeds = ({ multiplier }: Multiplied) => (multiplier ? [axisNeeds(multiplier.by)] : []);

export function multiplied(component: Multiplied, standing: Standing, exact: Rational): Rational {
  const { multiplier, measure } = component;
  return multiplier ? times(exact, decimal(factorAt(multiplier, measure, standing))) : exact;
}

export function multiplierFaults({ multiplier }: Multiplied): ComponentFault[] {
  return multiplier ? bandFaults(multiplier.bands, '/multiplier/bands') : [];
}

export function multiplierTurns({ multiplier, measure }: Multiplied, standing: Standing): Rational[] {
  if (!multiplier) return [];
  return multiplier.bands.flatMap(({ from }) => axisTurns(multiplier.by, from, standing, measure));
}

export function multiplierWords({ multiplier }: Multiplied): string[] {
  if (!multiplier) return [];
  const steps = multiplier.bands.map(
    ({ from, times: factor }) => `× ${percent(factor)} from ${percent(from)} on`,
  );
  return [`What you earn is multiplied by ${axisWords(multiplier.by)}: ${steps.join(', ')}.`];
}

export function multiplierText({ multiplier, measure }: Multiplied, standing: Standing): string {
  if (!multiplier) return '';
  const is = axisIs(multiplier.by, axisValue(multiplier.by, standing, measure));
  return `${is}, so what is earned is multiplied by ${percent(factorAt(multiplier, measure, standing))}`;
}

/** Below zero the first band holds. */
function factorAt({ by, bands }: Multiplier, measure: string, standing: Standing): Rate {
  const value = axisValue(by, standing, measure);
  const band = bands.findLast(({ from }) => compare(value, decimal(from)) >= 0) ?? bands[0];
  return band?.times ?? '1';
}
