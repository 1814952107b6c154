/**
 * A gate: all that it asks for must be reached, or the component pays `otherwise`, a rate on everything, or
 * nothing.
 *
 *   2 % to quota and 4 % above it, if every product is at 95 %; else 2 %. Product A is at 110,000 of 100,000.
 *     product C at 80 %     110,000 × 2 %                     = 2,200
 *     product C at 95 %     100,000 × 2 % + 10,000 × 4 %      = 2,400
 */
import * as z from 'zod';
import { compare, decimal, fraction, type Rational, times, zero } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import { Axis, axisIs, axisNeeds, axisTurns, axisValue, axisWords } from './axis.ts';
import type { Standing } from './component.ts';
import { Rate, RateOrTerm, rational, rateWords } from './rate.ts';

export const Gate = z
  .strictObject({
    open: z
      .array(z.strictObject({ by: Axis, atLeast: Rate }))
      .min(1)
      .max(20),
    /** What is paid on everything while it is closed; nothing, where nothing is said. */
    otherwise: RateOrTerm.optional(),
  })
  .meta({ id: 'Gate' });
export type Gate = z.output<typeof Gate>;

type Gated = { readonly measure: string; readonly gate?: Gate | undefined };

export const gateNeeds = ({ gate }: Gated) => (gate?.open ?? []).map(({ by }) => axisNeeds(by));

export function isGateOpen({ gate, measure }: Gated, standing: Standing): boolean {
  return closedBy(gate, measure, standing) === undefined;
}

/** What passes the gate of what the rate has earned. */
export function passing(component: Gated, standing: Standing, exact: Rational): Rational {
  const { gate } = component;
  if (!gate || isGateOpen(component, standing)) return exact;
  return gate.otherwise ? times(rational(gate.otherwise), fraction(standing.creditedMinor)) : zero;
}

export function gateTurns({ gate, measure }: Gated, standing: Standing): Rational[] {
  return (gate?.open ?? []).flatMap(({ by, atLeast }) => axisTurns(by, atLeast, standing, measure));
}

export function gateWords({ gate }: Gated): string[] {
  if (!gate) return [];
  const asked = gate.open.map(({ by, atLeast }) => `${axisWords(by)} is at least ${percent(atLeast)}`);
  const closed = gate.otherwise ? `${rateWords(gate.otherwise)} is paid on everything` : 'nothing is paid';
  return [`This holds while ${asked.join(' and ')}; otherwise ${closed}.`];
}

/** 'is open', or what keeps it closed. */
export function gateText({ gate, measure }: Gated, standing: Standing): string {
  const closed = closedBy(gate, measure, standing);
  if (!closed) return 'The gate is open: what the rate earns is paid';
  const value = axisIs(closed.by, axisValue(closed.by, standing, measure));
  const pays = gate?.otherwise ? `${rateWords(gate.otherwise)} of everything is paid` : 'nothing is paid';
  return `The gate is closed, as ${value} and not ${percent(closed.atLeast)}: ${pays} instead`;
}

function closedBy(gate: Gate | undefined, measure: string, standing: Standing) {
  return gate?.open.find(
    ({ by, atLeast }) => compare(axisValue(by, standing, measure), decimal(atLeast)) < 0,
  );
}
