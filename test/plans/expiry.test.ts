/** Terms whose end has come: over, or in force until something takes their place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noOrg, withMember } from '../../functions/people/org.ts';
import { type Enrolment, enrol } from '../../functions/plans/enrolment.ts';
import { inForce } from '../../functions/plans/expiry.ts';
import { Policies } from '../../functions/plans/policies.ts';
import { derivedId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { addDays, type Day, overlaps } from '../../shared/kernel/time.ts';

const tom = PersonId.parse(derivedId('per', 'Tom'));
const idOf = (name: string) => PlanId.parse(derivedId('pln', name));
const versionOf = (name: string, policies: object) => ({
  plan: idOf(name),
  version: 1,
  policies: Policies.parse(policies),
});
const PLANS = [versionOf('stays', { afterEnd: 'inForce' }), versionOf('other', {})];
const enrolled = (name: string, from: string, to: string | null = null): Enrolment =>
  enrol({ person: tom, plan: idOf(name), version: 1, from: from as Day, to: to as Day | null }, []);
const endsOf = (enrolments: readonly Enrolment[], presence: object = {}, plans = PLANS) => {
  const org = withMember(noOrg, tom, { name: 'Tom', refs: [], lines: [], ...presence });
  return inForce(enrolments, plans, org).map(({ to }) => to);
};

describe('terms that stay in force', () => {
  const stays = enrolled('stays', '2026-01-01', '2026-07-01');

  it('do so without an end, or up to the first terms that come after them', () => {
    expect(endsOf([stays])).toEqual([null]);
    const [second, third] = [enrolled('other', '2026-12-01'), enrolled('other', '2026-10-01', '2026-12-01')];
    expect(endsOf([stays, second, third])[0]).toBe('2026-10-01');
    expect(endsOf([stays, enrolled('other', '2026-07-01')])[0]).toBe('2026-07-01');
    // What was there beside them takes nobody's place.
    expect(endsOf([stays, enrolled('other', '2026-03-01')])[0]).toBeNull();
  });

  it('do so until the payee leaves; which deals count after that, an exit policy says', () => {
    expect(endsOf([stays], { endsOn: '2026-09-01' })).toEqual(['2026-09-01']);
    expect(endsOf([stays], { endsOn: '2026-05-01' })).toEqual(['2026-07-01']);
    const exit = [versionOf('stays', { afterEnd: 'inForce', exit: { dealsWithinDays: 30 } })];
    expect(endsOf([stays], { endsOn: '2026-09-01' }, exit)).toEqual([null]);
  });

  it('are those of plans that say so, and no others', () => {
    expect(endsOf([enrolled('other', '2026-01-01', '2026-07-01')])).toEqual(['2026-07-01']);
    expect(endsOf([enrolled('stays', '2026-01-01')])).toEqual([null]);
  });

  it('end no earlier than was said, and never overlap in one plan', () => {
    const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(stretches, (gaps) => {
        let day = '2026-01-01' as Day;
        const all = gaps.map(([gap, length]) => {
          const from = addDays(day, gap);
          day = addDays(from, length);
          return enrolled('stays', from, day);
        });
        const held = inForce(all, PLANS, noOrg);
        for (const [n, { to }] of held.entries()) {
          expect(to === null || to >= (all[n]?.to ?? '')).toBe(true);
          const others = held.slice(n + 1);
          expect(others.some((one) => overlaps(one, held[n] as Enrolment))).toBe(false);
        }
      }),
    );
  });
});
