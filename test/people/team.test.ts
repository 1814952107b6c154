/** Teams: who is in them from when to when. */
import { expect, it } from 'vitest';
import {
  membersOn,
  noTeams,
  staysOf,
  stayOn,
  type Teams,
  weightOn,
  withMembership,
} from '../../functions/people/team.ts';
import { ada, ben, day } from './kit.ts';

const [jan, mar, apr, jul] = ['2026-01-01', '2026-03-01', '2026-04-01', '2026-07-01'].map(day) as [
  ReturnType<typeof day>,
  ReturnType<typeof day>,
  ReturnType<typeof day>,
  ReturnType<typeof day>,
];
const said = (
  teams: Teams,
  person: typeof ada,
  isIn: boolean,
  from: typeof jan,
  to: typeof jan | null = null,
) => withMembership(teams, { team: 'north', person, isIn, from, to });
const north = (teams: Teams) => teams.teams['north'] ?? {};

it('knows who is in a team on a day: from the first one on, and not on the last', () => {
  const teams = said(said(noTeams, ada, true, jan), ben, true, mar, apr);
  expect(membersOn(north(teams), day('2025-12-31'))).toEqual([]);
  expect(membersOn(north(teams), jan)).toEqual([ada]);
  expect(membersOn(north(teams), mar)).toEqual([ada, ben].sort());
  expect(membersOn(north(teams), day('2026-03-31'))).toEqual([ada, ben].sort());
  expect(membersOn(north(teams), apr)).toEqual([ada]);
});

it('lets somebody go and come back, and keeps when they were there', () => {
  const gone = said(said(noTeams, ada, true, jan), ada, false, mar, apr);
  expect(staysOf(north(gone), ada)).toEqual([
    { from: jan, to: mar },
    { from: apr, to: null },
  ]);
  expect(stayOn(north(gone), ada, mar)).toBeUndefined();
  expect(staysOf(north(said(gone, ada, true, mar, apr)), ada)).toEqual([{ from: jan, to: null }]);
  expect(staysOf(north(said(gone, ada, false, jan)), ada)).toEqual([]);
});

it('is the same where what is said is so already', () => {
  const teams = said(noTeams, ada, true, jan);
  expect(said(teams, ada, true, mar, apr)).toBe(teams);
  expect(said(teams, ben, false, jan)).toBe(teams);
  expect(said(noTeams, ben, false, jan)).toBe(noTeams);
});

it('keeps one team apart from another, whatever they are called', () => {
  const teams = withMembership(said(noTeams, ada, true, jan), {
    team: 'constructor',
    person: ben,
    isIn: true,
    from: jan,
    to: jul,
  });
  expect(membersOn(north(teams), jan)).toEqual([ada]);
  expect(membersOn(teams.teams['constructor'] ?? {}, jan)).toEqual([ben]);
});

it('says of some days how many shares a member has, one where nothing is said', () => {
  const weighed = (teams: Teams, weight: number | undefined, from = jan) =>
    withMembership(teams, { team: 'north', person: ada, isIn: true, from, to: null, weight });
  const twice = weighed(said(noTeams, ada, true, jan), 2, apr);
  expect(staysOf(north(twice), ada)).toEqual([
    { from: jan, to: apr },
    { from: apr, to: null, weight: 2 },
  ]);
  expect([mar, apr].map((on) => weightOn(north(twice), ada, on))).toEqual([1n, 2n]);
  // A weight of one is what nothing says: the days before and after are one stay again.
  expect(staysOf(north(weighed(twice, 1, apr)), ada)).toEqual([{ from: jan, to: null }]);
});

it('refuses a stay without a day', () => {
  expect(() => said(noTeams, ada, true, apr, apr)).toThrow(
    expect.objectContaining({
      code: 'membership.empty',
      faults: [expect.objectContaining({ pointer: '/to' })],
    }),
  );
});
