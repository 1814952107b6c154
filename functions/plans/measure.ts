/**
 * A measure: which credits are counted, and as what. A payee's total of it, over its quota, is attainment.
 *
 *   new business    credits direct, where type is new, counts amount     1,200,000.00 of 1,000,000.00
 *   demos held      credits direct, where type is demo, counts deals     31 of 40
 *
 * Several components may pay by one measure, and one component may look at several.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { Name } from '../../shared/kernel/text.ts';
import type { Counted } from './counted.ts';
import { Slug } from './slug.ts';
import { isMeant, Where, whereWords } from './where.ts';

export const Measure = z
  .strictObject({
    id: Slug,
    name: Name.optional(),
    /** Whose deals count: one's own, those of the people below, both, or all of one's team. */
    credits: z.enum(['direct', 'rollUp', 'both', 'overlay', 'team']).default('direct'),
    /** What makes a credit: that a deal is won, that it is invoiced, or that it is paid for. */
    clock: z.enum(['booking', 'invoice', 'cash']).default('booking'),
    /** As what each credit counts: its amount, amount less cost, its cost, its units, or one for each deal. */
    counts: z.enum(['amount', 'margin', 'cost', 'units', 'deals']).default('amount'),
    where: Where.optional(),
    /** The interval over which it adds up; it goes on from one pay period to the next within that. */
    over: z.enum(['period', 'quarter', 'year']).default('period'),
    /** The name of the quota that it is held against; its own, where nothing is said. */
    quota: Slug.optional(),
  })
  .meta({ id: 'Measure' });
export type Measure = z.output<typeof Measure>;

/** What a plan counts that names no measures. */
export const BOOKINGS = Measure.parse({ id: 'bookings' });

/** The measure that a component pays by. A plan with one that it does not know is refused. */
export function measureOf(measures: readonly Measure[], { measure }: { readonly measure: string }): Measure {
  const found = measures.find(({ id }) => id === measure);
  assert(found, 'a component pays by a measure of its plan');
  return found;
}

export function quotaNameOf({ id, quota }: Measure): string {
  return quota ?? id;
}

/**
 * As what a credit counts, in minor units or whole numbers; nothing where it is not meant. A string says
 * what the deal would have to say, and does not: that is nobody's to guess.
 */
export function countOf(measure: Measure, credit: Counted): Minor | 'cost' | 'units' | undefined {
  if (!isMeant(measure.where, credit)) return undefined;
  switch (measure.counts) {
    case 'amount':
      return credit.amountMinor;
    case 'margin':
      return credit.costMinor === undefined ? 'cost' : credit.amountMinor - credit.costMinor;
    case 'cost':
      return credit.costMinor ?? 'cost';
    case 'units':
      return credit.units ?? 'units';
    case 'deals':
      return credit.amountMinor < 0n ? -1n : 1n;
  }
}

const deals = {
  direct: 'deal credited to you',
  rollUp: 'deal credited to the people who report to you',
  both: 'deal credited to you or to the people who report to you',
  overlay: 'deal that you are credited for on top of its owners',
  team: 'deal credited to your team',
} as const;
const clocks = { booking: '', invoice: ', as it is invoiced', cash: ', as it is paid for' } as const;

/** 'every deal credited to you of type new'. */
export function dealWords({ credits, clock, where }: Measure): string {
  return `every ${deals[credits]}${where ? ` of ${whereWords(where)}` : ''}${clocks[clock]}`;
}
