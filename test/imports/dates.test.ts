import { expect, it } from 'vitest';
import { dayReader } from '../../functions/imports/dates.ts';

it.each([
  ['YYYY-MM-DD', '2026-03-01', '2026-03-01'],
  ['YYYYMMDD', '20260301', '2026-03-01'],
  ['DD.MM.YYYY', '01.03.2026', '2026-03-01'],
  ['D.M.YYYY', '1.3.2026', '2026-03-01'],
  ['DD/MM/YYYY', '01/03/2026', '2026-03-01'],
  ['MM/DD/YYYY', '01/03/2026', '2026-01-03'],
  ['M/D/YYYY', '1/13/2026', '2026-01-13'],
  ['YYYY-MM-DD HH:mm:ss', '2009-01-23 00:00:00.000', '2009-01-23'],
  ['YYYY-MM-DD', '2024-02-29', '2024-02-29'],
] as const)('reads %s in %j as %s', (form, text, day) => {
  expect(dayReader(form, 'Europe/Berlin')(text)).toBe(day);
});

it.each([
  ['YYYY-MM-DD', '2026-02-29'],
  ['YYYY-MM-DD', '2026-3-1'],
  ['YYYY-MM-DD', '2026-03-01T00:00:00'],
  ['DD.MM.YYYY', '1.3.2026'],
  ['DD/MM/YYYY', '12/31/2026'],
  ['D.M.YYYY', '1.3.26'],
  ['YYYY-MM-DDTHH:mm:ss', '2026-03-01T24:00:00'],
  ['YYYY-MM-DDTHH:mm:ss', '2026-03-01T10:00:00Z'],
  ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-01T10:00:00'],
  ['YYYY-MM-DDTHH:mm:ssZ', '2026-02-30T10:00:00Z'],
] as const)('by %s does not read %j', (form, text) => {
  expect(dayReader(form, 'Europe/Berlin')(text)).toBeUndefined();
});

it('keeps the day of a clock without an offset, and brings a moment to where the company is', () => {
  const berlin = 'Europe/Berlin';
  // Berlin is two hours ahead of UTC on 31 March 2026, New York four behind.
  expect(dayReader('YYYY-MM-DDTHH:mm:ss', berlin)('2026-03-31T23:30:00')).toBe('2026-03-31');
  expect(dayReader('YYYY-MM-DDTHH:mm:ssZ', berlin)('2026-03-31T23:30:00Z')).toBe('2026-04-01');
  expect(dayReader('YYYY-MM-DDTHH:mm:ssZ', berlin)('2026-03-31T23:30:00+02:00')).toBe('2026-03-31');
  expect(dayReader('YYYY-MM-DDTHH:mm:ssZ', 'America/New_York')('2026-04-01T03:30:00Z')).toBe('2026-03-31');
});
