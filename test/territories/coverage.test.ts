/** Who covers which territory on which day: half-open, replaced day by day, and each of many judged alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Assignment,
  assignTerritories,
  assignTerritory,
  type Coverage,
  coveredBy,
  coveringOf,
  covers,
  noCoverage,
  withTerritory,
} from '../../functions/territories/coverage.ts';
import { TerritoryDraft, TerritoryId } from '../../functions/territories/territory.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { ada, ben, cem, day } from '../people/kit.ts';
import { north, nowhere, south, twoTerritories } from './kit.ts';

const jan = day('2026-01-01');
const apr = day('2026-04-01');
const jul = day('2026-07-01');

describe('a territory', () => {
  it('has the key that the company gives it', () => {
    for (const id of ['1', 'emea-north', 'São Paulo', 'a.b_c', 'x'.repeat(60), 'constructor'])
      expect(TerritoryId.safeParse(id).success, id).toBe(true);
    for (const id of ['', ' 1', '1 ', 'a#b', 'a/b', '..', '-1', '__proto__', 'a\nb', 'x'.repeat(61)])
      expect(TerritoryId.safeParse(id).success, id).toBe(false);
  });

  it('is said whole each time, and is the same where nothing new is said', () => {
    const again = withTerritory(twoTerritories, north, { country: 'DE', group: 'Europe', name: 'North' });
    expect(again).toBe(twoTerritories);
    const renamed = withTerritory(twoTerritories, north, { name: 'Far North' });
    expect(renamed.territories[north]).toEqual({ id: north, name: 'Far North', version: 2 });
    expect(renamed.version).toBe(twoTerritories.version + 1);
  });

  it('lies in a country of two letters', () => {
    expect(TerritoryDraft.safeParse({ name: 'North', country: 'Germany' }).success).toBe(false);
    expect(TerritoryDraft.safeParse({ name: 'North', country: 'de' }).success).toBe(false);
  });

  it('may be called like what every object has', () => {
    const odd = TerritoryId.parse('constructor');
    expect(() => assignTerritory(twoTerritories, ada, odd, jan)).toThrow('no territory');
    expect(covers(twoTerritories, ada, odd, jan)).toBe(false);
    const made = withTerritory(twoTerritories, odd, { name: 'Odd' });
    expect(covers(assignTerritory(made, ada, odd, jan), ada, odd, jan)).toBe(true);
  });
});

describe('coverage', () => {
  it('holds from its first day up to, not including, its end', () => {
    const coverage = assignTerritory(twoTerritories, ada, north, jan, apr);
    const on = (text: string) => covers(coverage, ada, north, day(text));
    expect(on('2025-12-31')).toBe(false);
    expect(on('2026-01-01')).toBe(true);
    expect(on('2026-03-31')).toBe(true);
    expect(on('2026-04-01')).toBe(false);
    expect(covers(coverage, ada, south, jan)).toBe(false);
    expect(covers(coverage, ben, north, jan)).toBe(false);
  });

  it('is of several territories by one person, and of one territory by several people', () => {
    let coverage = assignTerritory(twoTerritories, ada, north, jan);
    coverage = assignTerritory(coverage, ada, south, jan, apr);
    coverage = assignTerritory(coverage, ben, north, apr);
    expect(coveredBy(coverage, ada)).toEqual([
      { territory: south, from: jan, to: apr },
      { territory: north, from: jan, to: null },
    ]);
    const people = (on?: typeof jan) => coveringOf(coverage, north, on).map(({ person }) => person);
    expect(people()).toEqual([ada, ben].sort());
    expect(people(jan)).toEqual([ada]);
    expect(people(apr)).toEqual([ada, ben].sort());
    expect(people(day('2025-12-31'))).toEqual([]);
  });

  it('is taken away for the days that are said, and stands before and after them', () => {
    const always = assignTerritory(twoTerritories, ada, north, jan);
    const without = assignTerritory(always, ada, north, apr, jul, false);
    expect(coveredBy(without, ada)).toEqual([
      { territory: north, from: jan, to: apr },
      { territory: north, from: jul, to: null },
    ]);
    expect(coveredBy(assignTerritory(without, ada, north, apr, jul), ada)).toEqual(coveredBy(always, ada));
    expect(coveredBy(assignTerritory(always, ada, north, jan, null, false), ada)).toEqual([]);
  });

  it('is the same where what is said is so already', () => {
    const coverage = assignTerritory(twoTerritories, ada, north, jan, jul);
    expect(assignTerritory(coverage, ada, north, jan, apr)).toBe(coverage);
    expect(assignTerritory(coverage, ada, north, jul, null, false)).toBe(coverage);
    expect(assignTerritory(coverage, ben, north, jan, apr, false)).toBe(coverage);
  });

  it('is refused of a territory that is not there, and of no days', () => {
    const refusal = (code: string, pointer: string) =>
      expect.objectContaining({ code, faults: [expect.objectContaining({ pointer })] });
    const unknown = refusal('territory.unknown', '/territory');
    expect(() => assignTerritory(twoTerritories, ada, nowhere, jan)).toThrow(unknown);
    expect(() => assignTerritory(noCoverage, ada, north, jan)).toThrow(unknown);
    expect(() => assignTerritory(twoTerritories, ada, north, apr, apr)).toThrow(
      refusal('coverage.empty', '/to'),
    );
    expect(() => assignTerritory(twoTerritories, ada, north, apr, jan)).toThrow(
      refusal('coverage.empty', '/to'),
    );
  });

  it('of many is judged one by one: what is refused does not stop what comes after it', () => {
    const list = [
      { person: ada, territory: north, from: jan, to: apr },
      { person: ada, territory: nowhere, from: jan, to: null },
      { person: ben, territory: south, from: apr, to: jan },
      { person: cem, territory: south, from: jan, to: null },
      { person: ada, territory: north, from: apr, to: jul },
    ];
    const { coverage, refused } = assignTerritories(twoTerritories, list);
    expect(refused.map(({ index, code, pointer }) => [index, code, pointer])).toEqual([
      [1, 'territory.unknown', '/territory'],
      [2, 'coverage.empty', '/to'],
    ]);
    expect(refused[0]?.message).toBe("There is no territory 'nowhere'.");
    expect(coveredBy(coverage, ada)).toEqual([{ territory: north, from: jan, to: jul }]);
    expect(coveredBy(coverage, cem)).toEqual([{ territory: south, from: jan, to: null }]);
    expect(coverage.version).toBe(twoTerritories.version + 1);
    expect(assignTerritories(coverage, list).coverage).toBe(coverage);
  });
});

/** Days are counted from January; sixty of them are looked at, and what has no end goes on after them. */
const DAYS = 60;
const said = fc.record({
  person: fc.constantFrom(ada, ben),
  territory: fc.constantFrom(north, south),
  start: fc.integer({ min: 0, max: 40 }),
  length: fc.option(fc.integer({ min: 1, max: 25 })),
  covers: fc.boolean(),
});
const lists = fc.array(
  said.map(
    ({ start, length, ...rest }): Assignment => ({
      ...rest,
      from: addDays(jan, start),
      to: length === null ? null : addDays(jan, start + length),
    }),
  ),
  { maxLength: 20 },
);
const one = (made: Coverage, { person, territory, from, to, covers: is = true }: Assignment) =>
  assignTerritory(made, person, territory, from, to, is);

describe('whatever is said, in whatever order', () => {
  it('each day is as the last word about it, and days of which nothing was said are nobody’s', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const coverage = list.reduce(one, twoTerritories);
        for (const person of [ada, ben]) {
          for (const territory of [north, south]) {
            for (let n = -1; n < DAYS + 10; n += 1) {
              const on = addDays(jan, n);
              const last = list.findLast(
                (each) =>
                  each.person === person &&
                  each.territory === territory &&
                  each.from <= on &&
                  (each.to === null || on < each.to),
              );
              expect(covers(coverage, person, territory, on)).toBe(last?.covers ?? false);
            }
          }
        }
      }),
    );
  });

  it('stints of one person in one territory do not overlap or touch', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const coverage = list.reduce(one, twoTerritories);
        const stints = coveredBy(coverage, ada).filter(({ territory }) => territory === north);
        for (const [n, { from, to }] of stints.entries()) {
          expect(to === null || from < to).toBe(true);
          const next = stints[n + 1];
          if (next) expect(to !== null && to < next.from).toBe(true);
        }
      }),
    );
  });

  it('many at once are as one after the other, and the same again changes nothing', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const { coverage } = assignTerritories(twoTerritories, list);
        const { version: _, ...content } = list.reduce(one, twoTerritories);
        const { version: __, ...atOnce } = coverage;
        expect(atOnce).toEqual(content);
        expect(assignTerritories(coverage, list).coverage.people).toEqual(coverage.people);
      }),
    );
  });
});
