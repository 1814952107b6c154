import { describe, expect, it } from 'vitest';
import { judgeQuota, periodFor, onceEach } from '../../functions/imports/judge-quotas.ts';
import { personOf } from '../../functions/imports/person-of.ts';
import { judgeAll } from '../../functions/imports/verdict.ts';
import { ImportedQuota } from '../../functions/imports/targets/quota.ts';
import type { Quota } from '../../functions/quotas/quota.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { ANA, person } from '../deals/saying.ts';
import { day } from '../periods/kit.ts';
import { org, periods, quotasContext } from './judging.ts';

const asked = (changed: object = {}) =>
  ImportedQuota.parse({
    person: 'u-ana',
    period: '2026-q2',
    amountMinor: '500',
    currency: 'EUR',
    ...changed,
  });
const byDays = (from: string, to?: string) => asked({ period: undefined, from, ...(to && { to }) });
const before: Quota = {
  person: ANA,
  period: PeriodId.parse('2026-q2'),
  measure: 'bookings',
  amountMinor: 500n,
  currency: 'EUR',
  version: 3,
};

describe('a quota of a file', () => {
  it('is asked of a person by the name of a period, or by exactly its days', () => {
    const quota = { ...before, version: 1 };
    for (const one of [asked(), byDays('2026-04-01', '2026-07-01'), asked({ person: ANA })]) {
      expect(judgeQuota(one, quotasContext)).toMatchObject({ taken: { quota, period: { id: '2026-q2' } } });
    }
    expect(judgeQuota(byDays('2026-04-01', '2026-05-01'), quotasContext)).toMatchObject({
      taken: { quota: { period: '2026-m04' } },
    });
  });

  it('is the next version of one that is there, and known where it is the same', () => {
    const context = { ...quotasContext, quotas: [before] };
    expect(judgeQuota(asked(), context)).toBe('known');
    expect(judgeQuota(asked({ amountMinor: '600' }), context)).toMatchObject({
      taken: { quota: { amountMinor: 600n, version: 4 } },
    });
    expect(judgeQuota(asked({ measure: 'units' }), context)).toMatchObject({
      taken: { quota: { version: 1 } },
    });
  });

  it.each<[string, ImportedQuota, string, string]>([
    ['in another currency', asked({ currency: 'USD' }), 'currency.mismatch', 'currency'],
    ['of somebody unknown', asked({ person: 'u-nobody' }), 'person.unknown', 'person'],
    ['for a period that is not there', asked({ period: '2027-q1' }), 'period.missing', 'period'],
    ['for days over the end of a month', byDays('2026-04-15', '2026-05-15'), 'quota.no-period', 'from'],
    ['for days over the end of a quarter', byDays('2026-04-01', '2026-08-01'), 'quota.no-period', 'from'],
    ['for two months', byDays('2026-05-01', '2026-07-01'), 'quota.no-period', 'from'],
    ['for a day on which two periods begin', byDays('2026-04-01'), 'quota.which-period', 'from'],
    ['for a period that is closed, by its name', asked({ period: '2026-m03' }), 'period.locked', 'period'],
    ['for a period that is closed, by its days', byDays('2026-03-01', '2026-04-01'), 'period.locked', 'from'],
  ])('is rejected when it is %s', (_, record, code, field) => {
    expect(judgeQuota(record, quotasContext)).toMatchObject({ code, field });
  });

  it('is known of a period that is closed, where it says what is so', () => {
    const march = { ...before, period: PeriodId.parse('2026-m03') };
    const context = { ...quotasContext, quotas: [march] };
    expect(judgeQuota(asked({ period: '2026-m03' }), context)).toBe('known');
    expect(judgeQuota(asked({ period: '2026-m03', amountMinor: '1' }), context)).toMatchObject({
      code: 'period.locked',
    });
  });
});

it('names a period by its first day alone where only one begins then', () => {
  expect(periodFor({ from: day('2026-05-01') }, periods)).toMatchObject({ id: '2026-m05' });
});

it('knows a person by a reference or by their id, and nobody by anything else', () => {
  expect([personOf('274', org), personOf(ANA, org), personOf(person('cem'), org)]).toEqual([
    ANA,
    ANA,
    undefined,
  ]);
});

it('sets a quota once that two rows name in different words', () => {
  const judge = (...amounts: string[]) =>
    onceEach(
      judgeAll(
        amounts.map((amountMinor, n) => ({
          line: n + 2,
          record:
            n % 2
              ? { ...byDays('2026-04-01', '2026-07-01'), amountMinor: BigInt(amountMinor) }
              : asked({ amountMinor }),
        })),
        (record) => judgeQuota(record, quotasContext),
      ),
    );
  const { taken, verdicts } = judge('600', '600', '700');
  expect(taken.map(({ line }) => line)).toEqual([2]);
  expect([...verdicts]).toEqual([
    [3, 'known'],
    [4, { code: 'duplicate.other', message: 'Line 2 says something else of the same quota.' }],
  ]);
});
