/** Plans that are refused, with code, pointer and sentence, and what is said about those that are not. */
import { describe, expect, it } from 'vitest';
import { warningsIn } from '../../functions/plans/faults.ts';
import {
  draftVersion,
  inPlainWords,
  PlanDraft,
  PlanVersion,
  saysTheSame,
} from '../../functions/plans/plan.ts';
import { samplePlan } from '../../functions/plans/sample.ts';
import { faultsOf } from '../../shared/kernel/faults.ts';
import type { CalendarShape } from '../../shared/kernel/calendar-shape.ts';
import type { PlanId } from '../../shared/kernel/ids.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { Day } from '../../shared/kernel/time.ts';

const id = `pln_${'0'.repeat(26)}` as PlanId;

type Edges = [from: string, to: string | null][];
const table = (...edges: Edges) => ({
  id: 'table',
  name: 'Table',
  kind: 'rate-table',
  mode: 'marginal',
  bands: edges.map(([from, to]) => ({ from, to, rate: '0.1' })),
});
const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' };
const bonus = { id: 'bonus', name: 'Bonus', kind: 'attainment-bonus', at: '1', amountMinor: '500000' };
const document = (...components: object[]) => ({
  name: 'Plan',
  currency: 'EUR',
  period: 'quarter',
  components,
});

const MONTHS: CalendarShape = { kind: 'months', startsIn: 1 };
const termsIn = (currency: string, calendar: CalendarShape = MONTHS) => ({ currency, calendar });

function refusalOf(input: object, terms = termsIn('EUR')) {
  try {
    draftVersion(PlanDraft.parse(input), id, 1, terms);
  } catch (error) {
    if (error instanceof Refusal) return [error.code, ...error.faults.map(({ pointer }) => pointer)];
    throw error;
  }
  return 'accepted';
}

describe('a plan is refused', () => {
  const bands = '/components/0/bands';
  it.each<[string, Edges, string[] | string]>([
    [
      'for a gap',
      [
        ['0', '1'],
        ['1.2', null],
      ],
      ['band.gap', `${bands}/1`],
    ],
    [
      'for an overlap',
      [
        ['0', '1.2'],
        ['1', null],
      ],
      ['band.overlap', `${bands}/1`],
    ],
    ['when it starts above zero', [['0.5', null]], ['band.start', `${bands}/0`]],
    [
      'when its last band ends',
      [
        ['0', '1'],
        ['1', '2'],
      ],
      ['band.end', `${bands}/1`],
    ],
    [
      'when a band before the last has no end',
      [
        ['0', null],
        ['1', null],
      ],
      ['band.end', `${bands}/0`],
    ],
    [
      'for a band without width',
      [
        ['0', '0'],
        ['0', null],
      ],
      ['band.empty', `${bands}/0`],
    ],
    [
      'for a band that runs backwards',
      [
        ['0', '1'],
        ['1', '0.5'],
        ['0.5', null],
      ],
      ['band.empty', `${bands}/1`],
    ],
    [
      'with all faults at once',
      [
        ['0.1', '1'],
        ['2', '3'],
      ],
      ['band.start', `${bands}/0`, `${bands}/1`, `${bands}/1`],
    ],
    [
      'never for edges written in two ways',
      [
        ['0.0', '1.00'],
        ['1', null],
      ],
      'accepted',
    ],
    ['never for one band over everything', [['0', null]], 'accepted'],
  ])('%s', (_, edges, expected) => {
    expect(refusalOf(document(table(...edges)))).toEqual(expected);
  });

  it('names the component that is wrong, not the first one', () => {
    expect(refusalOf(document(flat, table(['0', '1'], ['1.5', null])))).toEqual([
      'band.gap',
      '/components/1/bands/1',
    ]);
  });

  it('when its currency is not that of the company', () => {
    expect(refusalOf(document(flat), termsIn('USD'))).toEqual(['currency.mismatch', '/currency']);
  });

  it('when its currency is historic, unless the company counts in it from before', () => {
    const inMarks = { ...document(flat), currency: 'DEM' };
    expect(refusalOf(inMarks, termsIn('EUR'))).toEqual(['currency.historic', '/currency']);
    expect(refusalOf(inMarks, termsIn('DEM'))).toBe('accepted');
  });

  it('when two components have the same id', () => {
    expect(refusalOf(document(flat, flat))).toEqual(['component.same-id', '/components/1/id']);
  });

  it('says a gap in a sentence', () => {
    const gapped = PlanDraft.parse(document(table(['0', '1'], ['1.2', null])));
    expect(() => draftVersion(gapped, id, 1, termsIn('EUR'))).toThrow(
      'Bands leave 100 % to 120 % without a rate.',
    );
  });

  it.each([
    ['an unknown field', { ...flat, bonus: 1 }, '/components/0/bonus'],
    ['an unknown kind', { ...flat, kind: 'lottery' }, '/components/0/kind'],
    ['a rate that is no number', { ...flat, rate: 'NaN' }, '/components/0/rate'],
    ['a rate with an exponent', { ...flat, rate: '1e400' }, '/components/0/rate'],
    ['a rate as a float', { ...flat, rate: 0.1 }, '/components/0/rate'],
    ['a negative rate', { ...flat, rate: '-0.1' }, '/components/0/rate'],
    ['a mode that means two things', { ...table(['0', null]), mode: 'cumulative' }, '/components/0/mode'],
    ['a term without a name', { ...flat, rate: { term: '' } }, '/components/0/rate/term'],
    [
      'a term of a name that all objects have',
      { ...flat, rate: { term: 'constructor' } },
      '/components/0/rate/term',
    ],
    ['a cap of nothing', { ...flat, capMinor: '0' }, '/components/0/capMinor'],
    ['a cap below nothing', { ...flat, capMinor: '-1' }, '/components/0/capMinor'],
    ['a threshold of nothing', { ...flat, threshold: '0.0' }, '/components/0/threshold'],
    ['a cap on a bonus, which is an amount already', { ...bonus, capMinor: '1' }, '/components/0/capMinor'],
  ])('for %s', (_, component, pointer) => {
    const { error } = PlanDraft.safeParse(document(component));
    expect(error && faultsOf(error).map((fault) => fault.pointer)).toEqual([pointer]);
  });
});

describe('a plan', () => {
  const sample = draftVersion(samplePlan(termsIn('EUR')), id, 1, termsIn('EUR'));

  it('comes back from the table as it went in', () => {
    const stored = JSON.stringify(sample, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(PlanVersion.parse(JSON.parse(stored))).toEqual(sample);
  });

  it('A78 warns of components that name no goal', () => {
    const warnings = warningsIn(
      PlanDraft.parse(document({ ...flat, goal: 'New business' }, table(['0', null]))),
    );
    expect(warnings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['component.unlinked', '/components/1/goal'],
    ]);
    expect(warningsIn(sample)).toEqual([]);
  });

  it('warns of what is legal, but unwise', () => {
    const falling = { ...table(['0', '1'], ['1', null]), mode: 'retroactive', goal: 'New business' };
    falling.bands = falling.bands.map((band, n) => ({ ...band, rate: n === 0 ? '0.15' : '0.1' }));
    const high = { ...flat, goal: 'New business', threshold: '1.2' };
    expect(warningsIn(PlanDraft.parse(document(falling, high)))).toEqual([
      {
        code: 'band.falling',
        pointer: '/components/0/bands/1/rate',
        message: 'At 100 % everything falls from 15 % to 10 %.',
      },
      {
        code: 'threshold.above-quota',
        pointer: '/components/1/threshold',
        message: 'Nothing is paid before 120 % of the quota: reaching it is not enough.',
      },
    ]);
    const wise = [
      { ...falling, mode: 'marginal' },
      { ...high, threshold: '1.00' },
    ];
    expect(warningsIn(PlanDraft.parse(document(...wise)))).toEqual([]);
  });

  it('A77 says in plain words what it pays by terms, above a threshold and up to a cap', () => {
    const tiers = {
      ...table(['0', '1'], ['1', null]),
      mode: 'retroactive',
      times: { term: 'commissionRate' },
    };
    const version = draftVersion(
      PlanDraft.parse(
        document(
          { ...tiers, threshold: '0.5', capMinor: '4000000' },
          { ...flat, rate: { term: 'base' } },
          { ...bonus, amountMinor: { term: 'bonus' } },
        ),
      ),
      id,
      1,
      termsIn('EUR'),
    );
    expect(inPlainWords(version).components.map(({ text }) => text)).toEqual([
      'You earn a share of every deal credited to you, by how much of your bookings quota you have reached: ' +
        '10 % from 0 % to 100 %, 10 % from 100 % on, each times your own rate (commissionRate). The rate of ' +
        'the range that you are in is paid on everything, back to the first unit; a range includes its start, ' +
        'and at its end the next one begins. Below 50 % of your bookings quota nothing is paid, and from ' +
        'there on everything, from the first unit. It pays at most 40,000.00 EUR in a period.',
      'You earn your own rate (base) of every deal credited to you.',
      'You earn your own amount (bonus) once you reach 100 % of your bookings quota; it is taken back if a ' +
        'reversal brings you below that again.',
    ]);
    const kept = JSON.stringify(version, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(PlanVersion.parse(JSON.parse(kept))).toEqual(version);
  });

  it('A77 says in plain words what it pays', () => {
    expect(inPlainWords(sample).components.map(({ text }) => text)).toEqual([
      'You earn a share of every deal credited to you, by how much of your bookings quota you have reached: ' +
        '10 % from 0 % to 100 %, 15 % from 100 % to 125 %, 20 % from 125 % on. Each rate is paid only on the ' +
        'part that falls in its range; a range includes its start, and at its end the next one begins.',
      'You earn 5,000.00 EUR once you reach 100 % of your bookings quota; it is taken back if a reversal ' +
        'brings you below that again.',
      'You earn 1 % of every deal credited to the people who report to you.',
    ]);
  });

  it('A123 has a sample whose amounts fit a currency without decimals', () => {
    // 5,000 yen are 5,000 units; in dinars with three decimals they are 5,000,000.
    const bonus = (currency: string) =>
      samplePlan(termsIn(currency)).components.map(
        (component) => 'amountMinor' in component && component.amountMinor,
      );
    expect(bonus('JPY')).toContain(5_000n);
    expect(bonus('KWD')).toContain(5_000_000n);
  });

  it('is refused that pays for periods which the company does not pay by', () => {
    const windows: CalendarShape = { kind: 'boundaries', days: [Day.parse('2026-01-01')], end: null };
    const paying = (period: string) => ({ ...document({ ...flat, goal: 'New business' }), period });
    const refused = ['period.other-calendar', '/period'];
    expect(refusalOf(paying('window'))).toEqual(refused);
    expect(refusalOf(paying('month'), termsIn('EUR', windows))).toEqual(refused);
    expect(refusalOf(paying('quarter'), termsIn('EUR', windows))).toEqual(refused);
    expect(refusalOf(paying('window'), termsIn('EUR', windows))).toBe('accepted');
    expect(samplePlan(termsIn('EUR', windows)).period).toBe('window');
    expect(samplePlan(termsIn('EUR')).period).toBe('quarter');
  });

  it('says the same however its document is laid out, and not with another rate', () => {
    const said = { components: [flat], period: 'quarter', currency: 'EUR', name: 'Plan' };
    const reordered = PlanDraft.parse(said);
    const version = draftVersion(PlanDraft.parse(document(flat)), id, 1, termsIn('EUR'));
    expect(saysTheSame(version, reordered)).toBe(true);
    expect(saysTheSame(version, PlanDraft.parse(document({ ...flat, rate: '0.11' })))).toBe(false);
  });
});
