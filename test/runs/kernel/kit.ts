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
const Whose = fc.constantFrom('direct', 'rollUp', 'both');
const Edges = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 5 });

const Flat = fc
  .tuple(Rate, Limits, Whose)
  .map(([rate, limits, credits]) => ({ kind: 'flat-rate', rate, credits, ...limits }));
const Bonus = fc
  .tuple(Positive, fc.bigInt(1n, 10n ** 8n), Whose)
  .map(([at, amount, credits]) => ({ kind: 'attainment-bonus', at, amountMinor: String(amount), credits }));
const Table = fc
  .record({
    edges: Edges,
    rates: fc.array(Rate, { minLength: 6, maxLength: 6 }),
    mode: fc.constantFrom('marginal', 'retroactive'),
    times: maybe(Rate),
    limits: Limits,
    credits: Whose,
  })
  .map(({ edges, rates, mode, times, limits, credits }) => {
    const inOrder = [0, ...edges.toSorted((a, b) => a - b)];
    const starts = inOrder.map((n) => toDecimal(fraction(BigInt(n), 1000n), 3));
    const bands = starts.map((from, n) => ({ from, to: starts[n + 1] ?? null, rate: rates[n] }));
    return { kind: 'rate-table', mode, bands, credits, ...(times && { times }), ...limits };
  });

const named = (component: object, n = 0): ComponentType => {
  const said = Object.entries(component).filter(([, value]) => value !== undefined);
  return Component.parse({ id: `c${n}`, name: `C ${n}`, ...Object.fromEntries(said) });
};

export const AnyComponent = fc.oneof(Flat, Table, Table, Bonus).map((component) => named(component));
export const AnyComponents = fc
  .array(fc.oneof(Flat, Table, Table, Bonus), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(named));

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
