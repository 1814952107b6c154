/**
 * Caps of a plan: of what a line, a deal, each component or the whole plan earns, not more than this is paid.
 *
 *   plan, 10,000     lines 6,000, 6,000 and −3,000       paid 6,000, 4,000 and −1,000: 9,000 in all
 *   deal, 5,000      4,000 and a kicker of 2,000 by it   paid 4,000 and 1,000
 *   line, 3,000      4,000, and 2,000 by the same deal   paid 3,000 and 2,000
 *   target           at most 200 % of a target of 20,000 is 40,000; of who is there for half of the days, 20,000
 *
 * Lines are cut in the order of their credits, and of one credit in the order of the components. A line is what
 * may be paid after it less what was before: so the line that reaches the cap is the one that is cut, and a
 * reversal makes room again. Caps of lines come first, then of deals, of components, and of the plan. All plans
 * together are limited by the maximum of a payment.
 */
import * as z from 'zod';
import type { Currency, Minor } from '../../shared/kernel/money.ts';
import { decimal, fraction, type Rational, roundHalfEven, times } from '../../shared/kernel/rational.ts';
import { AmountOrTerm, amountWords, minorOf, Rate } from './components/rate.ts';
import { Slug } from './slug.ts';
import { percent } from './words.ts';

const SCOPES = ['line', 'deal', 'component', 'plan'] as const;

export const Cap = z
  .strictObject({
    scope: z.enum(SCOPES),
    /** What each of them is paid at most. */
    amountMinor: AmountOrTerm.optional(),
    /** Or a target, and at most so many times of it: '2' is 200 %. */
    targetMinor: AmountOrTerm.optional(),
    times: Rate.optional(),
    /** From the first day of the period, or of the fiscal year. */
    over: z.enum(['period', 'year']).default('period'),
    /** Of these alone; of all, where none is named. */
    components: z.array(Slug).min(1).max(40).optional(),
  })
  .meta({ id: 'Cap' });
export type Cap = z.output<typeof Cap>;

export const Caps = z.array(Cap).min(1).max(20);

type CapFault = { readonly code: string; readonly pointer: string; readonly message: string };
type Capped = {
  readonly policies: { readonly caps?: readonly Cap[] | undefined };
  readonly components: readonly { readonly id: string }[];
};

/** In the order in which they are looked at. */
export function capsInOrder(caps: readonly Cap[]): Cap[] {
  return [...caps].sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
}

/** The most that may be paid; a target counts for the days in the plan, and one of the year as a whole. */
export function limitOf({ amountMinor, targetMinor, times: by, over }: Cap, participation?: Rational): Minor {
  if (amountMinor !== undefined) return minorOf(amountMinor);
  const whole = times(fraction(minorOf(targetMinor ?? 0n)), decimal(by ?? '1'));
  return roundHalfEven(participation && over === 'period' ? times(whole, participation) : whole);
}

export function isCapped({ components }: Cap, component: string): boolean {
  return components?.includes(component) ?? true;
}

export function capFaults({ policies, components }: Capped, hasYears: boolean): CapFault[] {
  const faults = (policies.caps ?? []).map((cap) => [
    ...amountFaults(cap),
    ...overFaults(cap, hasYears),
    ...unknownIn(cap, components),
  ]);
  return faults.flatMap((own, n) =>
    own.map((fault) => ({ ...fault, pointer: `/policies/caps/${n}${fault.pointer}` })),
  );
}

function amountFaults({ amountMinor, targetMinor, times: by }: Cap): CapFault[] {
  const isAmount = amountMinor !== undefined && targetMinor === undefined && by === undefined;
  const isTarget = amountMinor === undefined && targetMinor !== undefined && by !== undefined;
  if (isAmount || isTarget) return [];
  const message = 'A cap is an amount, or a target and how many times of it.';
  return [{ code: 'cap.amount', pointer: '/amountMinor', message }];
}

function overFaults({ scope, over }: Cap, hasYears: boolean): CapFault[] {
  if (over === 'period') return [];
  const isLong = scope === 'component' || scope === 'plan';
  if (isLong && hasYears) return [];
  const message = isLong
    ? "The company's calendar has no years to cap."
    : `What a ${scope} earns is capped within a period.`;
  return [{ code: 'cap.no-year', pointer: '/over', message }];
}

function unknownIn({ components: named = [] }: Cap, components: Capped['components']): CapFault[] {
  return named.flatMap((name, n) => {
    if (components.some(({ id }) => id === name)) return [];
    const message = `The plan has no component '${name}'.`;
    return [{ code: 'cap.unknown-component', pointer: `/components/${n}`, message }];
  });
}

const whats = { line: 'A line', deal: 'A deal', component: 'A component', plan: 'The plan' } as const;

/** 'The plan pays at most 40,000.00 EUR in a year.' */
export function capSentence(cap: Cap, currency: Currency): string {
  const of = cap.components ? ` (${cap.components.join(', ')})` : '';
  return `${whats[cap.scope]}${of} pays at most ${capWords(cap, currency)} in a ${cap.over}.`;
}

export function capWords({ amountMinor, targetMinor, times: by }: Cap, currency: Currency): string {
  if (amountMinor !== undefined) return amountWords(amountMinor, currency);
  return `${percent(by ?? '1')} of a target of ${amountWords(targetMinor ?? 0n, currency)}`;
}
