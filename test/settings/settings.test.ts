/** Settings: what a cell takes over from the announcement of a tenant. */
import { expect, it } from 'vitest';
import { Settings } from '../../functions/settings/settings.ts';

const announced = {
  name: 'Acme',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  fiscalYearStartsIn: 4,
  closeAfterDays: 3,
  admin: { name: 'Anna', email: 'anna@acme.test' },
};

it('keeps what the company decided and nothing of its admin', () => {
  const { admin: _, ...decided } = announced;
  const calendar = { kind: 'months', startsIn: 4 };
  expect(Settings.parse(announced)).toEqual({ ...decided, calendar });
});

it('keeps the shape of a calendar, and still says where a year of months starts', () => {
  const { fiscalYearStartsIn: _, admin: _admin, ...others } = announced;
  const shapes = [
    { kind: 'months', startsIn: 10 },
    { kind: 'boundaries', days: ['2026-01-01'], end: null },
  ];
  const kept = shapes.map((calendar) => Settings.parse({ ...others, calendar }));
  expect(kept).toEqual([
    { ...others, calendar: shapes[0], fiscalYearStartsIn: 10 },
    { ...others, calendar: shapes[1] },
  ]);
  expect(Settings.safeParse(others).success).toBe(false);
});

it('refuses a zone, a currency or a month that does not exist', () => {
  for (const wrong of [{ timeZone: 'Mars/Base' }, { currency: 'ABC' }, { fiscalYearStartsIn: 13 }]) {
    expect(Settings.safeParse({ ...announced, ...wrong }).success).toBe(false);
  }
});
