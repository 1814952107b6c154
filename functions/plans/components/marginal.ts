/**
 * Marginal bands pay like tax brackets: each slice at its own rate.
 *
 *   T      0 % – 100 %   100 % – 125 %   125 % –          on a quota of 200,000, 270,000 credited
 *   pays        10 %           15 %         20 %          200,000 × 10 % + 50,000 × 15 % + 20,000 × 20 %
 *                                                         = 20,000 + 7,500 + 4,000 = 31,500
 *
 * Interpolated bands pay an amount for the whole of each, and of the one that is reached a part: 2,000 for
 * the band from 8,000 to 20,000 is 2,000 ÷ 12,000 of each unit in it.
 *
 * What falls below zero, when more was reversed than credited, walks down the first band.
 */
import type { Currency } from '../../../shared/kernel/money.ts';
import {
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
import { type Band, bandRate, bandRateWords, edgeAt, rangeWords, type Tiers } from './bands.ts';
import type { Part, Reached } from './component.ts';

export function marginalEarned(table: Tiers, reached: Reached): Rational {
  return table.bands
    .map((band) => times(bandRate(table, band, reached), within(table, band, reached)))
    .reduce(plus, zero);
}

export function marginalParts(table: Tiers, before: Reached, after: Reached, currency: Currency): Part[] {
  const parts = table.bands.flatMap((band) => {
    const slice = minus(within(table, band, after), within(table, band, before));
    if (slice.num === 0n) return [];
    const exact = times(bandRate(table, band, after), slice);
    const what = `${amount(slice, currency)} ${rangeWords(table, band, currency)}`;
    const rate = bandRateWords(table, band, currency);
    return [{ text: `${what} × ${rate} = ${amount(exact, currency)}`, exact }];
  });
  return after.creditedMinor < before.creditedMinor ? parts.reverse() : parts;
}

/** How much of what is credited lies in a band. */
function within(table: Tiers, { from, to }: Band, reached: Reached): Rational {
  const credited = fraction(reached.creditedMinor);
  const top = to === null ? credited : least(credited, edgeAt(table, to, reached));
  const start = edgeAt(table, from, reached);
  return start.num === 0n ? top : most(minus(top, start), zero);
}
