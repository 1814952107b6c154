/** Components, credits and companies made by chance, and the seed that made them, so that a failure comes again. */
import fc from 'fast-check';
import type { Component as ComponentType } from '../../../functions/plans/components/index.ts';
import { Component } from '../../../functions/plans/components/index.ts';
import { fraction, toDecimal } from '../../../shared/kernel/rational.ts';

/** Another one with every run; a failure names it, and SEED=… brings it back. */
export const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined });
const places = (most: number, den: bigint, digits: number) =>
  fc.integer({ min: 0, max: most }).map((n) => toDecimal(fraction(BigInt(n), den), digits));

/** Rates as people write them, and now and then one of twelve decimals, as a quotient gives. */
export const Rate = fc.oneof(
  { weight: 4, arbitrary: places(3_000, 10_000n, 4) },
  { weight: 1, arbitrary: fc.bigInt(0n, 10n ** 12n).map((n) => toDecimal(fraction(n, 10n ** 12n), 12)) },
);
const Positive = places(3_000, 1_000n, 3).filter((text) => !/^[0.]+$/.test(text));
const Limits = fc.record({
  threshold: maybe(Positive),
  capMinor: maybe(fc.bigInt(1n, 10n ** 9n).map(String)),
});
const Edges = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 5 });
const Amounts = fc.bigInt(1n, 10n ** 8n).map(String);
/** Target incentive over quota: a rate that no decimal says. */
const Base = fc
  .tuple(fc.bigInt(1n, 10n ** 7n).map(String), fc.bigInt(10n ** 7n, 10n ** 8n).map(String))
  .map(([incentiveMinor, quotaMinor]) => ({ incentiveMinor, quotaMinor }));
const AnyRate = fc.oneof({ weight: 3, arbitrary: Rate }, { weight: 1, arbitrary: Base });

const Flat = fc.tuple(AnyRate, Limits).map(([rate, limits]) => ({ kind: 'flat-rate', rate, ...limits }));
const Bonus = fc
  .tuple(Positive, Amounts)
  .map(([at, amountMinor]) => ({ kind: 'attainment-bonus', at, amountMinor }));
const Table = fc
  .record({
    edges: Edges,
    rates: fc.array(Rate, { minLength: 6, maxLength: 6 }),
    amounts: fc.array(Amounts, { minLength: 6, maxLength: 6 }),
    mode: fc.constantFrom('marginal', 'retroactive', 'interpolated'),
    isMinor: fc.boolean(),
    times: maybe(AnyRate),
    limits: Limits,
  })
  .map(({ edges, rates, amounts, mode, isMinor, times, limits }) => {
    const inOrder = [0, ...edges.toSorted((a, b) => a - b)];
    const starts = inOrder.map((n) =>
      toDecimal(fraction(BigInt(isMinor ? n * 7 : n), isMinor ? 2n : 1000n), 3),
    );
    const bands = starts.map((from, n) => {
      const to = starts[n + 1] ?? null;
      const pays = mode === 'interpolated' && to !== null ? { amountMinor: amounts[n] } : { rate: rates[n] };
      return { from, to, ...pays };
    });
    const edged = isMinor ? { edges: 'minor' } : {};
    return { kind: 'rate-table', mode, bands, ...edged, ...(times && { times }), ...limits };
  });

const named = (component: object, n = 0): ComponentType => {
  const said = Object.entries(component).filter(([, value]) => value !== undefined);
  return Component.parse({ id: `c${n}`, name: `C ${n}`, ...Object.fromEntries(said) });
};

const Curved = fc.oneof(Flat, Table, Table, Bonus);
export const AnyComponent = Curved.map((component) => named(component));

/** Treatments and kinds that no column says, one by one: whoever is paid by one goes by the rules. */
const Other = fc.oneof(
  Table.map((table) => ({ ...table, per: 'deal' })),
  Flat.map((component) => ({ ...component, threshold: '0.5', payFrom: 'threshold' })),
  fc
    .tuple(Curved, fc.constantFrom<object>(...treated()))
    .map(([component, more]) =>
      component.kind === 'attainment-bonus' ? { ...flat, ...more } : { ...component, ...more },
    ),
  fc.constantFrom<object>(...others()),
);

const flat = { kind: 'flat-rate', rate: '0.05' };

function treated(): object[] {
  const attainment = { attainment: 'bookings' };
  return [
    { gate: { open: [{ by: attainment, atLeast: '0.4' }] } },
    { gate: { open: [{ by: { result: 'score' }, atLeast: '0.8' }], otherwise: '0.01' } },
    {
      multiplier: {
        by: attainment,
        bands: [
          { from: '0', to: '1', times: '0.5' },
          { from: '1', to: null, times: '2' },
        ],
      },
    },
    { kickers: [{ name: 'All of a product', where: { product: ['router'] }, rate: '0.02' }] },
    { floorMinor: '5000', capMinor: '9000000000' },
  ];
}

function others(): object[] {
  const target = { targetMinor: '1000000' };
  return [
    { kind: 'lookup', by: 'product', rates: { router: '0.1' }, otherwise: '0.03' },
    {
      kind: 'payout-curve',
      ...target,
      points: [
        { at: '0.5', pays: '0.2' },
        { at: '1', pays: '1' },
      ],
    },
    { kind: 'mbo-bonus', ...target, objectives: [{ result: 'score', name: 'Score', weight: '1' }] },
    { kind: 'spiff', amountMinor: '50000', from: '2026-01-01', to: '2026-03-01', budgetMinor: '120000' },
    { kind: 'spiff', amountMinor: '50000', from: '2026-02-01', to: '2026-04-01' },
    { kind: 'team-pool', measure: 'team', rate: '0.02' },
    { kind: 'flat-rate', measure: 'top', rate: '0.03' },
    { kind: 'flat-rate', measure: 'cash', rate: '0.01' },
    {
      kind: 'matrix',
      ...target,
      rows: { by: { attainment: 'bookings' }, from: ['0', '1'] },
      columns: { by: { result: 'score' }, from: ['0', '0.8'] },
      pays: [
        ['0.1', '0.5'],
        ['0.4', '1.2'],
      ],
    },
    {
      kind: 'formula',
      formula: 'total * rate',
      inputs: { total: { total: 'bookings' }, rate: { rate: '0.04' } },
    },
  ];
}

/** Measures of kinds that no column says. */
const MORE = [
  { id: 'team', credits: 'team' },
  { id: 'top', credits: 'overlay' },
  { id: 'cash', clock: 'cash' },
];
const HELD_OVER = [
  { from: 0, to: 50, keeps: '0.5' },
  { from: 50, to: null, keeps: '0' },
];
const CLAWBACKS = [
  { kind: 'openPeriodCurve' },
  { kind: 'asPaid', affectsAttainment: false },
  { kind: 'asPaid', share: '0.5' },
  { kind: 'recompute' },
];
const PAYMENTS = [
  { draw: { kind: 'advance', amountMinor: '200000' } },
  { maximumMinor: '5000000', minimumMinor: '1000' },
  { holdback: { share: '0.3' } },
  {
    release: [
      { on: 'booking', share: '0.4' },
      { on: 'cash', share: '0.6' },
    ],
  },
];

/** A plan of one to three components over three measures; every third has one that goes by the rules. */
export const Plan = fc
  .record({
    curved: fc.array(fc.tuple(Curved, fc.constantFrom('bookings', 'below', 'both')), {
      minLength: 1,
      maxLength: 3,
    }),
    other: fc.oneof(fc.constant(undefined), fc.constant(undefined), Other),
    rounding: fc.constantFrom('half-even', 'half-up'),
    planChange: fc.constantFrom('split', 'carry'),
    clawback: fc.constantFrom(...Array(20).fill(undefined), ...CLAWBACKS),
    holdover: fc.constantFrom(undefined, undefined, undefined, undefined, HELD_OVER),
    payment: fc.constantFrom(...Array(6).fill(undefined), ...PAYMENTS),
    payRate: fc.constantFrom(undefined, 'monthAverage', { rates: { GBP: '0.8' } }),
    windfall: fc.constantFrom(...Array(9).fill(undefined), { limitMinor: '2000000', above: '0.5' }),
  })
  .map(({ curved, other, rounding, planChange, windfall, holdover, clawback, payment, payRate }) => {
    const components = curved.map(([component, measure]) => ({ ...component, measure }));
    const all: object[] = other ? [...components, other] : components;
    const more = MORE.filter(({ id }) => all.some((one) => 'measure' in one && one.measure === id));
    return {
      measures: [
        { id: 'bookings' },
        { id: 'below', credits: 'rollUp' },
        { id: 'both', credits: 'both' },
        ...more,
      ],
      components: all.map(named),
      rounding,
      policies: {
        planChange,
        ...(windfall && { windfall }),
        ...(holdover && { holdover }),
        ...(payRate && { payRate }),
        ...(clawback && { clawback }),
      },
      ...(payment && { payment }),
    };
  });

/** Small quotas put edges between minor units, large ones leave the range of exact numbers. */
export const Quota = fc.oneof(
  fc.bigInt(1n, 50n),
  fc.bigInt(10_000n, 10n ** 8n),
  fc.bigInt(10n ** 8n, 10n ** 15n),
);
export const Amount = fc.oneof(
  fc.bigInt(-60n, 60n),
  fc.bigInt(-(10n ** 7n), 3n * 10n ** 7n),
  fc.bigInt(-(10n ** 15n), 10n ** 15n),
);
