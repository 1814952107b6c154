/** Manual adjustments: who may propose what, and who decides. */
import { describe, expect, it } from 'vitest';
import { Adjustment, AdjustmentDraft, decide, periodOf, propose } from '../../functions/ledger/adjustment.ts';
import { derivedId, PeriodId } from '../../shared/kernel/ids.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { instantOf } from '../../shared/kernel/time.ts';
import { ada, ben, cem, day } from '../people/kit.ts';

const OPEN = { id: PeriodId.parse('2026-m03'), status: 'open' };
const CLOSED = { ...OPEN, status: 'calculating' };
const on = (principal: typeof ada, today = '2026-03-10') => ({
  principal,
  now: instantOf(Date.parse(`${today}T09:00:00Z`)),
  today: day(today),
});
const asked = { period: OPEN.id, amountMinor: '25000', reason: 'missing SPIFF' };
const id = derivedId(`adj_${OPEN.id}`, 'one');
const proposed = (more: object = {}, period = OPEN, at = '2026-03-10') => {
  const draft = AdjustmentDraft.parse({ ...asked, ...more });
  return propose(draft, { person: ada, period }, id, on(ben, at));
};

function refusalOf(attempt: () => unknown) {
  try {
    return attempt() && 'accepted';
  } catch (error) {
    return error instanceof Refusal && [error.because, error.code, error.faults[0]?.pointer];
  }
}

it('is a signed amount with its reason, until somebody decides', () => {
  expect(proposed()).toMatchObject({ amountMinor: 25_000n, status: 'proposed', proposedBy: ben, version: 1 });
  expect(periodOf(proposed().id)).toBe(OPEN.id);
  expect(Adjustment.parse(JSON.parse(JSON.stringify({ ...proposed(), amountMinor: '25000' })))).toEqual(
    proposed(),
  );
});

it.each([
  ['zero', { amountMinor: '0' }, ['rule', 'adjustment.nothing', '/amountMinor']],
  ['nothing', { amountMinor: undefined }, ['rule', 'adjustment.unclear', '/amountMinor']],
  ['an amount and a release', { release: 'all' }, ['rule', 'adjustment.unclear', '/amountMinor']],
  ['too late from the first', { expiresOn: '2026-03-10' }, ['rule', 'adjustment.expired', '/expiresOn']],
])('is refused when it is %s', (_, more, expected) => {
  expect(refusalOf(() => proposed(more))).toEqual(expected);
});

it('is of an open period', () => {
  expect(refusalOf(() => proposed({}, CLOSED))).toEqual(['conflict', 'period.not-open', '/period']);
});

describe('is decided', () => {
  const approve = (one: Adjustment, who = cem, period = OPEN, at?: string) =>
    decide(one, 'approved', period, on(who, at));

  it('by somebody else than who proposed it, and than who is paid', () => {
    const own = ['forbidden', 'approval.own', undefined];
    expect(refusalOf(() => approve(proposed(), ben))).toEqual(own);
    expect(refusalOf(() => approve(proposed(), ada))).toEqual(own);
    expect(refusalOf(() => decide(proposed(), 'rejected', OPEN, on(ben)))).toEqual(own);
    expect(approve(proposed())).toMatchObject({ status: 'approved', decidedBy: cem, version: 2 });
  });

  it('once, and the same again is the same', () => {
    const approved = approve(proposed());
    expect(approve(approved)).toBe(approved);
    expect(refusalOf(() => decide(approved, 'rejected', OPEN, on(cem)))).toEqual([
      'conflict',
      'adjustment.decided',
      undefined,
    ]);
  });

  it('while its period is open and it has not expired; to reject it is never too late', () => {
    const late = proposed({ expiresOn: '2026-03-20' });
    expect(approve(late, cem, OPEN, '2026-03-19').status).toBe('approved');
    expect(refusalOf(() => approve(late, cem, OPEN, '2026-03-20'))).toEqual([
      'rule',
      'adjustment.expired',
      '/expiresOn',
    ]);
    expect(refusalOf(() => approve(late, cem, CLOSED))).toEqual(['conflict', 'period.not-open', '/period']);
    expect(decide(late, 'rejected', CLOSED, on(cem, '2026-03-21')).status).toBe('rejected');
  });
});
