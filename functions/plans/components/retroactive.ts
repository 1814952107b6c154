/**
 * Retroactive: the rate of the band in which attainment stands is paid on everything, back to the first unit.
 *
 *   band    0 % – 100 %   100 % – 125 %   125 % –       on a quota of 200,000
 *   pays        10 %           15 %         20 %        199,999.99 × 10 % = 20,000.00 (rounded)
 *                                                       200,000.00 × 15 % = 30,000.00
 *                                                       270,000.00 × 20 % = 54,000.00
 *
 * The line that crosses an edge carries the catch-up: from 190,000 to 230,000 it pays 40,000 × 15 % for
 * itself and 190,000 × (15 % − 10 %) for what came before, 15,500. One that falls back takes as much back.
 * Below zero the first band holds.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, minus, type Rational, times, zero } from '../../../shared/kernel/rational.ts';
import { amount } from '../words.ts';
import { type Band, bandAt, bandRate, bandRateWords, rangeWords, type Tiers } from './bands.ts';
import type { Part, Reached } from './component.ts';

export function retroactiveEarned(table: Tiers, reached: Reached): Rational {
  return times(bandRate(table, bandOf(table, reached), reached), fraction(reached.creditedMinor));
}

export function retroactiveParts(table: Tiers, before: Reached, after: Reached, currency: Currency): Part[] {
  const [from, to] = [bandOf(table, before), bandOf(table, after)];
  const credited = after.creditedMinor - before.creditedMinor;
  const exact = times(bandRate(table, to, after), fraction(credited));
  const rate = bandRateWords(table, to, currency);
  const range = rangeWords(table, to, currency);
  const own = { text: `${amount(credited, currency)} × ${rate} = ${amount(exact, currency)}`, exact };
  if (from === to) return [{ ...own, text: `${own.text}, the rate ${range}` }];
  const crossing = { text: `Attainment is now in the range ${range}: ${rate} of everything`, exact: zero };
  return [crossing, own, catchUp(table, from, to, before, currency)];
}

/** What was credited before is paid at the new rate as well, less what it was paid at. */
function catchUp(table: Tiers, from: Band, to: Band, before: Reached, currency: Currency): Part {
  const difference = minus(bandRate(table, to, before), bandRate(table, from, before));
  const exact = times(difference, fraction(before.creditedMinor));
  const rates = `(${bandRateWords(table, to, currency)} − ${bandRateWords(table, from, currency)})`;
  const what = `${amount(before.creditedMinor, currency)} credited before`;
  const which = exact.num < 0n ? 'taken back' : 'the catch-up';
  return { text: `${what} × ${rates} = ${amount(exact, currency)}, ${which}`, exact };
}

function bandOf(table: Tiers, reached: Reached): Band {
  const band = bandAt(table, reached);
  assert(band, 'a rate table has bands');
  return band;
}
