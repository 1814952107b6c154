/** Who is told of a letter that they have not accepted, and when. */
import { describe, expect, it } from 'vitest';
import { noOrg, withMember } from '../../functions/people/org.ts';
import { type Enrolment, enrol } from '../../functions/plans/enrolment.ts';
import { type Reminders, reminded, remindersDue, toldOf } from '../../functions/letters/reminder.ts';
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import type { Day, Instant } from '../../shared/kernel/time.ts';

const plan = `pln_${'0'.repeat(26)}` as PlanId;
const tom = `per_${'0'.repeat(26)}` as PersonId;
const enrolled = (to: string | null = null): Enrolment =>
  enrol({ person: tom, plan, version: 1, from: '2026-01-01' as Day, to: to as Day | null }, []);
const night = (day: string) => `${day}T02:00:00.000Z` as Instant;

/** What is known after these nights. */
const knownAfter = (enrolment: Enrolment, nights: readonly string[], known?: Reminders) =>
  nights.reduce((before, day) => reminded(enrolment, before, night(day)) ?? before, known);
const toldIn = (known: Reminders | undefined) =>
  known?.told.map(({ days, at }) => `${days} ${at.slice(0, 10)}`);

describe('A82 whoever has not accepted', () => {
  const january = Array.from({ length: 27 }, (_, n) => `2026-01-${String(n + 5).padStart(2, '0')}`);
  const february = Array.from({ length: 28 }, (_, n) => `2026-02-${String(n + 1).padStart(2, '0')}`);

  it('is told in the first night, and after 7, 14 and 28 days, and then never again', () => {
    const told = toldIn(knownAfter(enrolled(), [...january, ...february]));
    expect(told).toEqual(['0 2026-01-05', '7 2026-01-12', '14 2026-01-19', '28 2026-02-02']);
  });

  it('is told once of a night that comes twice, and a few minutes late or early', () => {
    const first = reminded(enrolled(), undefined, '2026-01-05T02:14:00.000Z' as Instant);
    expect(reminded(enrolled(), first, night('2026-01-05'))).toBeUndefined();
    expect(toldIn(knownAfter(enrolled(), ['2026-01-12', '2026-01-12'], first))).toEqual([
      '0 2026-01-05',
      '7 2026-01-12',
    ]);
  });

  it('is not told twice at once where nights were missed', () => {
    // 16 days after the first: 7 and 14 are due, and one is enough. The next is that of 28.
    const told = toldIn(knownAfter(enrolled(), ['2026-01-05', '2026-01-21', '2026-01-22', '2026-02-02']));
    expect(told).toEqual(['0 2026-01-05', '14 2026-01-21', '28 2026-02-02']);
  });

  it('is told anew of another letter', () => {
    const known = knownAfter(enrolled(), ['2026-01-05', '2026-01-12']);
    const changed = enrolled('2027-01-01');
    expect(toldOf(changed, known)).toEqual([]);
    const anew = knownAfter(changed, ['2026-01-13', '2026-01-20'], known);
    expect(toldIn(anew)).toEqual(['0 2026-01-13', '7 2026-01-20']);
    // It takes the place of what was known: three versions were written before it.
    expect(anew?.version).toBe(4);
  });
});

describe('nobody is told', () => {
  const now = night('2026-03-05');
  const today = '2026-03-05' as Day;
  const due = (enrolment: Enrolment, presence: object = {}) => {
    const org = withMember(noOrg, tom, { name: 'Tom', refs: [], lines: [], ...presence });
    return remindersDue([enrolment], [], { org, today, now }).length;
  };

  it('of what is over', () => {
    expect([due(enrolled()), due(enrolled('2026-03-06')), due(enrolled('2026-03-05'))]).toEqual([1, 1, 0]);
  });

  it('who is not there', () => {
    expect(due(enrolled(), { endsOn: today })).toBe(0);
    expect(due(enrolled(), { startsOn: '2026-04-01' })).toBe(0);
    expect(due(enrolled(), { vacant: true })).toBe(0);
  });
});
