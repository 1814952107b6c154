/**
 * To whom a person reports. Each has lines that do not overlap: a manager, or nobody, from one day up to, not
 * including, another. No day may know a circle.
 *
 *   Ben → Ada from 2026-01-01;   assigned to Cem from 2026-04-01:
 *   Ben → Ada 2026-01-01 … 2026-04-01,  Ben → Cem 2026-04-01 …
 */
import { canonical } from '../../shared/kernel/chain.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Day, Span } from '../../shared/kernel/time.ts';
import { isIn, linesOf, type Member, memberOf, type Org, withMember } from './org.ts';
import { common, saidAnew } from './spans.ts';

export type Assignment = {
  readonly person: PersonId;
  readonly manager: PersonId | null;
  readonly from: Day;
  readonly to: Day | null;
};

/**
 * Sets the manager of a person over a span of days; what was said about those days before is replaced. The
 * same org where that is so already.
 */
export function assignManager(
  org: Org,
  person: PersonId,
  manager: PersonId | null,
  from: Day,
  to: Day | null = null,
): Org {
  const member = assigned(org, { person, manager, from, to });
  return member === memberOf(org, person) ? org : withMember(org, person, member);
}

/** The person with their lines as they then are; the same object where they are so already. */
export function assigned(org: Org, { person, manager, from, to }: Assignment): Member {
  const member = memberOf(org, person);
  if (!member) refuse('missing', 'not-found', 'There is no such person.');
  if (manager !== null && !isIn(org, manager)) {
    refuse('rule', 'manager.unknown', 'There is no such manager.', '/manager');
  }
  if (to !== null && to <= from) refuse('rule', 'line.empty', 'A line ends after it begins.', '/to');
  const lines = saidAnew(member.lines, { manager, from, to }, (one, other) => one.manager === other.manager);
  if (canonical(lines) === canonical(member.lines)) return member;
  const day = manager && dayOfCircle(org, person, manager, { from, to });
  if (day) refuse('rule', 'line.cycle', `On ${day} the manager would report to the person.`, '/manager');
  return { ...member, lines };
}

/**
 * The first day on which a manager stands below a person already. Only the way up from the manager is looked
 * at, by the lines of just those days, and not all lines of the company.
 */
function dayOfCircle(org: Org, person: PersonId, manager: PersonId, span: Span): Day | undefined {
  const ways = [{ at: manager, span }];
  for (let way = ways.pop(); way; way = ways.pop()) {
    if (way.at === person) return way.span.from;
    // The earliest is pushed last, and so is taken first.
    for (const line of linesOf(org, way.at).toReversed()) {
      const days = line.manager === null ? undefined : common(line, way.span);
      if (days && line.manager !== null) ways.push({ at: line.manager, span: days });
    }
  }
  return undefined;
}
