/** Quotas of teams: the sum of what is asked of those who report to somebody, by days, in the order of levels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effective, effectiveQuotas } from '../../functions/quotas/effective.ts';
import { quotaLevels } from '../../functions/quotas/levels.ts';
import { reportingOf } from '../../functions/quotas/reporting-days.ts';
import type { Quota } from '../../functions/quotas/quota.ts';
import { refuseCircle } from '../../functions/quotas/team.ts';
import { managersOn, type Org, type Presence, withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day, dia } from '../people/kit.ts';
import { ask, Q1 } from './kit.ts';

const SUM = { of: 'sumOfReportsByDays' };
const JAN = day('2026-01-01');
const under = (org: Org, who: PersonId, manager: PersonId, from = JAN, to: string | null = null) =>
  assignManager(org, who, manager, from, to === null ? null : day(to));
const being = (org: Org, who: PersonId, presence: Presence) =>
  withPerson(org, who, org.people[who]?.name ?? '', org.people[who]?.refs ?? [], presence);
const asked = (who: PersonId, amountMinor: string, more: object = {}) =>
  ask({ amountMinor, ...more }, { who });
const team = (who: PersonId, more: object = {}, own: object = {}) =>
  ask({ team: { ...SUM, ...more }, ...own }, { who });
const effective = (org: Org, ...quotas: Quota[]) => effectiveQuotas({ quotas, org, period: Q1 });
const of = (some: readonly Effective[], who: PersonId) =>
  some.find(({ person }) => person === who)?.amountMinor;

describe('the quota of a team', () => {
  it('is what is asked of those who report, by the days that they do', () => {
    // Ben 90,000 all of 90 days; Cem 60,000 on 30 days, then Dia: 90,000 + 20,000. Wrong: 150,000 (all of
    // Cem's), 90,000 (whoever reports on the last day).
    let org = under(under(company, ben, ada), cem, ada, JAN, '2026-01-31');
    org = under(org, cem, dia, day('2026-01-31'));
    const some = effective(org, asked(ben, '9000000'), asked(cem, '6000000'), team(ada), team(dia));
    expect([of(some, ada), of(some, dia)]).toEqual([11_000_000n, 4_000_000n]);
    const mine = some.find(({ person }) => person === ada);
    const reports = [
      { kind: 'report', person: ben, factor: '90/90', addsMinor: 9_000_000n },
      { kind: 'report', person: cem, factor: '30/90', addsMinor: 2_000_000n },
    ];
    expect(mine?.derivation.steps).toMatchObject(
      reports.sort((one, other) => (one.person < other.person ? -1 : 1)),
    );
  });

  it('parts one quota so that the parts add up', () => {
    // 100.00 with three managers for 30 days each: 33.34 + 33.33 + 33.33. Wrong: 99.99, each rounded.
    let org = under(company, dia, ada, JAN, '2026-01-31');
    org = under(under(org, dia, ben, day('2026-01-31'), '2026-03-02'), dia, cem, day('2026-03-02'));
    const some = effective(org, asked(dia, '10000'), team(ada), team(ben), team(cem));
    const parts = [ada, ben, cem].map((one) => of(some, one) ?? 0n);
    expect(parts.toSorted()).toEqual([3333n, 3333n, 3334n]);
  });

  it('counts a prorated quota on the days that somebody is there', () => {
    // Hired on 15 February, 45/90 of 200,000 = 100,000, all of it below Ada. Wrong: 50,000, by days once more.
    const org = being(under(company, ben, ada), ben, { startsOn: day('2026-02-15') });
    const presence = { startsOn: '2026-02-15' };
    const hired = ask({ amountMinor: '20000000', prorate: 'byDays' }, { who: ben, presence });
    expect(of(effective(org, hired, team(ada)), ada)).toBe(10_000_000n);
    // The full quota of one who is not prorated counts on the days that they report.
    expect(of(effective(org, asked(ben, '20000000'), team(ada)), ada)).toBe(10_000_000n);
  });

  it("takes the manager's own in or leaves it out", () => {
    const org = under(company, ben, ada);
    const own = { amountMinor: '500' };
    expect(of(effective(org, asked(ben, '1000'), team(ada, {}, own)), ada)).toBe(1000n);
    expect(of(effective(org, asked(ben, '1000'), team(ada, { own: 'in' }, own)), ada)).toBe(1500n);
  });

  it('takes vacant seats in or leaves them out', () => {
    const org = being(under(under(company, ben, ada), cem, ada), cem, { vacant: true });
    const some = [asked(ben, '1000'), asked(cem, '700')];
    expect(of(effective(org, ...some, team(ada)), ada)).toBe(1000n);
    expect(of(effective(org, ...some, team(ada, { vacantSeats: 'in' })), ada)).toBe(1700n);
  });

  it('reaches past a manager who has left, and sums sums', () => {
    // Dia below Cem below Ada; Cem gone from 31 January on: 30 days of 90 to Cem, 60 to Ada directly.
    const org = being(under(under(company, dia, cem), cem, ada), cem, { endsOn: day('2026-01-31') });
    const some = effective(org, team(ada), team(cem), asked(dia, '9000000'));
    // Cem's sum of 30,000 weighs the same on all 90 days, of which Cem reports on 30.
    expect([of(some, cem), of(some, ada)]).toEqual([3_000_000n, 7_000_000n]);
  });

  it('is of one measure, and nobody has one where nothing is asked', () => {
    const org = under(company, ben, ada);
    const some = effective(org, asked(ben, '1000', { measure: 'units' }), team(ada));
    expect(some.map(({ measure }) => measure)).toEqual(['units']);
  });

  it('leaves those that are assigned as they are', () => {
    const one = asked(ben, '1000');
    const derivation = { baseMinor: 1000n, steps: [] };
    expect(effective(company, one)).toEqual([{ ...one, derivation }]);
  });
});

describe('a circle', () => {
  const org = under(
    under(under(company, ben, ada, JAN, '2026-02-01'), ada, ben, day('2026-02-01'), '2026-03-01'),
    ada,
    cem,
    day('2026-03-01'),
  );

  it('of a January and a February is refused by the names in it', () => {
    const rest = { quotas: [team(ada), team(cem)], org, period: Q1 };
    const faults = [{ pointer: '/team', message: expect.stringMatching(/Ada and Ben|Ben and Ada/) }];
    const refused = expect.objectContaining({ because: 'rule', code: 'quota.circular', faults });
    expect(() => refuseCircle(team(ben), rest)).toThrow(refused);
    expect(() => refuseCircle(asked(ben, '1'), rest)).not.toThrow();
    expect(() => refuseCircle(team(ben), { ...rest, quotas: [asked(ada, '1')] })).not.toThrow();
    const other = ask({ measure: 'units', team: SUM }, { who: ben });
    expect(() => refuseCircle(other, rest)).not.toThrow();
  });

  it('that came about later asks nothing of those in it, nor of who is made of them', () => {
    const some = effective(org, team(ada), team(ben), team(cem), asked(dia, '5'));
    expect(some.map(({ person }) => person)).toEqual([dia]);
  });
});

describe('levels', () => {
  it('say who is summed when', () => {
    const needs = new Map([
      [ada, new Set([ben, cem])],
      [ben, new Set([dia])],
      [cem, new Set<PersonId>()],
    ]);
    const levels = [[ben, cem].sort(), [ada]];
    expect(quotaLevels(needs)).toEqual({ levels, circular: [] });
    const round = new Map([...needs, [dia, new Set([ben])]]);
    expect(quotaLevels(round)).toEqual({ levels: [[cem]], circular: [ben, dia].sort() });
  });

  it('put everybody after all whom they need', () => {
    const people = [ada, ben, cem, dia];
    const edges = fc.array(fc.tuple(fc.constantFrom(...people), fc.constantFrom(...people)), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(edges, (some) => {
        const needs = new Map(
          people.map((one) => [one, new Set(some.filter(([a]) => a === one).map(([, b]) => b))]),
        );
        const { levels, circular } = quotaLevels(needs);
        const place = new Map(levels.flatMap((level, n) => level.map((one) => [one, n])));
        for (const [one, n] of place) {
          for (const other of needs.get(one) ?? []) expect(place.get(other)).toBeLessThan(n);
        }
        expect(circular.some((one) => place.has(one))).toBe(false);
        expect(circular.length > 0).toBe(place.size < people.length);
      }),
    );
  });
});

it('knows to whom somebody reports as the org says it of each day', () => {
  const people = [ada, ben, cem, dia];
  const step = fc.record({
    who: fc.integer({ min: 1, max: 3 }),
    above: fc.integer({ min: 0, max: 2 }),
    from: fc.integer({ min: -10, max: 95 }),
    days: fc.integer({ min: 1, max: 60 }),
  });
  const gone = fc.array(fc.option(fc.integer({ min: -5, max: 95 })), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), gone, fc.boolean(), (steps, ends, isEmpty) => {
      let org = company;
      for (const { who, above, from, days } of steps) {
        const [person, manager] = [people[who], people[Math.min(above, who - 1)]];
        if (!person || !manager) continue;
        const first = addDays(Q1.from, from);
        org = assignManager(org, person, manager, first, addDays(first, days));
      }
      people.forEach((one, n) => {
        const end = ends[n];
        if (typeof end === 'number') org = being(org, one, { endsOn: addDays(Q1.from, end) });
      });
      if (isEmpty) org = being(org, cem, { vacant: true });
      for (const one of people) {
        const said = reportingOf(org, one, Q1);
        for (let n = 0; n < 90; n += 1) {
          const today = addDays(Q1.from, n);
          const managers = said.filter(({ from, to }) => from <= today && today < to).map((s) => s.manager);
          expect(managers).toEqual(managersOn(org, one, today).slice(0, 1));
        }
      }
    }),
    { numRuns: 60 },
  );
});
