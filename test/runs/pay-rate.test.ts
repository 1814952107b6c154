/** Pay in another currency: whose, at which rate, and who cannot be paid. */
import { expect, it } from 'vitest';
import { nothing } from '../../functions/ledger/balances.ts';
import { Enrolment } from '../../functions/plans/enrolment.ts';
import { Inputs } from '../../functions/runs/manifest.ts';
import { asksForRates, payInOf, pinnedRates } from '../../functions/runs/pay-rate.ts';
import { summed } from '../../functions/runs/run.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';
import { ada, ben, company } from '../people/kit.ts';
import { year2026 } from '../periods/kit.ts';

const monthOf = (id: string) => year2026.find((one) => one.id === id) ?? expect.fail();
const MARCH = monthOf('2026-m03');
const planBy = (payRate?: unknown) => ({
  plan: derivedId('pln', 'p'),
  version: 1,
  name: 'P',
  currency: 'EUR',
  period: 'month',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' }],
  ...(payRate !== undefined && { policies: { payRate } }),
});
const enrolled = (payCurrency: string | undefined, from = '2026-01-01', to: string | null = null) =>
  Enrolment.parse({
    id: `enr_${ada.slice(4)}_${derivedId('pln', 'p').slice(4)}_${from.replaceAll('-', '')}`,
    person: ada,
    plan: derivedId('pln', 'p'),
    version: 1,
    from,
    to,
    payCurrency,
  });
const inputsOf = (payRate: unknown, enrolments: Enrolment[], more: object = {}): Inputs => ({
  ...Inputs.parse({
    currency: 'EUR',
    period: MARCH,
    months: [MARCH],
    credits: [],
    org: company,
    quotas: [],
    enrolments: [],
    plans: [planBy(payRate)],
    teams: {},
    results: [],
  }),
  enrolments,
  ...more,
});
const rates = (all: Record<string, string>) => ({
  EUR: Object.fromEntries(Object.entries(all).map(([day, rate]) => [day, { GBP: rate }])) as Record<
    Day,
    Record<string, string>
  >,
});
const DAILY = rates({
  '2026-02-27': '0.70',
  '2026-03-02': '0.79',
  '2026-03-30': '0.80',
  '2026-03-27': '0.80',
  '2026-04-01': '0.99',
});
const payIn = (inputs: Inputs, of = DAILY) => payInOf({ ...inputs, payRates: pinnedRates(inputs, of) }, ada);

it('is converted at the last rate that was said in the period', () => {
  expect(payIn(inputsOf(undefined, [enrolled('GBP')]))).toEqual({
    currency: 'GBP',
    from: 'EUR',
    rate: '0.80',
    by: 'periodEnd',
    on: '2026-03-30',
  });
});

it('is converted at the mean of the last month', () => {
  // (0.79 + 0.80 + 0.80) ÷ 3 = 0.79666…; with those of February and April it would be 0.816.
  expect(payIn(inputsOf('monthAverage', [enrolled('GBP')]))).toMatchObject({ rate: '0.796666666667' });
});

it('is converted at the rate of the plan, which is not looked up', () => {
  const inputs = inputsOf({ rates: { GBP: '0.85' } }, [enrolled('GBP')]);
  expect([asksForRates(inputs), payIn(inputs)]).toEqual([
    false,
    { currency: 'GBP', from: 'EUR', rate: '0.85', by: 'plan' },
  ]);
});

it('waits for a rate that nobody has said, and takes that of no other period, nor the other way round', () => {
  const hold = { hold: expect.objectContaining({ code: 'rate.missing' }) };
  expect(payIn(inputsOf(undefined, [enrolled('GBP')]), rates({ '2026-02-27': '0.7' }))).toEqual(hold);
  expect(payIn(inputsOf({ rates: { USD: '1.1' } }, [enrolled('GBP')]))).toEqual(hold);
});

it("is in the company's currency where nothing else is said, and in that of the last enrolment that says one", () => {
  expect(payIn(inputsOf(undefined, [enrolled(undefined)]))).toBeUndefined();
  expect(payIn(inputsOf(undefined, [enrolled('EUR')]))).toBeUndefined();
  const both = [enrolled('GBP', '2026-03-16'), enrolled('USD', '2026-01-01', '2026-03-16')];
  expect(payIn(inputsOf(undefined, both))).toMatchObject({ currency: 'GBP' });
});

it('does not change while somebody owes or is owed something in another', () => {
  const opening = (more: object) => ({ openings: [{ person: ada, balances: { ...nothing, ...more } }] });
  const changed = inputsOf(undefined, [enrolled('GBP')], opening({ overpaidMinor: 5n }));
  expect(payIn(changed)).toEqual({ hold: expect.objectContaining({ code: 'currency.changed' }) });
  const same = inputsOf(undefined, [enrolled('GBP')], opening({ overpaidMinor: 5n, currency: 'GBP' }));
  expect(payIn(same)).toMatchObject({ currency: 'GBP' });
  const gone = inputsOf(undefined, [], opening({ overpaidMinor: 5n, currency: 'GBP' }));
  expect(payInOf({ ...gone, payRates: [{ to: 'GBP', by: 'periodEnd', rate: '0.8' }] }, ada)).toMatchObject({
    currency: 'GBP',
  });
});

it('is never added to what is paid in another currency', () => {
  const total = { totalMinor: 0n, lines: 0, hash: '' };
  const all = [
    { ...total, payee: ada, paidMinor: 5n, payCurrency: 'GBP' },
    { ...total, payee: ben, paidMinor: 7n },
  ];
  expect(summed(all)).toMatchObject({ paidMinor: 7n, paidInMinor: { GBP: 5n } });
});
