/** Quotas: more than nothing, in the company's currency, and only while the period is open. */
import { expect, it } from 'vitest';
import { Asked } from '../../functions/quotas/asked.ts';
import { assignQuota, Quota } from '../../functions/quotas/quota.ts';
import { derivedId, PeriodId, PersonId } from '../../shared/kernel/ids.ts';

const person = PersonId.parse(derivedId('per', 'Anna'));
const id = PeriodId.parse('2026-q1');
const open = { person, period: { id, status: 'open' }, currency: 'EUR' };
const calculating = { ...open, period: { id, status: 'calculating' } };
const asked = { ...Asked.parse({ amountMinor: '15000000', currency: 'EUR' }), amountMinor: 15_000_000n };

it('asks bookings of a person when no measure is named', () => {
  expect(assignQuota(asked, open, undefined)).toEqual({
    person,
    period: id,
    measure: 'bookings',
    amountMinor: 15_000_000n,
    currency: 'EUR',
    version: 1,
  });
});

it('counts versions up, and leaves a quota alone when the same is asked again', () => {
  const first = assignQuota(asked, open, undefined);
  const second = assignQuota({ ...asked, amountMinor: 16_000_000n }, open, first);
  expect(second).toMatchObject({ amountMinor: 16_000_000n, version: 2 });
  expect(assignQuota(asked, open, first)).toBe(first);
  expect(assignQuota(asked, calculating, first)).toBe(first);
});

it('refuses another currency and a period that is closed', () => {
  expect(() => assignQuota({ ...asked, currency: 'USD' }, open, undefined)).toThrow(
    expect.objectContaining({
      because: 'rule',
      code: 'currency.mismatch',
      faults: [expect.objectContaining({ pointer: '/currency' })],
    }),
  );
  expect(() => assignQuota(asked, calculating, undefined)).toThrow(
    expect.objectContaining({
      because: 'conflict',
      code: 'period.locked',
      faults: [expect.objectContaining({ pointer: '/period' })],
    }),
  );
});

it('refuses amounts that are not whole and more than zero, and fields it does not know', () => {
  for (const amountMinor of ['0', '-1', '1.5', '1e3', '', 0, 1.5, null, '1'.repeat(19)]) {
    expect(Asked.safeParse({ amountMinor, currency: 'EUR' }).success, String(amountMinor)).toBe(false);
  }
  for (const extra of [{ person }, { version: 7 }, { measure: 'Big Deals' }, { currency: 'XXX' }]) {
    expect(Asked.safeParse({ amountMinor: '1', currency: 'EUR', ...extra }).success).toBe(false);
  }
});

it('comes back from the table as it was written', () => {
  const quota = assignQuota(asked, open, undefined);
  expect(Quota.parse({ ...quota, amountMinor: '15000000' })).toEqual(quota);
});
