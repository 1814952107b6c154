/** The product's: plans as documents, terms by payee, reporting lines as data, and the columns of a run. */
import { calculated, type ShardLines, type Walk } from '../../../functions/runs/kernel/shard.ts';
import type { Chains } from '../../../functions/runs/kernel/chains.ts';
import { compile } from '../../../functions/runs/kernel/compile.ts';
import { type Credits, inOrder } from '../../../functions/runs/kernel/credits.ts';
import { type Reached, reached } from '../../../functions/runs/kernel/reach.ts';
import { waysOf } from '../../../functions/runs/kernel/plain.ts';
import { measureOf } from '../../../functions/plans/measure.ts';
import { type Component, PlanDraft } from '../../../functions/plans/plan.ts';
import { personal } from '../../../functions/plans/terms.ts';
import { decimalFromMinor } from '../../../shared/kernel/money.ts';
import type { Calculated, Engine } from '../engine.ts';
import { DAYS, type Workload } from '../workload.ts';

const bands = [
  { from: '0', to: '0.5', rate: '0.5' },
  { from: '0.5', to: '1', rate: '1' },
  { from: '1', to: '1.5', rate: '1.5' },
  { from: '1.5', to: null, rate: '2' },
];

/** A document as the API takes it. */
function planFor(name: string, credits: 'direct' | 'rollUp'): PlanDraft {
  const commission = { id: 'commission', name: 'Commission', kind: 'rate-table', mode: 'marginal' };
  const components = [{ ...commission, goal: 'More new business', bands, times: { term: 'baseRate' } }];
  const measures = [{ id: 'bookings', credits }];
  return PlanDraft.parse({ name, currency: 'USD', period: 'quarter', measures, components });
}

export type Run = { readonly credits: Credits; readonly reach: Reached; readonly lines: ShardLines };

export const product: Engine = {
  prepare: (work) => () => answered(work, run(work)),
};

export function run(work: Workload, given: Credits = work): Run {
  const credits = inOrder(given);
  const reach = reached(credits, chainsOf(work), { people: work.payees, payees: work.payees });
  const lines = calculated(walksOf(work), credits, reach);
  if (!lines) throw new Error('every line fits a column');
  return { credits, reach, lines };
}

/** Nobody moves in this quarter. */
export function chainsOf({ manager }: Workload): Chains {
  const above = (person: number) => {
    const found: number[] = [];
    for (let who = manager[person] as number; who >= 0; who = manager[who] as number) found.push(who);
    return found;
  };
  return { stretchOf: new Uint16Array(DAYS), stretches: 1, above };
}

/** A run reads them once, as a manifest is read. */
let plans: PlanDraft[] | undefined;

export function* walksOf(work: Workload, payees: Iterable<number> = everybody(work)): Generator<Walk> {
  plans ??= [planFor('Sellers', 'direct'), planFor('Managers', 'rollUp'), planFor('Directors', 'rollUp')];
  for (const payee of payees) {
    const plan = plans[levelOf(work, payee)] as PlanDraft;
    const terms = { baseRate: decimalFromMinor(BigInt(work.rate[payee] as number), FOUR_DECIMALS) };
    const own = personal(plan, terms);
    if ('hold' in own) throw new Error(own.hold.message);
    for (const component of own.components) yield walkOf(work, payee, plan, component);
  }
}

/** Basis points are written like an amount of a currency with four decimals. */
const FOUR_DECIMALS = 'CLF';

function walkOf(work: Workload, payee: number, plan: PlanDraft, component: Component): Walk {
  const earned = compile(component, BigInt(work.quota[payee] as number), plan.rounding);
  const credits = waysOf(measureOf(plan.measures, component));
  if (!earned || !credits) throw new Error('a rate table is compiled');
  const opening = { creditedMinor: BigInt(work.opening[payee] as number), rounds: 'period' } as const;
  return { payee, earned, credits, from: 0, to: DAYS, opening };
}

function levelOf({ reps, managers }: Workload, payee: number): number {
  if (payee < reps) return 0;
  return payee < reps + managers ? 1 : 2;
}

function everybody({ payees }: Workload): Iterable<number> {
  return Array(payees).keys();
}

export function answered(work: Workload, { credits, lines }: Run): Calculated {
  return {
    totals: Array.from(lines.amountMinor, Number),
    lines(tell) {
      let line = 0;
      for (let payee = 0; payee < work.payees; payee++) {
        for (; line < (lines.ends[payee] as number); line++) {
          const row = lines.credit[line] as number;
          const [deal, part] = [credits.deal[row] as number, credits.part[row] as number];
          tell(payee, deal, part, lines.amount[line] as number);
        }
      }
    },
  };
}
