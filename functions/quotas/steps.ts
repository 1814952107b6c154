/**
 * The terms of a quota as steps that people can follow, and back. Each step says what it leaves.
 *
 *   800,000.00 a year   season 1/4 → 200,000.00   proration 45/90 → 100,000.00   relief 30/45 → 66,666.67
 */
import { fraction, type Rational, roundHalfEven, times } from '../../shared/kernel/rational.ts';
import { daysBetween, type Span } from '../../shared/kernel/time.ts';
import { amountOf, type Days, daysCounted, plainly, type Terms } from './by-days.ts';
import { type Derivation, type Factor, factorOf, type Step } from './derivation.ts';

type WithoutAmount<S> = S extends Step ? Omit<S, 'leavesMinor'> : never;
type Said = { readonly terms: Terms; readonly step: WithoutAmount<Step> };

/** Undefined where the amount is as it was asked. */
export function derivationOf(terms: Terms, period: Span): Derivation | undefined {
  const said = inOrder(terms, period);
  if (said.length === 0) return undefined;
  const steps = said.map(
    ({ terms, step }): Step => ({ ...step, leavesMinor: roundHalfEven(amountOf(terms, period)) }),
  );
  return { baseMinor: terms.baseMinor, steps };
}

export function termsOf({ baseMinor, steps }: Derivation): Terms {
  const of = <K extends Step['kind']>(kind: K) =>
    steps.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  const [present] = of('proration');
  return {
    baseMinor,
    treatments: steps.flatMap((step) =>
      step.kind === 'season' || step.kind === 'growth' || step.kind === 'ramp'
        ? [{ kind: step.kind, factor: step.factor }]
        : [],
    ),
    rows: of('change').map(({ wasMinor, from, to }) => ({ from, to, amountMinor: wasMinor })),
    ...(present && { present: { from: present.from, to: present.to } }),
    reliefs: of('relief').map(({ from, to, share, reason }) => ({ from, to, share, reason })),
  };
}

/** Step by step, each with the terms up to it. */
function inOrder(terms: Terms, { from, to }: Span): Said[] {
  const said: Said[] = [];
  let sofar = plainly(terms.baseMinor);
  const say = (next: Terms, step: WithoutAmount<Step>) => {
    sofar = next;
    said.push({ terms: next, step });
  };
  for (const one of terms.treatments) say({ ...sofar, treatments: [...sofar.treatments, one] }, one);
  if (to === null) return said;
  const all = { from, to };
  for (const row of terms.rows) {
    const step = { kind: 'change' as const, wasMinor: row.amountMinor, from: row.from, to: row.to };
    say({ ...sofar, rows: [...sofar.rows, row] }, { ...step, factor: partOf(row, all) });
  }
  if (terms.present) {
    const step = { kind: 'proration' as const, ...terms.present };
    say({ ...sofar, present: terms.present }, { ...step, factor: partOf(terms.present, all) });
  }
  for (const relief of terms.reliefs) {
    const next = { ...sofar, reliefs: [...sofar.reliefs, relief] };
    const factor = keptOf(daysCounted(sofar, all), daysCounted(next, all));
    say(next, { kind: 'relief', ...relief, factor });
  }
  return said;
}

function partOf(some: Days, all: Days): Factor {
  return `${daysBetween(some.from, some.to)}/${daysBetween(all.from, all.to)}`;
}

/** 60 of 90 days are '60/90' and not reduced: days say more. */
function keptOf(before: Rational, after: Rational): Factor {
  if (before.num === 0n) return '0/1';
  if (before.den === 1n && after.den === 1n) return `${after.num}/${before.num}`;
  return factorOf(times(after, fraction(before.den, before.num)));
}
