/**
 * What a component pays by how much is credited, as points with straight lines between them, while all else stays
 * as it is: other measures, results, and what single deals have paid by themselves. Where it jumps, two points
 * are one unit of the measure apart.
 *
 *   quota 200,000; 10 % of everything below it, 15 % of everything from there on, capped at 40,000
 *     credited      0     199,999.99     200,000.00     266,666.67     …
 *     earns         0      20,000.00      30,000.00      40,000.00     40,000.00
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { compare, fraction, minus, plus, type Rational, times } from '../../shared/kernel/rational.ts';
import type { Bounds } from './components/cap.ts';
import { type Component, kindOf, type Standing } from './components/index.ts';
import { minorOf } from './components/rate.ts';

export type Corner = { readonly creditedMinor: Minor; readonly exact: Rational };
type Pays = (credited: Minor) => Rational;

/** How often a search for a cap goes twice as far: beyond all amounts there are. */
const FARTHEST = 60;
/** Of what has no quota and no edge, the line is drawn as far. */
const SHORTEST = 1_000_000n;

/** From nothing, or where the payee stands below it, to a quarter beyond all that matters; or why there are none. */
export function cornersOf(component: Component, standing: Standing): readonly Corner[] | string {
  const kind = kindOf(component);
  const turns = kind.turns(component, standing);
  if (typeof turns === 'string') return turns;
  const pays: Pays = (creditedMinor) => kind.earned(component, { ...standing, creditedMinor });
  const now = standing.creditedMinor;
  const first = now < 0n ? now : 0n;
  const places = inOrder([first, 0n, now, ...turns.flatMap(around)]).filter((place) => place >= first);
  const last = places.at(-1) ?? 0n;
  const far = boundFrom(last, component, pays);
  const bent = [...places, far].flatMap((place, n, all) => {
    const next = all[n + 1];
    return next === undefined ? [place] : [place, ...bends(place, next, pays)];
  });
  const corners = straightened([...bent, far + 1n].map(pointOf(pays)), now);
  const end = endAfter(corners.at(-2)?.creditedMinor ?? last, standing);
  return straightened([...corners.slice(0, -1), pointOf(pays)(end)], now);
}

const pointOf =
  (pays: Pays) =>
  (creditedMinor: Minor): Corner => ({ creditedMinor, exact: pays(creditedMinor) });

/** The whole units on both sides of a place, since what happens at it may begin at it or behind it. */
function around(place: Rational): Minor[] {
  const at = ceiling(place);
  return [at - 1n, at, at + 1n];
}

/** Beyond where a cap is reached, or a floor left behind, if that ever happens. */
function boundFrom(place: Minor, component: Component, pays: Pays): Minor {
  const { capMinor, floorMinor }: Bounds = component.kind === 'attainment-bonus' ? {} : component;
  if (capMinor === undefined && floorMinor === undefined) return place + 1n;
  const isBeyond = (exact: Rational) =>
    capMinor === undefined
      ? compare(exact, fraction(minorOf(floorMinor ?? 0n))) > 0
      : compare(exact, fraction(minorOf(capMinor))) >= 0;
  let step = SHORTEST;
  for (let n = 0; n < FARTHEST && !isBeyond(pays(place + step)); n++) step *= 2n;
  return place + step;
}

/** Both sides of each place between two others where a straight line ends and another begins. */
function bends(from: Minor, to: Minor, pays: Pays): Minor[] {
  if (to - from <= 2n) return to - from === 2n ? [from + 1n] : [];
  const [low, high] = [pays(from), pays(to)];
  const [early, late] = [minus(pays(from + 1n), low), minus(high, pays(to - 1n))];
  const onEarly = (at: Minor) => plus(low, times(early, fraction(at - from)));
  const onLate = (at: Minor) => minus(high, times(late, fraction(to - at)));
  const turn = minus(early, late);
  if (turn.num === 0n) return compare(onEarly(to), high) === 0 ? [] : halves(from, to, pays);
  const gap = minus(onLate(from), low);
  const at = from + floor(times(gap, fraction(turn.den, turn.num)));
  const meets = from <= at && at < to && isAt(at, onEarly, pays) && isAt(at + 1n, onLate, pays);
  return meets ? [at, at + 1n].filter((one) => from < one && one < to) : halves(from, to, pays);
}

const isAt = (at: Minor, line: Pays, pays: Pays) => compare(line(at), pays(at)) === 0;

function halves(from: Minor, to: Minor, pays: Pays): Minor[] {
  const middle = (from + to) / 2n;
  return [...bends(from, middle, pays), middle, ...bends(middle, to, pays)];
}

/** Without the points that lie on the line between their neighbours, but for the ends and where the payee stands. */
function straightened(points: readonly Corner[], now: Minor): Corner[] {
  const kept: Corner[] = [];
  for (const [n, point] of points.entries()) {
    const [before, next] = [kept.at(-1), points[n + 1]];
    if (before && point.creditedMinor <= before.creditedMinor) continue;
    if (before && next && point.creditedMinor !== now && isBetween(before, point, next)) continue;
    kept.push(point);
  }
  return kept;
}

function isBetween(a: Corner, b: Corner, c: Corner): boolean {
  const [rise, run] = [minus(b.exact, a.exact), b.creditedMinor - a.creditedMinor];
  const [nextRise, nextRun] = [minus(c.exact, b.exact), c.creditedMinor - b.creditedMinor];
  return compare(times(rise, fraction(nextRun)), times(nextRise, fraction(run))) === 0;
}

function endAfter(last: Minor, { quotaMinor = 0n }: Standing): Minor {
  if (last <= 0n && quotaMinor === 0n) return SHORTEST;
  const ends = [last + last / 4n, quotaMinor + quotaMinor / 2n, last + 1n];
  return ends.reduce((most, end) => (end > most ? end : most));
}

function inOrder(places: readonly Minor[]): Minor[] {
  return [...new Set(places)].sort((a, b) => (a < b ? -1 : 1));
}

function floor({ num, den }: Rational): bigint {
  const whole = num / den;
  return num < 0n && whole * den !== num ? whole - 1n : whole;
}

function ceiling({ num, den }: Rational): bigint {
  return -floor({ num: -num, den });
}
