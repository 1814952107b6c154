/**
 * What every kind of plan component answers to. A kind is one file here: its fields, its arithmetic, its
 * words and its explanation. The engine, the API and the statement know kinds only by this page.
 *
 *   what it pays in all = what it pays for how far the payee has come  (`earned`)
 *                       + what single credits pay by themselves        (`paysFor`, summed)
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import { type Currency, Minor } from '../../../shared/kernel/money.ts';
import { type Decimal, decimal, type Rational, times, fraction } from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import type { Counted } from '../counted.ts';
import { type Measure, quotaNameOf } from '../measure.ts';
import { Slug } from '../slug.ts';
import { ceiling, type Curve } from './curve.ts';

/** The fields that components of all kinds have. */
export const common = {
  id: Slug,
  name: Name,
  /** The plan's measure that it pays by. */
  measure: Slug.default('bookings'),
  /** The goal or key figure that this component serves. */
  goal: Name.optional(),
};

/** How far a payee has come in one measure: credited so far, of the quota. Either side of zero. */
export type Reached = { readonly creditedMinor: Minor; readonly quotaMinor: Minor | undefined };

/** All that a component's running total follows from. */
export type Standing = Reached & {
  /** The plan's other measures that the component looks at, by name. */
  readonly others?: Readonly<Record<string, Reached>>;
  /** Recorded figures of the period, by name. */
  readonly results?: Readonly<Record<string, Decimal>>;
  /** What credits have paid by themselves so far, exactly. */
  readonly perCredit?: Rational;
  /** What whole units of money are, for formulas. */
  readonly currency?: Currency;
  /** The part of the period's days on which the payee takes part, for targets of the whole period. */
  readonly participation?: Rational;
  /** Of a team's measure: the part of its total that belongs to this payee, by those who share it. */
  readonly shared?: readonly Shared[];
};

/** What a group of people have brought in together, and the shares by which they divide what it pays. */
export type Shared = {
  /** What their deals have added to what the component pays all of them. */
  readonly pool: Rational;
  readonly shares: readonly bigint[];
  /** Whose of the shares is the payee's. */
  readonly own: number;
  /** Who they are: others may share alike, and what they divide is divided apart. */
  readonly group?: string | undefined;
};

/** The quota that a payee is held against, if there is one. */
export type Held = Pick<Reached, 'quotaMinor'>;

/** The quota of a standing; a payee without one is held before any component that needs it is asked. */
export function quotaOf({ quotaMinor }: Held): Minor {
  assert(quotaMinor !== undefined && quotaMinor > 0n, 'a component that needs a quota is given one');
  return quotaMinor;
}

/** Compared as whole numbers, credit × den ≥ quota × num: a rounded attainment could cheat by a cent. */
export function hasReached(at: Decimal, standing: Reached): boolean {
  const { num, den } = decimal(at);
  return standing.creditedMinor * den >= quotaOf(standing) * num;
}

/** The exact amount of the measure, in its minor units, at a share of the quota. */
export function levelOf(at: Decimal, standing: Held): Rational {
  return times(decimal(at), fraction(quotaOf(standing)));
}

/** The first minor unit at which a share of the quota is reached. */
export function firstAt(at: Decimal, standing: Held): Minor {
  const { num, den } = levelOf(at, standing);
  return ceiling(num, den);
}

/** A part of what a component pays, in words and exactly, in minor units. */
export type Part = { readonly text: string; readonly exact: Rational };

/** A step of an explanation. The amounts of a line's steps add up to the line. */
export const Step = z.object({ text: z.string(), amountMinor: Minor });
export type Step = z.output<typeof Step>;

/** What is wrong with a component, or unwise; the pointer starts at the component. */
export type ComponentFault = { readonly code: string; readonly pointer: string; readonly message: string };

/** What a component needs beside its own measure, before it can pay anybody. */
export type Needs = {
  /** Measures of which it needs the quota. */
  readonly quotas: readonly string[];
  /** Measures that it looks at. */
  readonly measures: readonly string[];
  /** Recorded results. */
  readonly results: readonly string[];
};

export type ComponentKind<C> = {
  needs(component: C): Partial<Needs>;
  /** A line for every credit that it counts; otherwise only where the amount changes. */
  readonly paysPerCredit: boolean;
  /** `measures` are those of the plan. */
  faults(component: C, measures: readonly Measure[]): readonly ComponentFault[];
  /** What is legal, but unwise. */
  warnings(component: C): readonly ComponentFault[];
  /**
   * The running total over all that may be credited, as straight pieces: of a component that pays by nothing else.
   * Many payees at once are paid by it, so it must say what `earned` says. Terms are asked for once there is a quota.
   */
  curve?(component: C): ((held: Held) => Curve) | undefined;
  /** The exact running total, in minor units, of a payee who has come this far. */
  earned(component: C, standing: Standing): Rational;
  /** What it pays a team together, before that is divided. */
  pool?(component: C, standing: Standing): Rational;
  /** The same without a cap. */
  uncapped?(component: C, standing: Standing): Rational;
  /** What one credit pays by itself, in minor units; its reversal pays as much less. */
  paysFor?(component: C, own: Own, standing: Standing): Rational;
  /** One plain sentence or two, for the people who are paid by it. */
  describe(component: C, terms: Words): string;
  /**
   * Where on its own measure, all else staying as it is, what it pays may turn or jump; or why no single measure
   * decides that.
   */
  turns(component: C, standing: Standing): readonly Rational[] | string;
  /** Why `earned` moved from `before` to `after`, in parts that add up to the difference. */
  explain(component: C, before: Standing, after: Standing, currency: Currency, own?: Own): readonly Part[];
  /** In words, what is paid before the first credit. */
  startText?(component: C, standing: Standing, currency: Currency): string;
  /** Why a credit pays by itself what it pays, in parts that add up to it. */
  explainCredit?(component: C, own: Own, standing: Standing, currency: Currency): readonly Part[];
};

/** Of what pays each deal by what it says. */
export const BY_DEAL = 'Each deal is paid by itself, whatever was credited before it.';

/** A credit, and as what the component's measure counts it. */
export type Own = {
  readonly credit: Counted;
  readonly countedMinor: Minor;
  /** What is left for it in a contest with a budget. */
  readonly grantedMinor?: Minor;
  /** What a windfall leaves uncredited. */
  readonly uncreditedMinor?: Minor;
};

/** What words are made with: the plan's currency, and the measure that the component pays by. */
export type Words = { readonly currency: Currency; readonly measure: Measure };

/** 'your new business quota'. */
export function quotaName(measure: Measure): string {
  return `your ${quotaNameOf(measure).replaceAll('-', ' ')} quota`;
}
