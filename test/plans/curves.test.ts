/** What a kind says as a curve is what it earns to the last fraction: runs pay by one, and explain by the other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Curve } from '../../functions/plans/components/curve.ts';
import { type Component, kindOf } from '../../functions/plans/components/index.ts';
import { type Rational, times, fraction } from '../../shared/kernel/rational.ts';
import { Amount, AnyComponent, Plan, Quota, SEED } from '../runs/kernel/kit.ts';
import { cents, flat, having, QUOTA, T } from './kit.ts';

const curveOf = (component: Component, quotaMinor = QUOTA) =>
  kindOf(component).curve?.(component)?.({ quotaMinor });

function at({ den, pieces }: Curve, creditedMinor: bigint): Rational {
  const piece = pieces.findLast(({ from }) => from === null || from <= creditedMinor);
  if (!piece) throw new Error('the first piece has no start');
  return times(fraction(piece.slope * creditedMinor + piece.base), { num: 1n, den });
}

function expectSame(component: Component, quotaMinor: bigint, creditedMinor: bigint): boolean {
  const curve = curveOf(component, quotaMinor);
  if (!curve) return false;
  const earned = kindOf(component).earned(component, { creditedMinor, quotaMinor });
  const { num, den } = at(curve, creditedMinor);
  expect(num * earned.den).toBe(earned.num * den);
  return true;
}

/** Credits anywhere, and a unit before, on and after where a piece begins. */
const Places = fc.array(fc.tuple(fc.nat(9), fc.bigInt(-1n, 1n), Amount), { minLength: 1, maxLength: 6 });

function placesOn(component: Component, quotaMinor: bigint, some: readonly [number, bigint, bigint][]) {
  const { pieces = [] } = curveOf(component, quotaMinor) ?? {};
  const edges = pieces.flatMap(({ from }) => from ?? []);
  return some.flatMap(([n, off, anywhere]) => [(edges[n % edges.length] ?? 0n) + off, anywhere]);
}

it(`of every kind that says one, whatever its fields and treatments (seed ${SEED})`, () => {
  const compared = new Set<string>();
  const Components = fc.oneof(
    AnyComponent.map((component) => [component]),
    Plan.map(({ components }) => components),
  );
  fc.assert(
    fc.property(Components, Quota, Places, (components, quotaMinor, some) => {
      for (const component of components) {
        for (const place of placesOn(component, quotaMinor, some)) {
          if (expectSame(component, quotaMinor, place)) compared.add(component.kind);
        }
      }
    }),
    { numRuns: 1_500, seed: SEED },
  );
  expect([...compared].sort()).toEqual(['attainment-bonus', 'flat-rate', 'rate-table']);
});

it('has a cent before an edge and a cent after it on pieces of their own', () => {
  // T on 200,000: 10 % up to it, 15 % above. 199,999.99 → 19,999.999; 200,000.01 → 20,000.0015.
  const curve = curveOf(T) ?? expect.fail();
  expect(at(curve, cents('199999.99'))).toEqual({ num: 19_999_999n, den: 10n });
  expect(at(curve, cents('200000.01'))).toEqual({ num: 40_000_003n, den: 20n });
});

it('is not said where something else decides as well', () => {
  const gate = { open: [{ by: { attainment: 'bookings' }, atLeast: '0.5' }] };
  const kickers = [{ name: 'Routers', where: { product: ['router'] }, rate: '0.02' }];
  const bent = [{ gate }, { kickers }, { floorMinor: '100' }, { threshold: '0.5', payFrom: 'threshold' }];
  expect(bent.map((more) => curveOf(flat('0.1', more)))).toEqual(bent.map(() => undefined));
  expect(curveOf(having(T, { per: 'deal' }))).toBeUndefined();
  expect(curveOf(flat('0.1', { threshold: '0.5', capMinor: '900' }))?.pieces).toHaveLength(2);
});
