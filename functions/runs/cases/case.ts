/**
 * A golden case: a small company, what it sold, and what its plan has to pay, with the arithmetic by hand. It
 * is data, so that who writes plans writes their tests as well.
 *
 *   name: Each slice at its own rate
 *   math: 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 % = 31,500
 *   wrong: { 54000: all of it at the rate of the last band }
 *   currency: EUR
 *   pay: [2026-q1]
 *   people: [Ana]
 *   quotas: [{ amount: 200000 }]
 *   deals: [{ id: D1, on: 2026-02-10, owner: Ana, amount: 270000 }]
 *   expect: { 2026-q1: { Ana: { total: 31500 } } }
 *
 * Amounts are text, in whole units of the currency. What a case says nothing of, is not looked at.
 */
import * as z from 'zod';
import { CalendarShape } from '../../../shared/kernel/calendar-shape.ts';
import { PeriodId } from '../../../shared/kernel/ids.ts';
import { Currency } from '../../../shared/kernel/money.ts';
import { Decimal } from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { AskedOfYear } from '../../quotas/annual.ts';
import { Asked } from '../../quotas/asked.ts';
import { Weight } from '../../people/team.ts';
import { Growth } from '../../quotas/growth.ts';
import { Prorate } from '../../quotas/presence.ts';
import { Measure, TeamQuota } from '../../quotas/quota.ts';
import { Ramp } from '../../quotas/ramp.ts';
import { AskedRelief } from '../../quotas/relief.ts';
import { AboutSaid, Discount, ShareOnTop } from '../../crm/facts.ts';
import { Share } from '../../crm/share.ts';
import { Worth } from '../../rates/rate.ts';
import { Slug } from '../../plans/slug.ts';
import { Terms } from '../../plans/terms.ts';

const Words = z.string().trim().min(1).max(2_000);
/** '31500.00', or how many of something. */
export const Figure = z
  .string()
  .regex(
    /^-?\d{1,15}(\.\d{1,6})?$/,
    "must be an amount in whole units of the currency, for example '31500.00'",
  );
export type Figure = z.output<typeof Figure>;

const Stint = z.strictObject({ manager: Name, from: Day, to: Day.nullable().default(null) });
const Person = z.strictObject({
  /** One who is always above them, or one after the other. */
  manager: z.union([Name, z.array(Stint)]).optional(),
  team: Slug.optional(),
  /** How many shares they have of what their team divides. */
  weight: Weight.optional(),
  /** The currency that they are paid in. */
  paidIn: Currency.optional(),
  startsOn: Day.optional(),
  endsOn: Day.optional(),
});
export type Person = z.output<typeof Person>;

/** Names alone, or names with what is said of them. */
const People = z.union([
  z.array(Name).transform((names) => Object.fromEntries(names.map((name): [string, Person] => [name, {}]))),
  z.record(
    Name,
    Person.nullable().transform((said): Person => said ?? {}),
  ),
]);

const EnrolmentSaid = z.strictObject({
  person: Name,
  plan: Slug.optional(),
  from: Day.optional(),
  to: Day.nullable().default(null),
  terms: Terms.optional(),
});

/** Of everybody, and of every period that is paid, where none is named. */
const whose = { person: Name.optional(), period: PeriodId.optional() };

const QuotaSaid = z
  .strictObject({
    ...whose,
    measure: Measure.default('bookings'),
    amount: Figure.optional(),
    /** Where the measure counts deals or units. */
    count: z
      .string()
      .regex(/^\d{1,12}$/, 'must be a whole number')
      .optional(),
    change: Asked.shape.change,
    growth: Growth.optional(),
    ramp: Ramp.optional(),
    prorate: Prorate.optional(),
    team: TeamQuota.optional(),
  })
  .refine(({ amount, count, team }) => !!team || (amount === undefined) !== (count === undefined), {
    message: 'says an amount or a count',
  });

const AnnualQuotaSaid = AskedOfYear.omit({ amountMinor: true, currency: true, onlyOpen: true }).extend({
  person: Name.optional(),
  amount: Figure,
});
const ReliefSaid = AskedRelief.extend(whose);

const ResultSaid = z.strictObject({ ...whose, name: Slug, value: Decimal });

/** What one unit of a currency was worth in another. */
const RateSaid = z.strictObject({ from: Currency, to: Currency, on: Day, rate: Worth });

/** One thing that is said of a deal; the same deal again is a change of it. A field that is missing did not change. */
const DealSaid = z.strictObject({
  id: Words,
  on: Day,
  /** When the company heard of it: on that day, where nothing is said. */
  heardOf: Day.optional(),
  status: z.enum(['open', 'won', 'lost']).default('won'),
  owner: Name.optional(),
  splits: z
    .array(z.strictObject({ owner: Name, share: Share }))
    .min(1)
    .optional(),
  /** Of all its amounts, if it is not the company's. */
  currency: Currency.optional(),
  amount: Figure.optional(),
  cost: Figure.optional(),
  /** Who is credited on top. */
  overlays: z
    .array(z.strictObject({ owner: Name, share: ShareOnTop }))
    .min(1)
    .optional(),
  /** To date. */
  invoiced: Figure.optional(),
  collected: Figure.optional(),
  discount: Discount.optional(),
  units: z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .optional(),
  about: AboutSaid.optional(),
});
export type DealSaid = z.output<typeof DealSaid>;

/**
 * A period that was paid, of which something is said otherwise since; reopened while `in` is open, the next of its
 * kind, it is made good there. What of quotas and results names no period is of this one.
 */
const ReopeningSaid = z.strictObject({
  period: PeriodId,
  in: PeriodId,
  quotas: z.array(QuotaSaid).default([]),
  results: z.array(ResultSaid).default([]),
  enrolments: z.array(EnrolmentSaid).default([]),
});
export type ReopeningSaid = z.output<typeof ReopeningSaid>;

const byComponent = <S extends z.ZodType>(what: S) => z.record(Slug, what).optional();

/** What one more deal would earn, by the same arithmetic, in all and by component. */
const EstimateSaid = DealSaid.omit({ id: true, status: true, owner: true }).extend({
  amount: Figure,
  earns: Figure,
  components: byComponent(Figure),
});
export type EstimateSaid = z.output<typeof EstimateSaid>;

export const Expected = z
  .strictObject({
    total: Figure.optional(),
    components: byComponent(Figure),
    /** What was counted, of which quota. */
    credited: byComponent(Figure),
    quota: byComponent(Figure),
    attainment: byComponent(Decimal),
    /** What a cap left out. */
    leftOut: byComponent(Figure),
    /** By deal, over all components. */
    lines: z.record(z.string(), Figure).optional(),
    /** What is paid out, and after that owed of draws, overpaid, above a maximum, and held back. */
    paid: Figure.optional(),
    owed: Figure.optional(),
    overpaid: Figure.optional(),
    excess: Figure.optional(),
    held: Figure.optional(),
    /** The code by which nothing could be calculated. */
    hold: z.string().optional(),
    estimates: z.array(EstimateSaid).optional(),
  })
  .refine((expected) => Object.keys(expected).length > 0, 'says nothing');
export type Expected = z.output<typeof Expected>;

/** Of people who share what cannot be divided: these totals, whoever has which. */
const Together = z.strictObject({ period: PeriodId, people: z.array(Name).min(2), totals: z.array(Figure) });

const company = {
  currency: Currency,
  calendar: CalendarShape.default({ kind: 'months', startsIn: 1 }),
  /** The first day that the company counts, and on which enrolments begin where nothing else is said. */
  from: Day.default(Day.parse('2026-01-01')),
  /** Documents by name; one that says no name or currency has those of the case. */
  plans: z.record(Slug, z.record(z.string(), z.unknown())),
  /** The periods that are paid, in this order. */
  pay: z.array(PeriodId).min(1).max(24),
  people: People.default({}),
  /** Where nothing is said, everybody is in the only plan. */
  enrolments: z.array(EnrolmentSaid).optional(),
  quotas: z.array(QuotaSaid).default([]),
  annualQuotas: z.array(AnnualQuotaSaid).default([]),
  reliefs: z.array(ReliefSaid).default([]),
  results: z.array(ResultSaid).default([]),
  rates: z.array(RateSaid).default([]),
  deals: z.array(DealSaid).default([]),
  reopenings: z.array(ReopeningSaid).default([]),
};

export const GoldenCase = z
  .strictObject({
    name: Name,
    /** The row of a contract that it settles. */
    row: z
      .string()
      .regex(/^[A-Z]\d{1,3}$/, "must be a row, for example 'A74'")
      .optional(),
    /** How the expected amounts follow, by hand. */
    math: Words,
    /** Amounts that a plausible mistake would give, and which mistake. */
    wrong: z.record(z.string(), Words).default({}),
    ...company,
    expect: z.record(PeriodId, z.record(Name, Expected)).default({}),
    together: z.array(Together).default([]),
    /** The plan is refused, by this code and at this place of the document. */
    refused: z.strictObject({ code: z.string(), pointer: z.string() }).optional(),
  })
  .refine(({ expect, together, refused }) => {
    return refused !== undefined || together.length > 0 || Object.keys(expect).length > 0;
  }, 'expects nothing');
export type GoldenCase = z.output<typeof GoldenCase>;
