/** A move that is said late: a preview after it changes the roll-ups of just the days that it is about. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { managersOn, type Org, withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { addDays, covers, type Day } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day } from './kit.ts';
import { randomTree, rolledUp, type Sold, sold } from './roll-ups.ts';

const jan = day('2026-01-01');

it('A118 a rep who moved on 15 March: the deal of 10 March stays with the old manager, said late or not', () => {
  // Cem sells 50,000.00 on 10 March (day 68 of the year, counted from 0) and 80,000.00 on 20 March.
  const deals: Sold[] = [
    { who: 2, on: 68, amountMinor: 5_000_000 },
    { who: 2, on: 78, amountMinor: 8_000_000 },
  ];
  const people = [ada, ben, cem].map((id) => [id, company.people[id]] as const);
  const three: Org = { version: 1, people: Object.fromEntries(people) as Org['people'] };
  const before = assignManager(three, cem, ada, jan);
  expect(rolledUp(before, deals)).toEqual(
    new Map([
      [`${ada} ${cem} 2026-03-10`, 5_000_000n],
      [`${ada} ${cem} 2026-03-20`, 8_000_000n],
    ]),
  );
  const moved = assignManager(before, cem, ben, day('2026-03-15'));
  expect(rolledUp(moved, deals)).toEqual(
    new Map([
      [`${ada} ${cem} 2026-03-10`, 5_000_000n],
      [`${ben} ${cem} 2026-03-20`, 8_000_000n],
    ]),
  );
});

const move = fc.record({
  who: fc.nat(),
  to: fc.nat(),
  from: fc.integer({ min: -3, max: 40 }),
  days: fc.option(fc.integer({ min: 1, max: 20 })),
  absent: fc.option(fc.record({ who: fc.nat(), endsOn: fc.integer({ min: 0, max: 40 }) })),
});

it('changes roll-ups on its own days alone, and for nobody but those above the old or the new place', () => {
  let moves = 0;
  fc.assert(
    fc.property(randomTree, move, sold, ({ org, everybody }, asked, deals) => {
      const one = (n: number) => everybody[n % everybody.length] as PersonId;
      const start = asked.absent
        ? withPerson(org, one(asked.absent.who), 'Left', [], { endsOn: addDays(jan, asked.absent.endsOn) })
        : org;
      const from = addDays(jan, asked.from);
      const span = { from, to: asked.days === null ? null : addDays(from, asked.days) };
      const moved = tried(() => assignManager(start, one(asked.who), one(asked.to), span.from, span.to));
      if (!moved) return;
      moves += 1;
      const [before, after] = [rolledUp(start, deals), rolledUp(moved, deals)];
      for (const what of new Set([...before.keys(), ...after.keys()])) {
        if (before.get(what) === after.get(what)) continue;
        const [manager, seller, on] = what.split(' ') as [PersonId, PersonId, Day];
        expect(covers(span, on)).toBe(true);
        const places = [start, moved].flatMap((each) => managersOn(each, one(asked.who), on));
        expect(places).toContain(manager);
        const above = [start, moved].flatMap((each) => [seller, ...managersOn(each, seller, on)]);
        expect([...above, ...absentees(start, seller, on)]).toContain(one(asked.who));
      }
    }),
    { numRuns: 400 },
  );
  expect(moves).toBeGreaterThan(100);
});

/** Those above somebody who are not there: only the lines know of them. */
function absentees(org: Org, seller: PersonId, on: Day): PersonId[] {
  const present: Org = {
    ...org,
    people: Object.fromEntries(
      Object.entries(org.people).map(([id, { endsOn: _, ...member }]) => [id, member]),
    ),
  };
  return managersOn(present, seller, on);
}

function tried(change: () => Org): Org | undefined {
  try {
    return change();
  } catch (error) {
    if (isRefused(error, 'line.cycle')) return undefined;
    throw error;
  }
}
