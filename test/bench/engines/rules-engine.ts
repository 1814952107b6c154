/** json-rules-engine: the plan as data too, a rule for each band, asked for each credit which of them holds. */
import type { Calculated, Engine } from '../engine.ts';
import { peer } from '../peers.ts';
import type { Workload } from '../workload.ts';
import { type Credit, creditedBy, creditsOf } from './objects.ts';

type Event = { readonly type: string; readonly params?: Readonly<Record<string, number>> };
type Rules = {
  addRule(rule: object): void;
  run(facts: object): Promise<{ readonly events: readonly Event[] }>;
};
type Peer = { readonly Engine: new (rules: object[], options: object) => Rules };
type Line = { readonly payee: number; readonly credit: Credit; readonly cents: number };

/** Earned in a band: halves × credited − off × half of the quota, at a rate in halves of a basis point. */
const BANDS = [
  { from: undefined, to: 'half', halves: 1, off: 0 },
  { from: 'half', to: 'whole', halves: 2, off: 1 },
  { from: 'whole', to: 'more', halves: 3, off: 3 },
  { from: 'more', to: undefined, halves: 4, off: 6 },
];
const DEN = 20_000;

export const rulesEngine: Engine = {
  async prepare(work) {
    const { Engine: Rules } = await peer<Peer>('json-rules-engine');
    const rules = new Rules(BANDS.map(ruleOf), {});
    const credits = creditsOf(work);
    return () => calculate(work, credits, rules);
  },
};

function ruleOf({ from, to, halves, off }: (typeof BANDS)[number]): object {
  const start = from && { fact: 'credited', operator: 'greaterThanInclusive', value: { fact: from } };
  const end = to && { fact: 'credited', operator: 'lessThan', value: { fact: to } };
  const all = [start, end].filter(Boolean);
  return { conditions: { all }, event: { type: 'band', params: { halves, off } } };
}

async function calculate(work: Workload, credits: readonly Credit[], rules: Rules): Promise<Calculated> {
  const lines: Line[] = [];
  const totals: number[] = [];
  for (const [payee, own] of creditedBy(work, credits).entries()) {
    const whole = work.quota[payee] as number;
    const half = whole / 2;
    const exact = async (credited: number) => {
      const { events } = await rules.run({ credited, half, whole, more: whole + half });
      const { halves = 0, off = 0 } = events[0]?.params ?? {};
      return (halves * credited - off * half) * (work.rate[payee] as number);
    };
    let credited = work.opening[payee] as number;
    const opening = await exact(credited);
    let before = 0;
    for (const credit of own) {
      credited += credit.amount;
      const after = rounded((await exact(credited)) - opening);
      lines.push({ payee, credit, cents: after - before });
      before = after;
    }
    totals.push(before);
  }
  return {
    totals,
    lines(tell) {
      for (const { payee, credit, cents } of lines) tell(payee, credit.deal, credit.part, cents);
    },
  };
}

function rounded(num: number): number {
  const floor = Math.floor(num / DEN);
  const twice = 2 * (num - floor * DEN);
  if (twice !== DEN) return twice > DEN ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}
