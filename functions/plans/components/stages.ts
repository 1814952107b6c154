/**
 * What a component has earned after each treatment, in their one order:
 *
 *   rate, from the threshold on        reached
 *   × what the gate lets pass          gated
 *   × the multiplier                   factored
 *   at least the floor                 uncapped
 */
import { minus, plus, type Rational, zero } from '../../../shared/kernel/rational.ts';
import { type Bounds, raised } from './cap.ts';
import type { ComponentKind, Standing } from './component.ts';
import { type Gate, passing } from './gate.ts';
import type { Kicker } from './kicker.ts';
import { type Multiplier, multiplied } from './multiplier.ts';
import { creditedAt, type From, isOpen } from './threshold.ts';

export type Treated = Bounds &
  From & {
    readonly measure: string;
    readonly gate?: Gate | undefined;
    readonly kickers?: readonly Kicker[] | undefined;
    readonly multiplier?: Multiplier | undefined;
  };

/** What the rate and single credits have earned, as far as the threshold lets it. */
export function reached<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  standing: Standing,
): Rational {
  if (!isOpen(component, standing)) return zero;
  const earned = plus(kind.earned(component, standing), standing.perCredit ?? zero);
  const below = start(component, standing);
  return below.creditedMinor === 0n ? earned : minus(earned, kind.earned(component, below));
}

/** Where the threshold is crossed, all is paid from here, or all back to it. */
export function start(component: Treated, standing: Standing): Standing {
  return { ...standing, creditedMinor: creditedAt(component, standing), perCredit: zero };
}

export const gated = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  isOpen(component, standing) ? passing(component, standing, reached(kind, component, standing)) : zero;

export const factored = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  multiplied(component, standing, gated(kind, component, standing));

export const uncapped = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  raised(component, factored(kind, component, standing));
