/**
 * Marginal: each slice of attainment is paid at its own band's rate, like tax brackets.
 *
 *   band    0 % – 100 %   100 % – 125 %   125 % –       270,000 credited on a quota of 200,000
 *   pays        10 %           15 %         20 %        = 200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 %
 *                                                       = 20,000 + 7,500 + 4,000 = 31,500
 *
 * What falls below zero, when more was reversed than credited, walks down the first band.
 */
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
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
import { amount } from '../words.ts';
import { type Band, rangeOf, type Tiers } from './bands.ts';
import { type Part, quotaOf, type Standing } from './component.ts';
import { bandRate, bandRateWords } from './times.ts';

export function marginalEarned(table: Tiers, standing: Standing): Rational {
  return table.bands
    .map((band) => times(bandRate(table, band), within(band, standing.creditedMinor, quotaOf(standing))))
    .reduce(plus, zero);
}

export function marginalParts(table: Tiers, before: Standing, after: Standing, currency: Currency): Part[] {
  const quota = quotaOf(after);
  const parts = table.bands.flatMap((band) => {
    const slice = minus(within(band, after.creditedMinor, quota), within(band, before.creditedMinor, quota));
    if (slice.num === 0n) return [];
    const exact = times(bandRate(table, band), slice);
    const what = `${amount(slice, currency)} ${rangeOf(band)} of the quota`;
    return [{ text: `${what} × ${bandRateWords(table, band)} = ${amount(exact, currency)}`, exact }];
  });
  return after.creditedMinor < before.creditedMinor ? parts.reverse() : parts;
}

/** How much of what is credited lies in a band. */
function within({ from, to }: Band, creditedMinor: Minor, quotaMinor: Minor): Rational {
  const edge = (attainment: string) => times(decimal(attainment), fraction(quotaMinor));
  const credited = fraction(creditedMinor);
  const reached = to === null ? credited : least(credited, edge(to));
  const start = edge(from);
  return start.num === 0n ? reached : most(minus(reached, start), zero);
}
