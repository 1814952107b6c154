/** Who asks for a reopening and who approves, and until when. */
import { describe, expect, it } from 'vitest';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import type { Period } from '../../functions/periods/period.ts';
import { ask, decide, nextToPay, type Reopening, shown } from '../../functions/runs/reopening.ts';
import { firstOpen, stuckReopenings } from '../../functions/sweep/stuck.ts';
import { derivedId, PersonId, TenantId } from '../../shared/kernel/ids.ts';
import { auditedAs, keys } from '../../shared/table/keys.ts';
import { Instant, TimeZone } from '../../shared/kernel/time.ts';

const tenant = TenantId.parse(derivedId('ten', 'acme'));
const [cora, finn, ana] = ['Cora', 'Finn', 'Ana'].map((name) => PersonId.parse(derivedId('per', name)));
const now = Instant.parse('2026-04-20T09:00:00.000Z');
const year = fiscalYear(2026, { kind: 'months', startsIn: 1 }, TimeZone.parse('UTC'), 3);
const by = (principal = cora as PersonId) => ({ tenant, principal, now });

/** The first quarter and its months are paid. */
const PAID = ['2026-m01', '2026-m02', '2026-m03', '2026-q1'];
function calendar(status: Readonly<Record<string, Period['status']>> = {}): Period[] {
  return year.map((one) => ({
    ...one,
    status: status[one.id] ?? (PAID.includes(one.id) ? 'locked' : 'open'),
  }));
}
function named(periods: readonly Period[], id: string): Period {
  return periods.find((one) => one.id === id) ?? expect.fail(`there is a period ${id}`);
}
const Q1 = named(calendar(), '2026-q1');
const Q2 = named(calendar(), '2026-q2');
const asked = (more: Partial<Reopening> = {}, period = Q1): Reopening => ({
  ...ask(period, Q2, 'a typing error', [], by()),
  ...more,
});
const proposed = (more: Partial<Reopening> = {}) =>
  asked({ status: 'proposed', periods: [Q1.id], after: [], version: 2, ...more });

describe('asking for a reopening', () => {
  it('is of a period that is paid, and posts in the next one of its kind', () => {
    const periods = calendar();
    expect(nextToPay(periods, named(periods, '2026-q1')).id).toBe('2026-q2');
    expect(nextToPay(periods, named(periods, '2026-m02')).id).toBe('2026-m04');
  });

  it.each([
    ['a period that is open', '2026-q2', {}, 'period.not-locked'],
    ['a period that is being calculated', '2026-q1', { '2026-q1': 'calculating' }, 'period.not-locked'],
    ['the last period that there is', '2026-q4', ALL_LOCKED(), 'period.none-open'],
  ] as const)('is refused of %s', (_, id, status, code) => {
    const periods = calendar(status);
    expect(() => nextToPay(periods, named(periods, id))).toThrow(expect.objectContaining({ code }));
  });

  it('is refused while another of the period is undecided or approved, and not after one was rejected', () => {
    for (const status of ['asked', 'proposed', 'approved'] as const) {
      expect(() => ask(Q1, Q2, 'again', [asked({ status })], by())).toThrow(
        expect.objectContaining({ code: 'reopening.underway' }),
      );
    }
    const again = ask(Q1, Q2, 'again', [asked({ status: 'rejected' })], by());
    expect(again.id).not.toBe(asked().id);
    expect(ask(named(calendar(), '2026-m01'), Q2, 'other', [asked()], by()).status).toBe('asked');
  });

  it('is refused while the next one is being calculated', () => {
    const posts = { ...Q2, status: 'calculating' as const };
    expect(() => ask(Q1, posts, 'too late', [asked()], by())).toThrow(
      expect.objectContaining({ code: 'period.calculating' }),
    );
  });

  it('twice for the same reason is asking once', () => {
    const first = proposed();
    expect(ask(Q1, Q2, 'a typing error', [first], by())).toBe(first);
    expect(ask(Q1, { ...Q2, status: 'calculating' }, 'a typing error', [first], by())).toBe(first);
  });
});

function ALL_LOCKED() {
  return Object.fromEntries(year.map(({ id }) => [id, 'locked' as const]));
}

describe('deciding on a reopening', () => {
  const deciding = { posts: Q2, others: [], changed: [ana as PersonId], principal: finn as PersonId, now };

  it('is for another person: not who asked, and not who is paid otherwise', () => {
    for (const principal of [cora, ana] as PersonId[]) {
      for (const status of ['approved', 'rejected'] as const) {
        expect(() => decide(proposed(), status, { ...deciding, principal })).toThrow(
          expect.objectContaining({ because: 'forbidden', code: 'approval.own' }),
        );
      }
    }
    expect(decide(proposed(), 'approved', deciding)).toMatchObject({
      status: 'approved',
      decidedBy: finn,
      version: 3,
    });
  });

  it('is done once', () => {
    const approved = decide(proposed(), 'approved', deciding);
    expect(decide(approved, 'approved', deciding)).toBe(approved);
    expect(() => decide(approved, 'rejected', deciding)).toThrow(
      expect.objectContaining({ code: 'reopening.decided' }),
    );
  });

  it('waits until its differences are known', () => {
    expect(() => decide(asked(), 'approved', deciding)).toThrow(
      expect.objectContaining({ code: 'reopening.unready' }),
    );
    expect(decide(asked(), 'rejected', deciding).status).toBe('rejected');
  });

  it('is too late once the period that would post it is closed', () => {
    for (const status of ['calculating', 'locked'] as const) {
      expect(() => decide(proposed(), 'approved', { ...deciding, posts: { ...Q2, status } })).toThrow(
        expect.objectContaining({ because: 'conflict', code: 'reopening.lapsed' }),
      );
    }
  });

  it('is of no worth where another was approved since that changes the same periods', () => {
    const other = proposed({ id: 'reo_2026-q2_other' as Reopening['id'], status: 'approved' });
    const decideWith = (own: Reopening, one: Reopening) =>
      decide(own, 'approved', { ...deciding, others: [one] });
    expect(() => decideWith(proposed(), other)).toThrow(expect.objectContaining({ code: 'reopening.stale' }));
    expect(decideWith(proposed({ after: [other.id] }), other).status).toBe('approved');
    expect(decideWith(proposed(), { ...other, periods: [Q2.id] }).status).toBe('approved');
    expect(decideWith(proposed(), { ...other, status: 'proposed' }).status).toBe('approved');
  });
});

it('is audited whenever it changes, with who changed it', () => {
  const { id, postsIn, period } = asked();
  expect(auditedAs(keys.reopening(postsIn, id, period).pk)).toBe('reopening');
});

describe('how far a reopening is', () => {
  it('follows from the period that posts it', () => {
    const seen = (status: Reopening['status'], posts: Period['status']) =>
      shown(asked({ status }), { status: posts }).status;
    expect(seen('approved', 'calculating')).toBe('approved');
    expect(seen('approved', 'locked')).toBe('posted');
    expect([seen('asked', 'calculating'), seen('proposed', 'locked')]).toEqual(['lapsed', 'lapsed']);
    expect([seen('rejected', 'locked'), seen('proposed', 'open')]).toEqual(['rejected', 'proposed']);
  });

  it('is looked after by the sweep: what nobody worked out within an hour is told again', () => {
    const periods = calendar();
    expect(firstOpen(periods).map(({ id }) => id)).toEqual(['2026-m04', '2026-q2']);
    const later = Instant.parse('2026-04-20T10:00:00.000Z');
    expect(stuckReopenings([asked(), proposed()], later)).toEqual([asked()]);
    expect(stuckReopenings([asked()], now)).toEqual([]);
  });
});
