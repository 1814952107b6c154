/** Laws of a plan's caps: whatever is capped, nothing is made or lost, and each line says what was cut off it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanId } from '../../shared/kernel/ids.ts';
import { capFaults } from '../../functions/plans/caps.ts';
import { draftVersion, inPlainWords, PlanDraft } from '../../functions/plans/plan.ts';
import { explainLine } from '../../functions/plans/components/index.ts';
import { cutSteps } from '../../functions/plans/cutting.ts';
import type { Counted } from '../../functions/plans/counted.ts';
import { Policies } from '../../functions/plans/policies.ts';
import { bonusAt, cents, credit, CURRENCY, flat, paying, QUOTA, T } from './kit.ts';

const components = [T, flat('0.05'), bonusAt('0.5')];
const capped = (direct: readonly Counted[], caps: object[] | undefined) =>
  paying({
    components,
    quotas: { bookings: QUOTA },
    credits: { direct, rollUp: [] },
    policies: Policies.parse({ ...(caps && { caps }) }),
  });

const Amount = fc.bigInt(-(10n ** 7n), 10n ** 8n);
const Credits = fc.array(Amount, { maxLength: 12 }).map((all) => all.map((amount, n) => credit(n, amount)));
const Cap = fc.record({
  scope: fc.constantFrom('line', 'deal', 'component', 'plan'),
  amountMinor: fc.bigInt(1n, 10n ** 7n).map(String),
});
const Caps = fc.array(Cap, { minLength: 1, maxLength: 3 });

describe('what caps leave', () => {
  it('and what they left out is what there would have been without', () => {
    fc.assert(
      fc.property(Credits, Caps, (credits, caps) => {
        const [within, without] = [capped(credits, caps), capped(credits, undefined)];
        const off = within.lines
          .flatMap(({ cut = [] }) => cut)
          .reduce((sum, { byMinor }) => sum + byMinor, 0n);
        expect(within.totalMinor - off).toBe(without.totalMinor);
      }),
    );
  });

  it('is the sum of its lines, each explained to the cent', () => {
    fc.assert(
      fc.property(Credits, Caps, (credits, caps) => {
        const earned = capped(credits, caps);
        for (const total of earned.components) {
          const own = earned.lines.filter(({ component }) => component === total.component);
          expect(own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(total.amountMinor);
        }
        for (const line of earned.lines) {
          const component = components.find(({ id }) => id === line.component) ?? T;
          const steps = [...explainLine(component, line, CURRENCY), ...cutSteps(line, CURRENCY)];
          expect(steps.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(line.amountMinor);
        }
      }),
    );
  });

  it('of a plan is never more than the cap, and never less than what was earned below it', () => {
    fc.assert(
      fc.property(Credits, fc.bigInt(1n, 10n ** 7n), (credits, limit) => {
        const without = capped(credits, undefined).totalMinor;
        const { totalMinor } = capped(credits, [{ scope: 'plan', amountMinor: String(limit) }]);
        expect(totalMinor).toBe(without < limit ? without : limit);
      }),
    );
  });

  it('does not depend on the order in which credits arrive', () => {
    fc.assert(
      fc.property(Credits, Caps, (credits, caps) => {
        expect(capped(credits.toReversed(), caps)).toEqual(capped(credits, caps));
      }),
    );
  });

  it('of a deal that is taken back is nothing, whatever else is capped by itself', () => {
    fc.assert(
      fc.property(Credits, fc.bigInt(1n, 10n ** 7n), Amount, (credits, limit, amount) => {
        const flatOnly = (direct: readonly Counted[]) =>
          paying({
            components: [flat('0.05')],
            credits: { direct, rollUp: [] },
            policies: Policies.parse({ caps: [{ scope: 'deal', amountMinor: String(limit) }] }),
          }).totalMinor;
        const given = credit(20, amount);
        const back = { ...credit(21, -amount), deal: given.deal, reverses: given.id };
        expect(flatOnly([...credits, given, back])).toBe(flatOnly(credits));
      }),
    );
  });
});

it('says what a cap left out, and when it has room again', () => {
  const given = credit(0, cents('100000'));
  const back = { ...credit(1, -cents('100000')), deal: given.deal, reverses: given.id };
  const { lines } = paying({
    components: [flat('0.10')],
    credits: { direct: [given, back], rollUp: [] },
    policies: Policies.parse({ caps: [{ scope: 'plan', amountMinor: '600000' }] }),
  });
  expect(lines.flatMap((line) => cutSteps(line, CURRENCY))).toEqual([
    { text: 'The cap of 6,000.00 EUR on the plan leaves out 4,000.00 EUR', amountMinor: -400000n },
    {
      text: 'The cap of 6,000.00 EUR on the plan has room again for 4,000.00 EUR that it left out',
      amountMinor: 400000n,
    },
  ]);
});

it('a plan says its caps, and what is paid to who leaves, in plain words', () => {
  const version = draftVersion(
    PlanDraft.parse({
      name: 'Capped',
      currency: 'EUR',
      period: 'quarter',
      components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' }],
      policies: {
        caps: [
          { scope: 'deal', amountMinor: '500000' },
          { scope: 'plan', targetMinor: '2000000', times: '2', over: 'year', components: ['flat'] },
        ],
        exit: { dealsWithinDays: 30 },
      },
    }),
    PlanId.parse(`pln_${'0'.repeat(26)}`),
    1,
    { currency: 'EUR', calendar: { kind: 'months', startsIn: 1 } },
  );
  expect(inPlainWords(version).policies).toEqual([
    'A deal pays at most 5,000.00 EUR in a period.',
    'The plan (flat) pays at most 200 % of a target of 20,000.00 EUR in a year.',
    'When you leave, deals count for 30 more days.',
  ]);
});

it.each([
  ['an amount and a target', { scope: 'plan', amountMinor: '1', targetMinor: '1', times: '1' }, 'cap.amount'],
  ['a target without how often', { scope: 'plan', targetMinor: '1' }, 'cap.amount'],
  ['a line over a year', { scope: 'line', amountMinor: '1', over: 'year' }, 'cap.no-year'],
  ['an unknown component', { scope: 'plan', amountMinor: '1', components: ['x'] }, 'cap.unknown-component'],
])('refuses %s', (_, cap, code) => {
  const policies = Policies.parse({ caps: [cap] });
  expect(capFaults({ policies, components: [] }, true).map((fault) => fault.code)).toEqual([code]);
});

it('refuses a year where windows between boundaries lie in none', () => {
  const policies = Policies.parse({ caps: [{ scope: 'plan', amountMinor: '1', over: 'year' }] });
  expect(capFaults({ policies, components: [] }, false)).toMatchObject([{ code: 'cap.no-year' }]);
  expect(capFaults({ policies, components: [] }, true)).toEqual([]);
});
