/** The explanation of a line by the stages of its component: each in words, with what it adds or takes. */
import type { Currency } from '../../../shared/kernel/money.ts';
import { minus, plus, type Rational, zero } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import { capParts, floorParts, raised } from './cap.ts';
import type { ComponentKind, Own, Part, Standing } from './component.ts';
import { gateText } from './gate.ts';
import { kickerParts } from './kicker.ts';
import { multiplierText } from './multiplier.ts';
import { factored, gated, reached, start, type Treated } from './stages.ts';
import { isOpen, thresholdText } from './threshold.ts';

export function explainStages<C extends Treated>(
  kind: ComponentKind<C>,
  component: C,
  before: Standing,
  after: Standing,
  currency: Currency,
  own: Own | undefined,
): Part[] {
  return [
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
  ];
}

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
