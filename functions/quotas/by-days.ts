/**
 * The arithmetic of a quota by days. Each day of a period counts its part of what is asked that day of the
 * whole period; a day on which somebody is not there, or is relieved, counts nothing.
 *
 *   200,000 in a quarter of 90 days, there on 45 of them        200,000 × 45/90 = 100,000.00
 *   200,000, relieved of 30 days                                200,000 × 60/90 = 133,333.33
 *   200,000 on 45 days, 300,000 on 45                           100,000 + 150,000 = 250,000.00
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { decimal, fraction, minus, plus, type Rational, times, zero } from '../../shared/kernel/rational.ts';
import { covers, type Day, daysBetween, type Span } from '../../shared/kernel/time.ts';
import { type Factor, readFactor } from './derivation.ts';

/** A stretch of days that ends. */
export type Days = { readonly from: Day; readonly to: Day };
/** What is asked, on some days, of the whole period. */
export type Row = Days & { readonly amountMinor: Minor };
export type Relief = Days & { readonly share: string; readonly reason: string };
export type Treatment = { readonly kind: 'season' | 'growth' | 'ramp'; readonly factor: Factor };

/** What a quota is worked out from. */
export type Terms = {
  /** What is asked of the whole period, on every day that no row speaks of. */
  readonly baseMinor: Minor;
  readonly treatments: readonly Treatment[];
  readonly rows: readonly Row[];
  /** The days on which the person is there, where those are to count alone. */
  readonly present?: Days | undefined;
  /** On days of their own, all of them. */
  readonly reliefs: readonly Relief[];
};

const one = fraction(1n);

export function plainly(baseMinor: Minor): Terms {
  return { baseMinor, treatments: [], rows: [], reliefs: [] };
}

/** The quota of a period, exactly. */
export function exactly(terms: Terms, period: Days): Rational {
  return times(countedIn(terms, period), fraction(1n, BigInt(daysBetween(period.from, period.to))));
}

/** What some days of a period count together, times the days of the period. */
export function countedIn(terms: Terms, days: Days): Rational {
  return piecesOf(terms, days).reduce((sum, { from, to }) => {
    const each = times(askedOn(terms, from), countsOn(terms, from));
    return plus(sum, times(each, fraction(BigInt(daysBetween(from, to)))));
  }, zero);
}

/** What is asked of the whole period where nothing depends on days. */
export function whole({ baseMinor, treatments }: Pick<Terms, 'baseMinor' | 'treatments'>): Rational {
  return treatments.reduce((sum, { factor }) => times(sum, readFactor(factor)), fraction(baseMinor));
}

/** The same; of a window without end, in which nothing depends on days. */
export function amountOf(terms: Terms, { from, to }: Span): Rational {
  return to === null ? whole(terms) : exactly(terms, { from, to });
}

/** How many days of a period count. */
export function daysCounted(terms: Terms, period: Days): Rational {
  return piecesOf(terms, period).reduce(
    (sum, { from, to }) => plus(sum, times(countsOn(terms, from), fraction(BigInt(daysBetween(from, to))))),
    zero,
  );
}

/** Days on which all is the same, one after the other. */
function piecesOf({ rows, present, reliefs }: Terms, days: Days): Days[] {
  const said = [...rows, ...reliefs, ...(present ? [present] : [])];
  const cuts = said.flatMap(({ from, to }) => [from, to]).filter((day) => days.from < day && day < days.to);
  const edges = [...new Set([days.from, ...cuts, days.to])].sort();
  return edges.slice(1).map((to, n) => ({ from: edges[n] ?? to, to }));
}

function askedOn(terms: Terms, day: Day): Rational {
  const row = terms.rows.find((one) => covers(one, day));
  return row ? fraction(row.amountMinor) : whole(terms);
}

function countsOn({ present, reliefs }: Terms, day: Day): Rational {
  if (present && !covers(present, day)) return zero;
  const relief = reliefs.find((each) => covers(each, day));
  return relief ? minus(one, decimal(relief.share)) : one;
}
