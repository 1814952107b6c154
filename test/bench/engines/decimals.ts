/** The same with decimal.js, as many do who fear floats: exact, and an object for every number. */
import type { Calculated, Engine } from '../engine.ts';
import { peer } from '../peers.ts';
import type { Workload } from '../workload.ts';
import { type Credit, creditedBy, creditsOf } from './objects.ts';

type Decimal = {
  plus(other: Decimal): Decimal;
  minus(other: Decimal): Decimal;
  times(other: Decimal): Decimal;
  toDecimalPlaces(places: number, rounding: number): Decimal;
  toNumber(): number;
};
type Peer = {
  readonly Decimal: {
    new (value: number | string): Decimal;
    set(options: object): void;
    min(a: Decimal, b: Decimal): Decimal;
    max(a: Decimal, b: Decimal): Decimal;
    readonly ROUND_HALF_EVEN: number;
  };
};
type Line = { readonly payee: number; readonly credit: Credit; readonly amount: Decimal };

export const decimals: Engine = {
  async prepare(work) {
    const { Decimal } = await peer<Peer>('decimal.js');
    Decimal.set({ precision: 40 });
    const credits = creditsOf(work);
    return () => calculate(work, credits, Decimal);
  },
};

function calculate(work: Workload, credits: readonly Credit[], Decimal: Peer['Decimal']): Calculated {
  const lines: Line[] = [];
  const zero = new Decimal(0);
  const totals = creditedBy(work, credits).map((own, payee) => {
    const quota = new Decimal(work.quota[payee] as number);
    const rate = new Decimal(work.rate[payee] as number).times(new Decimal('0.0001'));
    const rates = ['0.5', '1', '1.5', '2'].map((times) => new Decimal(times).times(rate));
    const edges = ['0.5', '1', '1.5'].map((share) => new Decimal(share).times(quota));
    const exact = (credited: Decimal) =>
      rates.reduce((earned, one, n) => {
        const [start, end] = [edges[n - 1], edges[n]];
        const reached = end ? Decimal.min(credited, end) : credited;
        const within = start ? Decimal.max(reached.minus(start), zero) : reached;
        return earned.plus(within.times(one));
      }, zero);
    let credited = new Decimal(work.opening[payee] as number);
    const opening = exact(credited);
    let before = zero;
    for (const credit of own) {
      credited = credited.plus(new Decimal(credit.amount));
      const after = exact(credited).minus(opening).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
      lines.push({ payee, credit, amount: after.minus(before) });
      before = after;
    }
    return before.toNumber();
  });
  return {
    totals,
    lines(tell) {
      for (const { payee, credit, amount } of lines) tell(payee, credit.deal, credit.part, amount.toNumber());
    },
  };
}
