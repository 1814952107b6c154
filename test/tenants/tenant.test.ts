/** Tenants: what an operator may ask for, and when a company's start is complete. */
import { expect, it } from 'vitest';
import { loginIdOf, personIdOf } from '../../functions/tenants/login.ts';
import {
  isPrepared,
  Onboarding,
  onboarded,
  PREPARING,
  refuseHistoric,
  refuseHistory,
  sameTenant,
  Tenant,
} from '../../functions/tenants/tenant.ts';
import { faultsOf } from '../../shared/kernel/faults.ts';
import { derivedId, TenantId } from '../../shared/kernel/ids.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';

const id = TenantId.parse(derivedId('ten', 'acme'));
const now = Instant.parse('2026-03-05T10:00:00.000Z');
const asked = {
  name: 'Acme',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  fiscalYearStartsIn: 1,
  admin: { name: 'Anna', email: 'Anna@Acme.test' },
};
const wanted = Onboarding.parse(asked);
const firstAdmin = personIdOf(id, wanted.admin.email);
const acme = onboarded(wanted, { id, firstAdmin, now });

it('puts a company into the pool and closes its periods after three days unless told otherwise', () => {
  expect(wanted).toMatchObject({ cell: 'pool', closeAfterDays: 3, admin: { email: 'anna@acme.test' } });
});

it('shows no more of a company than its public face', () => {
  const face = Tenant.parse({ ...acme, prepared: new Set(PREPARING) });
  expect(face).not.toHaveProperty('firstAdmin');
  expect(face).not.toHaveProperty('prepared');
});

it('begins as provisioning, and keeps no address in the registry', () => {
  expect(acme).toMatchObject({ id, tenant: id, status: 'provisioning', createdAt: now, firstAdmin });
  expect(JSON.stringify(acme)).not.toContain('anna');
});

it('is complete when every module has made its defaults, in any order', () => {
  const all = [...PREPARING].reverse();
  expect(isPrepared(new Set(all))).toBe(true);
  expect(isPrepared(new Set([...all, 'more']))).toBe(true);
  for (const missing of all)
    expect(isPrepared(new Set(all.filter((module) => module !== missing)))).toBe(false);
});

it('takes the same company for itself, and refuses another under its id', () => {
  const found = { ...acme, status: 'active' as const, prepared: new Set(PREPARING) };
  expect(sameTenant(found, acme)).toBe(found);
  const reused = expect.objectContaining({ code: 'idempotency.key-reused' });
  expect(() => sameTenant(found, { ...acme, name: 'Globex' })).toThrow(reused);
  expect(() => sameTenant(found, { ...acme, firstAdmin: personIdOf(id, 'eve@acme.test') })).toThrow(reused);
});

it('refuses what does not exist, what is not asked for and what would break a key', () => {
  const wrong = [
    { cell: 'a#b' },
    { cell: 'Pool' },
    { cell: '../pool' },
    { timeZone: 'Mars/Base' },
    { currency: 'EURO' },
  ];
  const more = [
    { id },
    { status: 'active' },
    { fiscalYearStartsIn: 0 },
    { closeAfterDays: -1 },
    { name: '' },
  ];
  for (const change of [...wrong, ...more]) {
    expect(Onboarding.safeParse({ ...asked, ...change }).success, JSON.stringify(change)).toBe(false);
  }
  expect(Onboarding.safeParse({ ...asked, admin: { ...asked.admin, roles: ['operator'] } }).success).toBe(
    false,
  );
});

it('takes the shape of a calendar in place of the month in which years start, and not both or neither', () => {
  const { fiscalYearStartsIn, ...others } = asked;
  const calendar = {
    kind: 'weeks',
    pattern: '4-5-4',
    yearEnds: { weekday: 'saturday', month: 1, which: 'nearest' },
  };
  expect(Onboarding.parse({ ...others, calendar }).calendar).toEqual({ ...calendar, named: 'most' });
  for (const wrong of [others, { ...others, fiscalYearStartsIn, calendar }]) {
    const { error } = Onboarding.safeParse(wrong);
    expect(error && faultsOf(error).map(({ pointer }) => pointer)).toEqual(['/calendar']);
  }
});

it('tells companies apart by their calendars', () => {
  const found = { ...acme, status: 'active' as const, prepared: new Set(PREPARING) };
  const reused = expect.objectContaining({ code: 'idempotency.key-reused' });
  expect(() => sameTenant(found, { ...acme, fiscalYearStartsIn: 2 })).toThrow(reused);
  expect(() => sameTenant(found, { ...acme, historyFrom: Day.parse('2025-01-01') })).toThrow(reused);
  const { fiscalYearStartsIn: _, ...others } = acme;
  const calendar = { kind: 'months', startsIn: 1 } as const;
  const byShape = { ...found, ...others, fiscalYearStartsIn: undefined, calendar };
  expect(sameTenant(byShape, { ...others, calendar })).toBe(byShape);
});

it('takes history of at most twenty years, up to the day of joining where the company is', () => {
  const from =
    (historyFrom: string, timeZone = 'Europe/Berlin') =>
    () =>
      refuseHistory(Onboarding.parse({ ...asked, timeZone, historyFrom }), now);
  const refused = (code: string) => expect.objectContaining({ code });
  for (const fine of ['2026-03-05', '2006-03-05']) expect(from(fine)).not.toThrow();
  expect(from('2026-03-06')).toThrow(refused('history.ahead'));
  // 10:00Z on the 5th is the 6th already on Kiritimati, 14 hours ahead.
  expect(from('2026-03-06', 'Pacific/Kiritimati')).not.toThrow();
  expect(from('2006-03-04')).toThrow(refused('history.too-long'));
});

it('finds a login by its address alone, and a person by tenant and address', () => {
  expect(loginIdOf('anna@acme.test')).toMatch(/^lgn_[0-9a-z]{26}$/);
  expect(personIdOf(id, 'anna@acme.test')).toBe(firstAdmin);
});

it('begins to count in no currency that is historic, and reads companies that did before', () => {
  const historic = expect.objectContaining({
    because: 'rule',
    code: 'currency.historic',
    faults: [expect.objectContaining({ pointer: '/currency' })],
  });
  expect(() => refuseHistoric({ currency: 'DEM' })).toThrow(historic);
  expect(() => refuseHistoric({ currency: 'BGN' })).toThrow(historic);
  expect(() => refuseHistoric({ currency: 'XOF' })).not.toThrow();
  expect(Onboarding.parse({ ...asked, currency: 'BGN' }).currency).toBe('BGN');
});
