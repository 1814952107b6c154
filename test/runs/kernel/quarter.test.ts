/** The quarter of `npm run bench`, small: ten thousand deals come to the cents that others came to elsewhere. */
import { expect, it } from 'vitest';
import { outcomeOf } from '../../bench/engine.ts';
import { product } from '../../bench/engines/product.ts';
import { typedArrays } from '../../bench/engines/typed-arrays.ts';
import { expected, quarter } from '../../bench/workload.ts';

it('pays 32,970 lines of ten thousand deals as five other engines do, each to the cent', async () => {
  const work = quarter(10_000, 100);
  for (const engine of [product, typedArrays]) {
    const calculate = await engine.prepare(work);
    expect(await outcomeOf(await calculate())).toEqual(expected['10000/100']);
  }
});
