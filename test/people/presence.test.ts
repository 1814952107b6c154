/** Who is there on which day, and who is passed over: leavers, those who have not started, empty seats. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canSee,
  isThere,
  managersOn,
  type Org,
  Org as OrgSchema,
  type Presence,
  reportsOn,
  teamOn,
  withPerson,
} from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { ada, ben, cem, company, day, dia } from './kit.ts';
import { randomTree, rolledUp, sold } from './roll-ups.ts';

const jan = day('2026-01-01');
const mar = day('2026-03-01');
const apr = day('2026-04-01');
const lastOfMarch = day('2026-03-31');

/** Dia → Cem → Ada, since January; Ben stands beside them. */
const chain = assignManager(assignManager(company, dia, cem, jan), cem, ada, jan);
const who = (org: Org, id: PersonId, more: Presence) =>
  withPerson(org, id, org.people[id]?.name ?? '', org.people[id]?.refs ?? [], more);

describe('a manager who has left', () => {
  const left = who(chain, cem, { endsOn: apr });

  it('A118 is above others up to their last day; from then on the next one above is', () => {
    // `endsOn` is the first day that Cem is gone. Wrong: [] from April (the chain cut), [cem, ada] (not gone),
    // or [ada] on 31 March (the last day not counted).
    expect(managersOn(left, dia, lastOfMarch)).toEqual([cem, ada]);
    expect(managersOn(left, dia, apr)).toEqual([ada]);
    expect(reportsOn(left, ada, lastOfMarch)).toEqual([cem]);
    expect(reportsOn(left, ada, apr)).toEqual([cem, dia].sort());
    expect(teamOn(left, cem, apr)).toEqual([]);
  });

  it('still stands below their own manager, and sees nobody below them', () => {
    const manager = (principal: string) => ({ principal, roles: ['manager'] });
    expect(managersOn(left, cem, apr)).toEqual([ada]);
    expect(canSee(left, manager(ada), cem, apr)).toBe(true);
    expect(canSee(left, manager(cem), dia, lastOfMarch)).toBe(true);
    expect(canSee(left, manager(cem), dia, apr)).toBe(false);
    expect(canSee(left, manager(cem), cem, apr)).toBe(true);
  });

  it('is passed over with others: two seats in a row are no end of the way', () => {
    const both = assignManager(who(left, ada, { endsOn: mar }), ada, ben, jan);
    expect(managersOn(both, dia, day('2026-02-28'))).toEqual([cem, ada, ben]);
    expect(managersOn(both, dia, mar)).toEqual([cem, ben]);
    expect(managersOn(both, dia, apr)).toEqual([ben]);
  });

  it('ends the way up only where their own line is ended, too', () => {
    expect(managersOn(assignManager(left, cem, null, apr), dia, apr)).toEqual([]);
  });
});

it('passes over who has not started, as it does who has left', () => {
  const coming = who(chain, cem, { startsOn: apr });
  expect(managersOn(coming, dia, lastOfMarch)).toEqual([ada]);
  expect(managersOn(coming, dia, apr)).toEqual([cem, ada]);
});

it('passes over a seat that nobody holds on any day, and shows it nothing', () => {
  const vacant = who(chain, cem, { vacant: true });
  expect(managersOn(vacant, dia, jan)).toEqual([ada]);
  expect(managersOn(vacant, cem, jan)).toEqual([ada]);
  expect(canSee(vacant, { principal: cem, roles: ['manager', 'rep'] }, cem, jan)).toBe(false);
  const filled = who(vacant, cem, { startsOn: apr });
  expect(managersOn(filled, dia, lastOfMarch)).toEqual([ada]);
  expect(managersOn(filled, dia, apr)).toEqual([cem, ada]);
});

it('reads the org of a company from before anybody could leave: everybody is there', () => {
  const old = { version: 3, people: { [ada]: { name: 'Ada', refs: [], lines: [] } } };
  const org = OrgSchema.parse(JSON.parse(JSON.stringify(old)));
  expect(org).toEqual(old);
  expect(isThere(org, ada, day('1999-01-01'))).toBe(true);
});

it('takes roll-ups from whoever is absent, on just those days, and gives or takes nothing else', () => {
  const endings = fc.record({ tree: randomTree, n: fc.nat(), at: fc.integer({ min: -2, max: 40 }) });
  fc.assert(
    fc.property(endings, sold, ({ tree: { org, everybody }, n, at }, credits) => {
      const leaver = everybody[n % everybody.length] as PersonId;
      const endsOn = addDays(jan, at);
      const [before, after] = [org, who(org, leaver, { endsOn })].map((one) => rolledUp(one, credits));
      const kept = [...(before ?? [])].filter(([what]) => {
        const [manager, , on = ''] = what.split(' ');
        return manager !== leaver || on < endsOn;
      });
      expect(after).toEqual(new Map(kept));
    }),
  );
});
