/**
 * What happens to what a component's rate has earned, in this order and no other:
 *
 *   gate → threshold → rate, with its kickers → multiplier → floor and cap
 *
 *   10 % on a quota of 200,000 with a threshold of 50 % and a cap of 25,000
 *     99,999.99 → 0      100,000 → 10,000      250,000 → 25,000      270,000 → 27,000 → 25,000
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import { minus, plus, type Rational, zero } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import {
  type Bounds,
  capFaults,
  capParts,
  capped,
  cappedCurve,
  capWords,
  floorParts,
  raised,
} from './cap.ts';
import {
  type ComponentKind,
  type Held,
  levelOf,
  type Needs,
  type Own,
  type Part,
  type Standing,
} from './component.ts';
import { Gate, gateNeeds, gateText, gateTurns, gateWords, passing } from './gate.ts';
import { Kicker, kickerFaults, kickerParts, kickersPay, kickerWords } from './kicker.ts';
import {
  Multiplier,
  multiplied,
  multiplierFaults,
  multiplierNeeds,
  multiplierText,
  multiplierTurns,
  multiplierWords,
} from './multiplier.ts';
import { AmountOrTerm } from './rate.ts';
import {
  creditedAt,
  type From,
  isOpen,
  openedAt,
  PayFrom,
  Threshold,
  thresholdText,
  thresholdWarnings,
  thresholdWords,
} from './threshold.ts';

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

type Treated = Bounds &
  From & {
    readonly measure: string;
    readonly gate?: Gate | undefined;
    readonly kickers?: readonly Kicker[] | undefined;
    readonly multiplier?: Multiplier | undefined;
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
    explain: (component, before, after, currency, own) => [
      ...thresholdText(component, before, after, currency).map((text) => ({ text, exact: zero })),
      ...whole(
        [
          ...reachedParts(kind, component, before, after, currency),
          ...creditParts(kind, component, before, after, currency, own),
        ],
        minus(reached(kind, component, after), reached(kind, component, before)),
        currency,
      ),
      ...treatmentParts(kind, component, [before, after], currency),
      ...boundParts(kind, component, before, after, currency),
    ],
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

/** What the rate and single credits have earned, as far as the threshold lets it. */
function reached<C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing): Rational {
  if (!isOpen(component, standing)) return zero;
  const earned = plus(kind.earned(component, standing), standing.perCredit ?? zero);
  const below = start(component, standing);
  return below.creditedMinor === 0n ? earned : minus(earned, kind.earned(component, below));
}

/** Where the threshold is crossed, all is paid from here, or all back to it. */
function start(component: Treated, standing: Standing): Standing {
  return { ...standing, creditedMinor: creditedAt(component, standing), perCredit: zero };
}

const gated = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  isOpen(component, standing) ? passing(component, standing, reached(kind, component, standing)) : zero;

const factored = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  multiplied(component, standing, gated(kind, component, standing));

const uncapped = <C extends Treated>(kind: ComponentKind<C>, component: C, standing: Standing) =>
  raised(component, factored(kind, component, standing));

function reachedParts<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  before: Standing,
  after: Standing,
  currency: Currency,
): readonly Part[] {
  const [wasOpen, isNowOpen] = [isOpen(component, before), isOpen(component, after)];
  if (!wasOpen && !isNowOpen) return [];
  const from = wasOpen ? before : start(component, after);
  const to = isNowOpen ? after : start(component, before);
  return kind.explain(component, from, to, currency);
}

/** What follows from no deal comes and goes with the threshold, too. */
function whole(parts: readonly Part[], all: Rational, currency: Currency): readonly Part[] {
  const rest = minus(all, parts.map(({ exact }) => exact).reduce(plus, zero));
  if (rest.num === 0n) return parts;
  return [...parts, { text: `What follows from no deal: ${amount(rest, currency)}`, exact: rest }];
}

/** What deals pay by themselves: this one, or where the threshold is crossed, all so far. */
function creditParts<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  before: Standing,
  after: Standing,
  currency: Currency,
  own: Own | undefined,
): readonly Part[] {
  const counts = (at: Standing) => (isOpen(component, at) ? (at.perCredit ?? zero) : zero);
  if (own && isOpen(component, before) && isOpen(component, after)) {
    const parts = kind.explainCredit?.(component, own, after, currency) ?? [];
    return [...parts, ...kickerParts(component, own, currency)];
  }
  const exact = minus(counts(after), counts(before));
  return exact.num === 0n ? [] : [{ text: `Deals by themselves: ${amount(exact, currency)}`, exact }];
}

/** What a treatment makes more or less of what reaches it, now and before. */
function moved(
  text: string,
  made: (at: Standing) => Rational,
  [before, after]: Moved,
  currency: Currency,
): Part {
  const exact = minus(made(after), made(before));
  return { text: `${text}: ${amount(exact, currency)}`, exact };
}

/** Gate, then multiplier. */
function treatmentParts<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  standings: Moved,
  currency: Currency,
): Part[] {
  const [, after] = standings;
  const byGate = (at: Standing) => minus(gated(kind, component, at), reached(kind, component, at));
  const byFactor = (at: Standing) => minus(factored(kind, component, at), gated(kind, component, at));
  return [
    ...(component.gate ? [moved(gateText(component, after), byGate, standings, currency)] : []),
    ...(component.multiplier ? [moved(multiplierText(component, after), byFactor, standings, currency)] : []),
  ];
}

type Moved = readonly [before: Standing, after: Standing];

function boundParts<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  before: Standing,
  after: Standing,
  currency: Currency,
): Part[] {
  const [was, is] = [before, after].map((at) => factored(kind, component, at)) as [Rational, Rational];
  return [
    ...floorParts(component, was, is, currency),
    ...capParts(component, raised(component, was), raised(component, is), currency),
  ];
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
