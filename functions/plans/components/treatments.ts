/**
 * What happens to what a component's rate has earned, in this order and no other:
 *
 *   gate → threshold → rate, with its kickers → multiplier → floor and cap
 *
 *   10 % on a quota of 200,000 with a threshold of 50 % and a cap of 25,000
 *     99,999.99 → 0      100,000 → 10,000      250,000 → 25,000      270,000 → 27,000 → 25,000
 */
import * as z from 'zod';
import { plus, type Rational, zero } from '../../../shared/kernel/rational.ts';
import { capFaults, capped, cappedCurve, capWords } from './cap.ts';
import { type ComponentKind, type Held, levelOf, type Needs, type Standing } from './component.ts';
import { Gate, gateNeeds, gateTurns, gateWords } from './gate.ts';
import { Kicker, kickerFaults, kickersPay, kickerWords } from './kicker.ts';
import {
  Multiplier,
  multiplierFaults,
  multiplierNeeds,
  multiplierTurns,
  multiplierWords,
} from './multiplier.ts';
import { AmountOrTerm } from './rate.ts';
import { type Treated, uncapped } from './stages.ts';
import { explainStages } from './stages-explained.ts';
import { openedAt, PayFrom, Threshold, thresholdWarnings, thresholdWords } from './threshold.ts';

export const treatments = {
  gate: Gate.optional(),
  /** Share of the quota below which nothing is paid. */
  threshold: Threshold.optional(),
  /** At the threshold and above: everything from the first unit, or what lies above it. */
  payFrom: PayFrom,
  kickers: z.array(Kicker).min(1).max(20).optional(),
  multiplier: Multiplier.optional(),
  /** The least that it pays in a period. */
  floorMinor: AmountOrTerm.optional(),
  /** The most that it pays in a period. */
  capMinor: AmountOrTerm.optional(),
};

/** A kind of component with all treatments around its rate. */
export function treated<C extends Treated>(kind: ComponentKind<C>): ComponentKind<C> {
  return {
    ...kind,
    needs: (component) => together([kind.needs(component), ...needsOf(component)]),
    faults: (component, measures) => [
      ...kind.faults(component, measures),
      ...kickerFaults(component),
      ...multiplierFaults(component),
      ...capFaults(component),
    ],
    warnings: (component) => [...thresholdWarnings(component), ...kind.warnings(component)],
    curve: (component) => curveOf(kind, component),
    earned: (component, standing) => capped(component, uncapped(kind, component, standing)),
    uncapped: (component, standing) => uncapped(kind, component, standing),
    paysFor: (component, own, standing) =>
      plus(kind.paysFor?.(component, own, standing) ?? zero, kickersPay(component, own)),
    turns(component, standing) {
      const own = kind.turns(component, standing);
      return typeof own === 'string' ? own : [...own, ...treatmentTurns(component, standing)];
    },
    describe: (component, terms) =>
      [
        kind.describe(component, terms),
        ...kickerWords(component, terms.currency),
        ...thresholdWords(component, terms),
        ...gateWords(component),
        ...multiplierWords(component),
        ...capWords(component, terms.currency),
      ].join(' '),
    explain: (component, before, after, currency, own) =>
      explainStages(kind, component, before, after, currency, own),
  };
}

/** Treatments of which a curve is still one. Any other, and whoever is paid by it goes by `earned`. */
const OF_CURVES: readonly string[] = ['threshold', 'payFrom', 'capMinor'] satisfies Treatment[];
type Treatment = keyof typeof treatments;
const others = (Object.keys(treatments) as Treatment[]).filter((name) => !OF_CURVES.includes(name));

function curveOf<C extends Treated>(kind: ComponentKind<C>, component: C) {
  const rate = kind.curve?.(component);
  const hasOthers = others.some((name) => component[name] !== undefined);
  const paysAbove = component.threshold !== undefined && component.payFrom === 'threshold';
  if (!rate || hasOthers || paysAbove) return undefined;
  return (held: Held) => cappedCurve(component, openedAt(component, rate(held), held));
}

/** Where a treatment looks at the component's own measure. What a cap does to a line is found on the line. */
function treatmentTurns(component: Treated, standing: Standing): Rational[] {
  const { threshold } = component;
  return [
    ...(threshold === undefined ? [] : [levelOf(threshold, standing)]),
    ...gateTurns(component, standing),
    ...multiplierTurns(component, standing),
  ];
}

function needsOf(component: Treated): Partial<Needs>[] {
  const own = component.threshold === undefined ? [] : [{ quotas: [component.measure] }];
  return [...own, ...gateNeeds(component), ...multiplierNeeds(component)];
}

export function together(needs: readonly Partial<Needs>[]): Needs {
  const all = (of: keyof Needs) => [...new Set(needs.flatMap((each) => each[of] ?? []))];
  return { quotas: all('quotas'), measures: all('measures'), results: all('results') };
}
