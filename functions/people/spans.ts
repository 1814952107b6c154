/**
 * What is said of days, one thing a day: whatever is said anew takes the place of what was said before.
 *
 *   A from day 1 up to 9, then B from 4 up to 6:   A 1 … 4,  B 4 … 6,  A 6 … 9
 */
import { type Day, outside, overlaps, type Span } from '../../shared/kernel/time.ts';

/** In order of days; two that touch and say the same are one. */
export function saidAnew<S extends Span>(
  before: readonly S[],
  added: S,
  isSame: (one: S, other: S) => boolean,
): S[] {
  const all = [...before.flatMap((one) => outside(one, added)), added];
  const result: S[] = [];
  for (const next of all.sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last && last.to === next.from && isSame(last, next)) {
      result[result.length - 1] = { ...last, to: next.to };
    } else {
      result.push(next);
    }
  }
  return result;
}

/** The days that two spans share, if there are any. */
export function common(one: Span, other: Span): Span | undefined {
  if (!overlaps(one, other)) return undefined;
  const from = one.from > other.from ? one.from : other.from;
  return { from, to: earlier(one.to, other.to) };
}

function earlier(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
