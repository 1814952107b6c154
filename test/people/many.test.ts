/** Many people and lines at once: the same as one by one, and in a moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignAll, withPeople } from '../../functions/people/many.ts';
import {
  type Entry,
  managersOn,
  noOrg,
  type Org,
  ownerByRef,
  withPerson,
} from '../../functions/people/org.ts';
import { type Assignment, assignManager } from '../../functions/people/reporting.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { isRefused, type Refusal } from '../../shared/kernel/refusal.ts';
import { addDays, type Day } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day, dia, person } from './kit.ts';

const jan = day('2026-01-01');
const everybody = [ada, ben, cem, dia, person('Nobody')];

const assignments = fc.array(
  fc.record({
    person: fc.constantFrom(...everybody),
    manager: fc.option(fc.constantFrom(...everybody)),
    from: fc.integer({ min: 0, max: 30 }).map((days) => addDays(jan, days)),
    to: fc.option(fc.integer({ min: 0, max: 40 }).map((days) => addDays(jan, days))),
  }),
  { maxLength: 30 },
);

/** Whether the one would stand above itself on any day that anything begins: the definition, day by day. */
function hasCircle(org: Org, begins: readonly Day[]): boolean {
  return begins.some((on) =>
    Object.keys(org.people).some((start) => {
      const met = new Set<string>();
      for (let at: string | null = start; at; ) {
        if (met.has(at)) return true;
        met.add(at);
        const lines: Org['people'][PersonId]['lines'] = org.people[at as PersonId]?.lines ?? [];
        at = lines.find(({ from, to }) => from <= on && (to === null || on < to))?.manager ?? null;
      }
      return false;
    }),
  );
}

describe('assignments', () => {
  it('come to the same at once and one by one, with the same ones left out for the same reasons', () => {
    fc.assert(
      fc.property(assignments, (all) => {
        const left: { index: number; code: string; message: string }[] = [];
        const folded = all.reduce<Org>((org, { person: who, manager, from, to }, index) => {
          try {
            return assignManager(org, who, manager, from, to);
          } catch (error) {
            const { code, message } = error as Refusal;
            left.push({ index, code, message });
            return org;
          }
        }, company);
        const { org, refused } = assignAll(company, all);
        expect(org.people).toEqual(folded.people);
        expect(refused).toEqual(left);
        expect(org === company).toBe(folded === company);
        if (org !== company) expect(org.version).toBe(company.version + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('are refused for a circle if, and only if, there would be one on some day', () => {
    const days = Array.from({ length: 45 }, (_, n) => addDays(jan, n - 1));
    fc.assert(
      fc.property(assignments, (all) => {
        let org = company;
        for (const { person: who, manager, from, to } of all) {
          if (who === everybody[4] || manager === everybody[4] || (to !== null && to <= from)) continue;
          const others = assignManager(org, who, null, from, to).people[who]?.lines ?? [];
          const member = {
            ...org.people[who],
            lines: [...others.filter((one) => one.manager !== null), { manager, from, to }],
          };
          const circle = hasCircle({ ...org, people: { ...org.people, [who]: member } }, days);
          const next = unlessCircle(org, { person: who, manager, from, to });
          expect(next === undefined).toBe(circle);
          org = next ?? org;
        }
      }),
      { numRuns: 200 },
    );
  });
});

function unlessCircle(org: Org, { person: who, manager, from, to }: Assignment): Org | undefined {
  try {
    return assignManager(org, who, manager, from, to);
  } catch (error) {
    if (isRefused(error, 'line.cycle')) return undefined;
    throw error;
  }
}

describe('people', () => {
  const entry = (name: string, ...ownerRefs: string[]): Entry => ({ id: person(name), name, ownerRefs });

  it('come to the same at once and one by one; who brings what another has is left out', () => {
    const entries = [entry('Eva', 'u-1'), entry('Fay', 'u-2', 'u-1'), entry('Gil', 'crm-ben'), entry('Eva')];
    // Fay is judged while Eva has u-1, and Gil while Ben has crm-ben; the second Eva gives u-1 back.
    const { org, refused } = withPeople(company, [...entries, entry('Hal', 'u-1')]);
    expect(refused.map(({ index, code }) => [index, code])).toEqual([
      [1, 'owner-ref.taken'],
      [2, 'owner-ref.taken'],
    ]);
    const folded = [entries[0], entries[3], entry('Hal', 'u-1')].reduce<Org>(
      (made, one) => (one ? withPerson(made, one.id, one.name, one.ownerRefs) : made),
      company,
    );
    expect(org.people).toEqual(folded.people);
    expect([ownerByRef(org, 'u-1'), ownerByRef(org, 'u-2')]).toEqual([person('Hal'), undefined]);
    expect(withPeople(org, entries.slice(3)).org).toBe(org);
  });
});

it('takes ten thousand people, and a line for each, in a few seconds', () => {
  const SIZE = 10_000;
  const ids = Array.from({ length: SIZE }, (_, n) => person(`Person ${n}`));
  const started = performance.now();
  const hired = withPeople(
    noOrg,
    ids.map((id, n) => ({ id, name: `Person ${n}`, ownerRefs: [`crm-${n}`] })),
  ).org;
  // A tree of eights: person n reports to person (n − 1) ÷ 8, so that the last one stands five below the first.
  const lines = ids.map(
    (id, n): Assignment => ({
      person: id,
      manager: n === 0 ? null : (ids[Math.floor((n - 1) / 8)] ?? null),
      from: jan,
      to: null,
    }),
  );
  const { org, refused } = assignAll(hired, lines);
  const back = assignAll(org, [
    { person: ids[0] as PersonId, manager: ids[SIZE - 1] as PersonId, from: jan, to: null },
  ]);
  const seconds = (performance.now() - started) / 1000;
  console.info(`10,000 people and their lines: ${seconds.toFixed(2)} s`);
  expect(refused).toEqual([]);
  expect(back.refused.map(({ code }) => code)).toEqual(['line.cycle']);
  // 9999 → 1249 → 156 → 19 → 2 → 0.
  expect(managersOn(org, ids[9_999] as PersonId, jan)).toEqual([1_249, 156, 19, 2, 0].map((n) => ids[n]));
  expect(seconds).toBeLessThan(10);
});
