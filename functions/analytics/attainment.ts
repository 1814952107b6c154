/**
 * How much of what was asked is reached, over several periods. Sales of a period without a quota are shown
 * and not counted, or whoever began in the middle of a year would have attained twice as much.
 *
 *   230,000 of 200,000                     1.150000, attained
 *   50,000 of nothing, 90,000 of 100,000   90,000 ÷ 100,000 = 0.900000
 *   50,000 of nothing                      nothing, and not zero
 */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';

export const Attainment = z.object({
  salesMinor: Minor,
  /** Null where nothing was asked in any of the periods. */
  quotaMinor: Minor.nullable(),
  /** Sales of the periods that have a quota. */
  countedMinor: Minor,
  /** Counted over quota, to six decimals, half-even: to read, and not to calculate on. */
  attainment: z.string().nullable(),
  attained: z.boolean().nullable(),
  periodsWithQuota: z.int(),
  periodsAttained: z.int(),
});
export type Attainment = z.output<typeof Attainment>;

/** One period; no quota is undefined. */
export type Target = { readonly salesMinor: bigint; readonly quotaMinor: bigint | undefined };
type Asked = { readonly salesMinor: bigint; readonly quotaMinor: bigint };

const PLACES = 6;

export function attainmentOf(targets: readonly Target[]): Attainment {
  const asked = targets.filter((target): target is Asked => (target.quotaMinor ?? 0n) > 0n);
  const countedMinor = asked.reduce((sum, { salesMinor }) => sum + salesMinor, 0n);
  const quotaMinor = asked.reduce((sum, target) => sum + target.quotaMinor, 0n);
  return {
    salesMinor: targets.reduce((sum, { salesMinor }) => sum + salesMinor, 0n),
    quotaMinor: asked.length > 0 ? quotaMinor : null,
    countedMinor,
    attainment: ratioOf(countedMinor, quotaMinor),
    attained: asked.length > 0 ? countedMinor >= quotaMinor : null,
    periodsWithQuota: asked.length,
    periodsAttained: asked.filter((target) => target.salesMinor >= target.quotaMinor).length,
  };
}

/** A ratio for people to read; of nothing there is none. */
export function ratioOf(part: bigint, whole: bigint): string | null {
  return whole === 0n ? null : toDecimal(fraction(part, whole), PLACES);
}
