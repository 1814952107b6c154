/**
 * What every kind of plan component answers to. A kind is one file here: its fields, its arithmetic, its
 * words and its explanation. The engine, the API and the statement know kinds only by this page.
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import { type Currency, Minor } from '../../../shared/kernel/money.ts';
import {
  type Decimal,
  decimal,
  plus,
  type Rational,
  roundHalfEven,
} from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import type { Asked, Own } from './rate.ts';

/** A short name in lower case. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a short name in lower case, for example 'new-business'")
  .meta({ examples: ['new-business'] });

/** The fields that components of all kinds have. */
export const common = {
  id: Slug,
  name: Name,
  /** Whose deals count: one's own, those of the people below, or both. */
  credits: z.enum(['direct', 'rollUp', 'both']).default('direct'),
  /** Which of a person's quotas the attainment is taken of. */
  measure: Slug.default('bookings'),
  /** The goal or key figure that this component serves. */
  goal: Name.optional(),
};

/** How far a payee has come in a period: credited so far, of the quota. Either side of zero. */
export type Standing = { readonly creditedMinor: Minor; readonly quotaMinor: Minor | undefined };

/** The quota of a standing; a payee without one is held before any component that needs it is asked. */
export function quotaOf({ quotaMinor }: Standing): Minor {
  assert(quotaMinor !== undefined && quotaMinor > 0n, 'a component that needs a quota is given one');
  return quotaMinor;
}

/** Compared as whole numbers, credit × den ≥ quota × num: a rounded attainment could cheat by a cent. */
export function hasReached(at: Decimal, standing: Standing): boolean {
  const { num, den } = decimal(at);
  return standing.creditedMinor * den >= quotaOf(standing) * num;
}

/** A part of what a component pays, in words and exactly, in minor units. */
export type Part = { readonly text: string; readonly exact: Rational };

/** A step of an explanation. The amounts of a line's steps add up to the line. */
export const Step = z.object({ text: z.string(), amountMinor: Minor });
export type Step = z.output<typeof Step>;

/** What is wrong with a component, or unwise; the pointer starts at the component. */
export type ComponentFault = { readonly code: string; readonly pointer: string; readonly message: string };

export type ComponentKind<C> = {
  needsQuota(component: C): boolean;
  /** Pays on every credit; otherwise a line is made only where the amount changes. */
  readonly paysPerCredit: boolean;
  faults(component: C): readonly ComponentFault[];
  /** What is legal, but unwise. */
  warnings(component: C): readonly ComponentFault[];
  /** The terms of an enrolment that it is paid by. */
  asks(component: C): readonly Asked[];
  /** The component with the numbers of one enrolment in the places of its terms. */
  filled(component: C, own: Own): C;
  /** The exact running total, in minor units, of a payee who has come this far. */
  earned(component: C, standing: Standing): Rational;
  /** One plain sentence or two, for the people who are paid by it. */
  describe(component: C, currency: Currency): string;
  /** Why the running total moved from `before` to `after`, in parts that add up to the difference. */
  explain(component: C, before: Standing, after: Standing, currency: Currency): readonly Part[];
};

/**
 * Rounds parts the way lines are rounded: the running total after each part, less the one before it. So
 * steps add up to their line as exactly as lines add up to their total.
 */
export function stepsFrom(start: Rational, parts: readonly Part[]): Step[] {
  let exact = start;
  return parts.map((part) => {
    const before = roundHalfEven(exact);
    exact = plus(exact, part.exact);
    return { text: part.text, amountMinor: roundHalfEven(exact) - before };
  });
}
