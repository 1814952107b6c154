/** Reporting lines: on which day who stands above whom, and that no day knows a circle. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  canSee,
  type Line,
  linesOf,
  managersOn,
  type Org,
  ownerByRef,
  reportsOn,
  teamOn,
  withPerson,
} from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day, dia, person } from './kit.ts';

const jan = day('2026-01-01');
const apr = day('2026-04-01');
const jul = day('2026-07-01');
const cycle = expect.objectContaining({
  because: 'rule',
  code: 'line.cycle',
  faults: [expect.objectContaining({ pointer: '/manager' })],
});

it('knows the managers of a day, the nearest first', () => {
  // Dia → Cem → Ada from January; Dia → Ben from April.
  const org = [
    [dia, cem, jan],
    [cem, ada, jan],
    [dia, ben, apr],
  ] as const;
  const lines = org.reduce<Org>((made, [who, boss, from]) => assignManager(made, who, boss, from), company);
  expect(managersOn(lines, dia, day('2025-12-31'))).toEqual([]);
  expect(managersOn(lines, dia, jan)).toEqual([cem, ada]);
  expect(managersOn(lines, dia, day('2026-03-31'))).toEqual([cem, ada]);
  expect(managersOn(lines, dia, apr)).toEqual([ben]);
  expect(reportsOn(lines, ada, jan)).toEqual([cem]);
  expect(teamOn(lines, ada, jan)).toEqual([cem, dia].sort());
  expect(teamOn(lines, ada, apr)).toEqual([cem]);
});

it('cuts what was said before out of the days of a new line', () => {
  const first = assignManager(company, dia, ada, jan);
  const lent = assignManager(first, dia, ben, apr, jul);
  expect(linesOf(lent, dia)).toEqual([
    { manager: ada, from: jan, to: apr },
    { manager: ben, from: apr, to: jul },
    { manager: ada, from: jul, to: null },
  ]);
  expect(linesOf(assignManager(lent, dia, ada, apr, jul), dia)).toEqual([
    { manager: ada, from: jan, to: null },
  ]);
});

it('is the same org where what is said is so already', () => {
  const org = assignManager(assignManager(company, dia, ada, jan), dia, ben, apr);
  expect(assignManager(org, dia, ben, apr)).toBe(org);
  expect(assignManager(org, dia, ada, jan, apr)).toBe(org);
  expect(assignManager(org, dia, ada, jan)).not.toBe(org);
});

it('says from which day on somebody reports to nobody', () => {
  const org = assignManager(assignManager(company, dia, ada, jan), dia, null, apr);
  expect(linesOf(org, dia)).toEqual([
    { manager: ada, from: jan, to: apr },
    { manager: null, from: apr, to: null },
  ]);
  expect(managersOn(org, dia, apr)).toEqual([]);
});

it('refuses somebody who would report to themselves, directly or over others', () => {
  expect(() => assignManager(company, ada, ada, jan)).toThrow(cycle);
  const chain = assignManager(assignManager(company, dia, cem, jan), cem, ada, jan);
  expect(() => assignManager(chain, ada, dia, apr)).toThrow(cycle);
});

it('refuses a circle that would begin in the future only', () => {
  // Ben → Ada begins in July. Ada → Ben from January without end would close the circle then.
  const future = assignManager(company, ben, ada, jul);
  expect(() => assignManager(future, ada, ben, jan)).toThrow(cycle);
  expect(managersOn(assignManager(future, ada, ben, jan, jul), ada, day('2026-06-30'))).toEqual([ben]);
});

it('refuses a circle that a back-dated line would close in the past only', () => {
  const past = assignManager(company, ben, ada, jan, apr);
  expect(() => assignManager(past, ada, ben, day('2026-03-31'))).toThrow(cycle);
  expect(managersOn(assignManager(past, ada, ben, apr), ada, apr)).toEqual([ben]);
});

it('lets two people swap places on one day, the freed one first', () => {
  // Until April Ben reports to Ada, from then on Ada to Ben: the intervals touch and share no day.
  const before = assignManager(company, ben, ada, jan);
  expect(() => assignManager(before, ada, ben, apr)).toThrow(cycle);
  const after = assignManager(assignManager(before, ben, null, apr), ada, ben, apr);
  expect(managersOn(after, ben, day('2026-03-31'))).toEqual([ada]);
  expect(managersOn(after, ada, day('2026-03-31'))).toEqual([]);
  expect(managersOn(after, ada, apr)).toEqual([ben]);
});

it('refuses a manager who does not exist and a line without a day', () => {
  expect(() => assignManager(company, ada, person('Nobody'), jan)).toThrow(
    expect.objectContaining({
      code: 'manager.unknown',
      faults: [expect.objectContaining({ pointer: '/manager' })],
    }),
  );
  expect(() => assignManager(company, person('Nobody'), ada, jan)).toThrow(
    expect.objectContaining({ because: 'missing' }),
  );
  expect(() => assignManager(company, ben, ada, apr, apr)).toThrow(
    expect.objectContaining({ code: 'line.empty', faults: [expect.objectContaining({ pointer: '/to' })] }),
  );
});

it('never makes a circle on any day, whatever is assigned and refused', () => {
  const everybody = [ada, ben, cem, dia];
  const who = fc.constantFrom(...everybody);
  const offset = fc.integer({ min: 0, max: 30 });
  const assignment = fc.record({
    who,
    boss: fc.option(who),
    from: offset,
    length: fc.option(fc.integer({ min: 1, max: 20 })),
  });
  fc.assert(
    fc.property(fc.array(assignment, { maxLength: 25 }), (assignments) => {
      const org = assignments.reduce<Org>((made, { who, boss, from, length }) => {
        const start = addDays(jan, from);
        try {
          return assignManager(made, who, boss, start, length === null ? null : addDays(start, length));
        } catch (error) {
          if (isRefused(error, 'line.cycle')) return made;
          throw error;
        }
      }, company);
      for (let n = -1; n <= 55; n += 1) expectNoCircle(org, everybody, addDays(jan, n));
      for (const each of everybody) expectApart(org, each);
    }),
  );
});

/** Walks up by the lines themselves: whoever is met again stands in a circle. */
function expectNoCircle(org: Org, everybody: readonly (typeof ada)[], on: typeof jan) {
  for (const start of everybody) {
    const met = new Set<string>();
    for (let at: typeof ada | null = start; at; ) {
      expect(met.has(at)).toBe(false);
      met.add(at);
      const holding: Line[] = linesOf(org, at).filter(
        ({ from, to }) => from <= on && (to === null || on < to),
      );
      expect(holding.length).toBeLessThan(2);
      at = holding[0]?.manager ?? null;
    }
  }
}

/** Lines of one person follow each other and do not touch with the same manager. */
function expectApart(org: Org, each: typeof ada) {
  const lines = linesOf(org, each);
  for (const [n, line] of lines.entries()) {
    const next = lines[n + 1];
    if (!next) continue;
    expect(line.to !== null && line.to <= next.from).toBe(true);
    expect(line.to === next.from && line.manager === next.manager).toBe(false);
  }
}

it('finds the one person whom another system calls by a reference', () => {
  expect(ownerByRef(company, 'crm-ben')).toBe(ben);
  expect(ownerByRef(company, 'crm-nobody')).toBeUndefined();
  expect(ownerByRef(company, 'toString')).toBeUndefined();
});

it('gives a reference to one person only, who may keep it', () => {
  expect(() => withPerson(company, ada, 'Ada', ['crm-ada', 'crm-ben'])).toThrow(
    expect.objectContaining({
      because: 'rule',
      code: 'owner-ref.taken',
      faults: [expect.objectContaining({ pointer: '/ownerRefs/1' })],
    }),
  );
  const moved = withPerson(withPerson(company, ben, 'Ben', []), ada, 'Ada', ['crm-ada', 'crm-ben']);
  expect(ownerByRef(moved, 'crm-ben')).toBe(ada);
});

it('keeps the lines of a person who gets another name', () => {
  const org = withPerson(assignManager(company, ben, ada, jan), ben, 'Benno', ['crm-ben']);
  expect(managersOn(org, ben, jan)).toEqual([ada]);
  expect(org.people[ben]?.name).toBe('Benno');
});

it('A116 shows a rep themselves, a manager those below on that day, and the offices everybody', () => {
  const org = assignManager(assignManager(company, dia, cem, jan, apr), cem, ada, jan);
  const sees = (principal: string, role: string, whom: typeof ada, on = jan) =>
    canSee(org, { principal, roles: [role] }, whom, on);
  expect(sees(dia, 'rep', dia)).toBe(true);
  expect(sees(dia, 'rep', cem)).toBe(false);
  expect(sees(cem, 'rep', dia)).toBe(false);
  expect(sees(cem, 'manager', dia)).toBe(true);
  expect(sees(cem, 'manager', cem)).toBe(true);
  expect(sees(cem, 'manager', ada)).toBe(false);
  expect(sees(cem, 'manager', ben)).toBe(false);
  expect(sees(ada, 'manager', dia)).toBe(true);
  expect(sees(ada, 'manager', dia, apr)).toBe(false);
  for (const role of ['admin', 'comp-admin', 'finance', 'auditor', 'sales-ops', 'hr', 'machine']) {
    expect(sees(ben, role, dia)).toBe(true);
  }
  expect(sees(ben, 'operator', dia)).toBe(false);
});
