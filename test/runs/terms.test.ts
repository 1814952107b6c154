/** Runs by terms of enrolments: each payee's own, a hold for who lacks one, and new terms in mid-period. */
import { describe, expect, it } from 'vitest';
import { Credit } from '../../functions/deals/crediting.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { calculatorOf, type PayeeResult } from '../../functions/runs/calculate.ts';
import { estimate } from '../../functions/runs/estimate.ts';
import { ENGINE, Manifest } from '../../functions/runs/manifest.ts';
import { headOf, linesOf, sheetOf } from '../../functions/runs/sheet.ts';
import { derivation } from '../../functions/statements/explanation.ts';
import { statementOf } from '../../functions/statements/statement.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { instantOf } from '../../shared/kernel/time.ts';
import { ada, ben, company, day } from '../people/kit.ts';
import { cents } from '../plans/kit.ts';

const plan = derivedId('pln', 'sellers');
const run = derivedId('run', 'one');
const AT = instantOf(Date.UTC(2026, 3, 1));
const QUARTER = {
  id: '2026-q1',
  kind: 'quarter',
  from: '2026-01-01',
  to: '2026-04-01',
  endsAt: null,
  closesAt: null,
  status: 'open',
  version: 1,
};
const components = [
  { id: 'commission', name: 'Commission', kind: 'flat-rate', rate: { term: 'rate' } },
  { id: 'bonus', name: 'Bonus', kind: 'attainment-bonus', at: '1', amountMinor: { term: 'bonus' } },
];
const quotaOf = (person: string) => ({
  person,
  period: QUARTER.id,
  measure: 'bookings',
  amountMinor: cents('60000').toString(),
  currency: 'EUR',
  version: 1,
});

const enrolled = (person: string, from: string, to: string | null, terms?: Record<string, string>) =>
  enrol(EnrolmentDraft.parse({ person, plan, version: 1, from, to, ...(terms && { terms }) }), []);

const manifestOf = (enrolments: readonly object[]) =>
  Manifest.parse({
    run,
    engine: ENGINE,
    shards: 1,
    payees: [ada, ben],
    currency: 'EUR',
    period: QUARTER,
    months: [],
    credits: [],
    org: company,
    quotas: [quotaOf(ada), quotaOf(ben)],
    enrolments,
    teams: {},
    results: [],
    plans: [{ plan, version: 1, name: 'Sellers', currency: 'EUR', period: 'quarter', components }],
  });

const credit = (person: string, on: string, amount: string): Credit =>
  Credit.parse({
    id: derivedId('crd', person, on),
    deal: derivedId('dea', person, on),
    event: 'won',
    person,
    part: 0,
    day: on,
    amountMinor: cents(amount).toString(),
  });
const credits = [
  credit(ada, '2026-01-10', '20000'),
  credit(ada, '2026-02-10', '30000'),
  credit(ada, '2026-03-10', '70000'),
  credit(ben, '2026-02-10', '50000'),
];

const paid = (manifest: Manifest, payee: typeof ada) => calculatorOf(manifest, credits)(payee);

const statement = (manifest: Manifest, result: PayeeResult) =>
  statementOf(
    { run: manifest.run, status: 'preview' },
    headOf(manifest, sheetOf(manifest, result), AT),
    linesOf(result),
  );

const explained = (manifest: Manifest, result: PayeeResult) =>
  result.lines.map((line, n) => {
    const found = credits.find(({ id }) => id === line.credit) as Credit;
    return derivation(manifest, result, n + 1, found);
  });

describe('a run by terms', () => {
  const both = manifestOf([
    enrolled(ada, '2026-01-01', null, { rate: '0.012', bonus: '4100' }),
    enrolled(ben, '2026-01-01', null, { rate: '0.018', bonus: '0' }),
  ]);

  it('pays each by their own', () => {
    // Ada: 120,000 × 1.2 % = 1,440 and 4,100, since 120,000 ≥ 60,000. Ben: 50,000 × 1.8 % = 900.
    expect(paid(both, ada).totalMinor).toBe(cents('5540'));
    expect(paid(both, ben).totalMinor).toBe(cents('900'));
  });

  it('holds who lacks a term, and only them', () => {
    const one = manifestOf([...both.enrolments.slice(1), enrolled(ada, '2026-01-01', null)]);
    expect(paid(one, ada)).toMatchObject({ totalMinor: 0n, lines: [], hold: { code: 'term.missing' } });
    expect(paid(one, ben).totalMinor).toBe(cents('900'));
    expect(headOf(one, sheetOf(one, paid(one, ada)), AT)).toMatchObject({
      components: [],
      hold: { code: 'term.missing' },
    });
  });

  it('estimates by them too', () => {
    // One more deal of 10,000 earns Ben 1.8 % of it, 180, and at 60,000 a bonus of nothing.
    const asked = { person: ben, amountMinor: cents('10000'), day: day('2026-03-20') };
    expect(estimate(both, credits, asked)).toMatchObject({
      earnedSoFarMinor: cents('900'),
      wouldEarnMinor: cents('180'),
    });
  });

  it('explains each line with the terms, in steps that add up to it', () => {
    const result = paid(both, ada);
    for (const { arithmetic, amountMinor } of explained(both, result)) {
      expect(arithmetic.reduce((sum, step) => sum + step.amountMinor, 0n)).toBe(amountMinor);
    }
    expect(explained(both, result)[0]?.arithmetic.map(({ text }) => text)).toEqual([
      'Terms of the enrolment: rate 1.2 %',
      'Credited so far: 0.00 EUR; now 20,000.00 EUR',
      '20,000.00 EUR × 1.2 % = 240.00 EUR',
    ]);
  });
});

describe('new terms in mid-period', () => {
  const changed = manifestOf([
    enrolled(ada, '2026-01-01', '2026-02-01', { rate: '0.01', bonus: '0' }),
    enrolled(ada, '2026-02-01', null, { rate: '0.02', bonus: '4100' }),
  ]);

  it('pay each credit by the terms of its day', () => {
    // 20,000 × 1 % = 200; 100,000 × 2 % = 2,000, and the bonus of 4,100 at 100,000 of 60,000.
    // Wrong: 2,400 (all at the last rate), 1,200 (all at the first).
    expect(paid(changed, ada).totalMinor).toBe(cents('6300'));
  });

  it('are told apart on the statement: each component has the lines of its own days', () => {
    const { lines, components: parts } = statement(changed, paid(changed, ada));
    expect(parts.map(({ component, amountMinor }) => [component, amountMinor])).toEqual([
      ['commission', cents('200')],
      ['bonus', 0n],
      ['commission', cents('2000')],
      ['bonus', cents('4100')],
    ]);
    expect(lines.map(({ component, day: on, amountMinor }) => [component, on, amountMinor])).toEqual([
      ['commission', '2026-01-10', cents('200')],
      ['commission', '2026-02-10', cents('600')],
      ['commission', '2026-03-10', cents('1400')],
      ['bonus', '2026-03-10', cents('4100')],
    ]);
  });

  it('explain each line by those of its day', () => {
    const texts = explained(changed, paid(changed, ada)).map(({ arithmetic }) => arithmetic[0]?.text);
    expect(texts).toEqual([
      'Terms of the enrolment: rate 1 %',
      'Terms of the enrolment: rate 2 %',
      'Terms of the enrolment: rate 2 %',
      'Terms of the enrolment: bonus 4,100.00 EUR',
    ]);
  });
});
