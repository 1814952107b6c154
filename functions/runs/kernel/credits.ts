/**
 * Credits in columns, a row each, in the one order that everybody uses: by day, then deal, then part. Rows
 * that agree in all of these keep the order in which they were given, which is that of their ids.
 *
 *   person   day   deal   part   amount        person   whose credit it is, by number
 *      4       0      7      0    5000000      day      days since the first of the period
 *      9       0      7      1    3000000      deal     its place among the deals, by id
 *      4       2      1      0   −5000000      amount   whole minor units, exact below 2⁵³
 */
import { type Keys, placesBy, sortedBy } from './radix.ts';

export type Credits = {
  readonly person: Int32Array;
  readonly day: Uint16Array;
  readonly deal: Int32Array;
  readonly part: Uint16Array;
  readonly amount: Float64Array;
};

export function columnsFor(rows: number): Credits {
  return {
    person: new Int32Array(rows),
    day: new Uint16Array(rows),
    deal: new Int32Array(rows),
    part: new Uint16Array(rows),
    amount: new Float64Array(rows),
  };
}

/** The rows with these numbers, in their order. */
export function taken(credits: Credits, rows: Int32Array): Credits {
  const to = columnsFor(rows.length);
  copyRows(credits, rows, to, 0);
  return to;
}

/** The rows with these numbers, from a place on. */
export function copyRows(credits: Credits, rows: Int32Array, to: Credits, start: number): void {
  const { person, day, deal, part, amount } = credits;
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n] as number;
    const at = start + n;
    to.person[at] = person[row] as number;
    to.day[at] = day[row] as number;
    to.deal[at] = deal[row] as number;
    to.part[at] = part[row] as number;
    to.amount[at] = amount[row] as number;
  }
}

/** The same columns where they are in order; else others. */
export function inOrder(credits: Credits): Credits {
  const { day, deal, part } = credits;
  if (!isInOrder(deal, part)) {
    const byDeal = taken(credits, sortedBy([part, deal], deal.length));
    return moved(byDeal, placesBy(byDeal.day));
  }
  return isInOrder(day, deal) ? credits : moved(credits, placesBy(day));
}

/** Each row to its place, a column at a time: read in one go, and written at few places at once. */
function moved(credits: Credits, places: Int32Array): Credits {
  const to = columnsFor(places.length);
  move(credits.person, to.person, places);
  move(credits.day, to.day, places);
  move(credits.deal, to.deal, places);
  move(credits.part, to.part, places);
  const { amount } = credits;
  for (let n = 0; n < places.length; n++) to.amount[places[n] as number] = amount[n] as number;
  return to;
}

function move(from: Keys, to: Keys, places: Int32Array): void {
  for (let n = 0; n < places.length; n++) to[places[n] as number] = from[n] as number;
}

/** Whether rows never fall, by the first key and within that by the second. */
function isInOrder(first: Keys, second: Keys): boolean {
  for (let n = 1; n < first.length; n++) {
    const step = (first[n] as number) - (first[n - 1] as number);
    if (step < 0 || (step === 0 && (second[n] as number) < (second[n - 1] as number))) return false;
  }
  return true;
}
