/**
 * A rate table pays each slice of attainment at its own band's rate, like tax brackets (`marginal`).
 *
 *   band    0 % – 100 %   100 % – 125 %   125 % –       270,000 credited on a quota of 200,000
 *   pays        10 %           15 %         20 %        = 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 %
 *                                                       = 20,000 + 7,500 + 4,000 = 31,500
 *
 * A band includes its start and excludes its end, which is where the next one starts. What falls below
 * zero, when more was reversed than credited, walks down the first band.
 */
import * as z from 'zod';
import type { Minor } from '../../../shared/kernel/money.ts';
import {
  decimal,
  fraction,
  least,
  minus,
  most,
  plus,
  type Rational,
  times,
  zero,
} from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { bandFaults } from './bands.ts';
import { type ComponentKind, common, quotaOf, Rate } from './component.ts';
import { creditedDeals, quotaName } from './wording.ts';

/** Shares of the quota, '1.25' being 125 %; the last band has no end. */
const Band = z.strictObject({ from: Rate, to: Rate.nullable(), rate: Rate });
type Band = z.output<typeof Band>;

export const RateTable = z
  .strictObject({
    kind: z.literal('rate-table'),
    ...common,
    mode: z.literal('marginal'),
    bands: z.array(Band).min(1).max(50),
  })
  .meta({ id: 'RateTable' });
export type RateTable = z.output<typeof RateTable>;

export const rateTable: ComponentKind<RateTable> = {
  needsQuota: true,
  paysPerCredit: true,
  faults: ({ bands }) => bandFaults(bands, '/bands'),
  earned: ({ bands }, standing) =>
    bands
      .map((band) => times(decimal(band.rate), within(band, standing.creditedMinor, quotaOf(standing))))
      .reduce(plus, zero),
  describe(table) {
    const [first, ...rest] = table.bands.map((band) => `${percent(band.rate)} ${rangeOf(band)}`);
    const more = rest.length === 0 ? '' : `, ${rest.join(', ')}`;
    return (
      `You earn a share of ${creditedDeals(table)}, by how much of ${quotaName(table)} you have reached: ` +
      `${first}${more}. Each rate is paid only on the part that falls in its range; a range includes its ` +
      'start, and at its end the next one begins.'
    );
  },
  explain(table, before, after, currency) {
    const quota = quotaOf(after);
    const parts = table.bands.flatMap((band) => {
      const slice = minus(
        within(band, after.creditedMinor, quota),
        within(band, before.creditedMinor, quota),
      );
      if (slice.num === 0n) return [];
      const exact = times(decimal(band.rate), slice);
      const what = `${amount(slice, currency)} ${rangeOf(band)} of the quota`;
      return [{ text: `${what} × ${percent(band.rate)} = ${amount(exact, currency)}`, exact }];
    });
    return after.creditedMinor < before.creditedMinor ? parts.reverse() : parts;
  },
};

/** How much of what is credited lies in a band. */
function within({ from, to }: Band, creditedMinor: Minor, quotaMinor: Minor): Rational {
  const edge = (attainment: string) => times(decimal(attainment), fraction(quotaMinor));
  const credited = fraction(creditedMinor);
  const reached = to === null ? credited : least(credited, edge(to));
  const start = edge(from);
  return start.num === 0n ? reached : most(minus(reached, start), zero);
}

function rangeOf({ from, to }: Band): string {
  if (to === null) return decimal(from).num === 0n ? 'at any height' : `from ${percent(from)} on`;
  return `from ${percent(from)} to ${percent(to)}`;
}
