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
  expect(Settings.parse(announced)).toEqual(decided);
});

it('refuses a zone, a currency or a month that does not exist', () => {
  for (const wrong of [{ timeZone: 'Mars/Base' }, { currency: 'ABC' }, { fiscalYearStartsIn: 13 }]) {
    expect(Settings.safeParse({ ...announced, ...wrong }).success).toBe(false);
  }
});
