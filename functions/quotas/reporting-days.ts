/**
 * To whom somebody reports on which days: the nearest manager who is there, by the lines of the main hierarchy.
 *
 *   Ben → Cem until 2026-02-15, then Ada; Cem's own manager is Tom, and Cem leaves on 2026-02-01:
 *   Cem 2026-01-01 … 02-01,  Tom 02-01 … 02-15,  Ada 02-15 … 04-01
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { outside, type Span } from '../../shared/kernel/time.ts';
import { isIn, linesOf, type Org, presenceOf } from '../people/org.ts';
import { common } from '../people/spans.ts';
import type { Days } from './by-days.ts';

export type Reporting = Days & { readonly manager: PersonId };

/** Days without anybody above are left out. */
export function reportingOf(org: Org, person: PersonId, days: Days): Reporting[] {
  return linesOf(org, person).flatMap((line) => {
    const { manager } = line;
    const some = shared(line, days);
    if (manager === null || !some || !isIn(org, manager)) return [];
    const there = thereIn(org, manager, some);
    const away = there ? outside(some, there) : [some];
    const instead = away.flatMap((gap) => reportingOf(org, manager, gap));
    return [...(there ? [{ ...there, manager }] : []), ...instead];
  });
}

/** The days on which somebody holds their seat, or, where it may be empty, on which there is one. */
export function thereIn(org: Org, person: PersonId, days: Days, mayBeVacant = false): Days | undefined {
  const { startsOn, endsOn, vacant } = presenceOf(org, person);
  if (vacant && !mayBeVacant) return undefined;
  return shared({ from: startsOn ?? days.from, to: endsOn ?? null }, days);
}

function shared(span: Span, days: Days): Days | undefined {
  const some = common(span, days);
  return some && some.to !== null ? { from: some.from, to: some.to } : undefined;
}
