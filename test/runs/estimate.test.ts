/** What an estimate says beside its amounts: why a deal would earn what it would, or nothing. */
import { expect, it } from 'vitest';
import { inputsOf } from '../../functions/runs/cases/company.ts';
import { personIdOf } from '../../functions/runs/cases/said.ts';
import { soldIn } from '../../functions/runs/cases/sold.ts';
import { estimate } from '../../functions/runs/estimate.ts';
import { Supposed } from '../../functions/runs/supposed.ts';
import { readCase } from '../../infra/cli/plan/folder.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { isRefusal } from '../../shared/kernel/refusal.ts';
import { day } from '../people/kit.ts';

const Q1 = PeriodId.parse('2026-q1');
const LAST = day('2026-03-31');

function asking(file: string) {
  const { golden } = readCase(`test/golden/pay/${file}.yaml`);
  const inputs = inputsOf(golden)(Q1);
  const credits = soldIn(golden);
  const ask = (deal: object, more = inputs) =>
    estimate(more, credits, { day: LAST, ...Supposed.parse(deal), person: personIdOf('Ana') });
  return { inputs, ask };
}

const refusalBy = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (isRefusal(error)) return [error.code, error.faults[0]?.pointer];
  }
  return 'taken';
};

it('A77 at 190,000 of 200,000 a deal of 40,000 earns a slice at each rate, and says so', () => {
  const { ask } = asking('estimate');
  // 10,000 × 10 % + 30,000 × 15 % = 1,000 + 4,500.
  const found = ask({ amountMinor: '4000000' });
  expect(found).toMatchObject({ earnedSoFarMinor: 1_900_000n, wouldEarnMinor: 550_000n });
  expect(found.components[0]?.sentence).toBe(
    '10,000.00 EUR from 0 % to 100 % of the quota × 10 % = 1,000.00 EUR; ' +
      '30,000.00 EUR from 100 % to 125 % of the quota × 15 % = 4,500.00 EUR.',
  );
});

it('A77 a deal that earns nothing says what is in the way: the cap, the gate, or what it is about', () => {
  const { ask } = asking('estimate-closed');
  const [commission, gated] = ask({ amountMinor: '1000000', about: { type: 'new' } }).components;
  // 70,000 × 10 % = 7,000, of which 5,000 are paid, as before.
  expect(commission).toMatchObject({
    amountMinor: 0n,
    sentence:
      '10,000.00 EUR × 10 % = 1,000.00 EUR; The cap of 5,000.00 EUR leaves out 2,000.00 EUR of 7,000.00 EUR, ' +
      '1,000.00 EUR of which it left out before.',
  });
  expect(gated?.sentence).toContain('The gate is closed, as attainment of renewals is 0 % and not 95 %');
  const [, opened] = ask({ amountMinor: '9500000', about: { type: 'renewal' } }).components;
  expect(opened).toMatchObject({ amountMinor: 775_000n });
  expect(opened?.sentence).toContain('The gate is open: what the rate earns is paid');
});

it('A77 a component says by which deals it pays, where this is none of them', () => {
  const { ask } = asking('estimate-facts');
  const found = ask({ amountMinor: '1000000', costMinor: '0', about: { product: 'software' } }).components;
  const sentences = Object.fromEntries(found.map(({ component, sentence }) => [component, sentence]));
  expect(sentences).toEqual({
    lookup: 'software: 10,000.00 EUR × 10 % = 1,000.00 EUR.',
    margin: 'margin / amount is 100 %: 10,000.00 EUR × 25 % = 2,500.00 EUR.',
    cash: 'This deal does not count here: it pays by every deal credited to you, as it is paid for.',
    helped:
      'This deal does not count here: it pays by every deal that you are credited for on top of its owners.',
    bonus:
      'Credited so far: 60,000.00 EUR, 60 % of 100,000.00 EUR; now 70,000.00 EUR, 70 % of 100,000.00 EUR: ' +
      'it pays the same with this deal.',
  });
});

it('A77 a deal that does not say what it is rated by is refused, with what it has to say', () => {
  const { ask } = asking('estimate-facts');
  expect(refusalBy(() => ask({ amountMinor: '100' }))).toEqual(['credit.no-cost', '/costMinor']);
});

it('A77 who is held is told why, and that nothing can be said', () => {
  const { ask, inputs } = asking('estimate');
  expect(ask({ amountMinor: '100' }, { ...inputs, quotas: [] })).toMatchObject({
    wouldEarnMinor: 0n,
    sentence: "'Commission' is paid on attainment, and there is no bookings quota.",
    components: [],
    hold: { code: 'quota.missing' },
  });
});

it('a deal is asked for on a day of the period, and of a month that still takes deals', () => {
  const { ask, inputs } = asking('estimate');
  expect(refusalBy(() => ask({ amountMinor: '100', day: '2026-04-01' }))).toEqual([
    'estimate.other-period',
    '/period',
  ]);
  const months = inputs.months.map((month) => ({ ...month, status: 'locked' as const }));
  expect(refusalBy(() => ask({ amountMinor: '100' }, { ...inputs, months }))).toEqual([
    'estimate.closed',
    '/day',
  ]);
});

it('what components add is the sum, on whichever day of the period the deal is won', () => {
  const { ask } = asking('estimate');
  for (const each of ['2026-01-01', '2026-01-15', '2026-03-31']) {
    const found = ask({ amountMinor: '4000000', day: each });
    expect([found.wouldEarnMinor, found.day]).toEqual([550_000n, each]);
    expect(found.components.map(({ amountMinor }) => amountMinor)).toEqual([550_000n]);
  }
});
