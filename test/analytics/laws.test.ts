/** Laws of reports: they hold for all sales, made by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollUpOf } from '../../functions/analytics/roll-up.ts';
import { SalesQuery, salesReport } from '../../functions/analytics/sales-report.ts';
import type { Sale } from '../../functions/deals/sale.ts';
import { managersOn } from '../../functions/people/org.ts';
import { addDays, daysBetween } from '../../shared/kernel/time.ts';
import { decimal } from '../../shared/kernel/rational.ts';
import { day } from '../people/kit.ts';
import { deal, known, ORG, PEOPLE, THROUGH_MARCH } from './kit.ts';

const RUNS = { numRuns: 200 };
const { from, to } = THROUGH_MARCH;
const DEALS = Array.from({ length: 12 }, (_, n) => deal(`d${n}`));

const ASale: fc.Arbitrary<Sale> = fc.record({
  deal: fc.constantFrom(...DEALS),
  part: fc.integer({ min: 0, max: 2 }),
  person: fc.constantFrom(...Object.values(PEOPLE), null),
  day: fc.integer({ min: -5, max: daysBetween(from, to) + 5 }).map((n) => addDays(from, n)),
  amountMinor: fc.bigInt(-(10n ** 9n), 10n ** 9n),
  about: fc.record(
    {
      territory: fc.constantFrom('North', 'South'),
      account: fc.constantFrom('a', 'b'),
      product: fc.constantFrom('P1', 'P2'),
      custom: fc.record({ units: fc.constantFrom('1', '2.50', '-0.125') }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
});
const Sales = fc.array(ASale, { maxLength: 40 });
const rateOn = (_: string, on: string) => (on < '2026-02-10' ? decimal('1.0731') : decimal('0.9'));

const ask = (sales: readonly Sale[], by: string, span = THROUGH_MARCH) =>
  salesReport(sales, span, SalesQuery.parse({ by, in: 'EUR', sum: 'custom.units' }), known({ rateOn }));
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
/** A decimal text in millionths of a millionth. */
const fine = (text: string | null | undefined) => {
  const { num, den } = decimal(String(text));
  return (num * 10n ** 12n) / den;
};

describe('a report of sales', () => {
  it('adds up to its total, whatever it is divided by', () => {
    const By = fc.constantFrom(
      'person',
      'territory,product',
      'account,seller,covered',
      'custom.units',
      'newLogo',
    );
    fc.assert(
      fc.property(Sales, By, (sales, by) => {
        const { rows, total } = ask(sales, by);
        const inside = sales.filter((one) => from <= one.day && one.day < to);
        expect(total.amountMinor).toBe(sum(inside.map(({ amountMinor }) => amountMinor)));
        expect(sum(rows.map(({ amountMinor }) => amountMinor))).toBe(total.amountMinor);
        const exact = rows.map(({ converted }) => fine(converted?.exact));
        expect(sum(exact)).toBe(fine(total.converted?.exact));
      }),
      RUNS,
    );
  });

  it('has at the top of the company everything that was sold below', () => {
    fc.assert(
      fc.property(Sales, (sales) => {
        const { rows } = ask(sales, 'manager');
        const below = sales.filter(
          (one) =>
            from <= one.day &&
            one.day < to &&
            one.person !== null &&
            managersOn(ORG, one.person, one.day).includes(PEOPLE.Tom),
        );
        const top = rows.find(({ key }) => key['manager'] === PEOPLE.Tom);
        expect(top?.amountMinor ?? 0n).toBe(sum(below.map(({ amountMinor }) => amountMinor)));
      }),
      RUNS,
    );
  });

  it('of two spans that touch is that of both, day by day', () => {
    fc.assert(
      fc.property(Sales, fc.integer({ min: 1, max: 89 }), (sales, n) => {
        const middle = addDays(from, n);
        const parts = [ask(sales, '', { from, to: middle }), ask(sales, '', { from: middle, to })];
        const whole = ask(sales, '').total;
        expect(sum(parts.map(({ total }) => total.amountMinor))).toBe(whole.amountMinor);
        expect(sum(parts.map(({ total }) => fine(total.converted?.exact)))).toBe(
          fine(whole.converted?.exact),
        );
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the sales', () => {
    const Shuffled = Sales.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(Shuffled, ([all, shuffled]) => {
        expect(ask(shuffled, 'person,territory')).toEqual(ask(all, 'person,territory'));
      }),
      RUNS,
    );
  });
});

it('divides 100,000 sales by manager, territory and account in seconds', () => {
  const people = Object.values(PEOPLE);
  const days = Array.from({ length: 90 }, (_, n) => addDays(from, n));
  const sales = Array.from(
    { length: 100_000 },
    (_, n): Sale => ({
      deal: `dea_${String(n).padStart(26, '0')}` as Sale['deal'],
      part: 0,
      person: people[n % 5] ?? null,
      day: days[n % 90] ?? from,
      amountMinor: BigInt(n + 1),
      about: { territory: `T${n % 10}`, account: `A${n % 300}`, custom: { units: '1.5' } },
    }),
  );
  const before = process.cpuUsage();
  const { rows, total } = ask(sales, 'manager,territory,account');
  const tookMs = process.cpuUsage(before).user / 1_000;
  console.log(`${rows.length} rows of 100,000 sales: ${Math.round(tookMs)} ms of a core`);
  expect(total).toMatchObject({ deals: 100_000, sums: { 'custom.units': '150000' } });
  // Half a second by itself; more on a machine that does other things, too. Anything quadratic takes minutes.
  expect(tookMs).toBeLessThan(5_000);
});

it('asks for the managers of a seller once for each day', () => {
  const above = rollUpOf(ORG);
  expect(above(PEOPLE.Dan, day('2026-03-14'))).toBe(above(PEOPLE.Dan, day('2026-03-14')));
  expect(above(PEOPLE.Dan, day('2026-03-15'))).toEqual([PEOPLE.Max, PEOPLE.Tom]);
});
