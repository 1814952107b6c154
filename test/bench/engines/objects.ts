/** As one would write it first: an object for each credit and line, sorted in lists, and cents as numbers. */
import type { Calculated, Engine } from '../engine.ts';
import type { Workload } from '../workload.ts';

export type Credit = {
  readonly deal: number;
  readonly part: number;
  readonly person: number;
  readonly day: number;
  readonly amount: number;
};
type Line = Credit & { readonly payee: number; readonly cents: number };
type Payee = {
  readonly id: number;
  readonly manager: number;
  readonly rate: number;
  readonly credits: Credit[];
};

const TIERS = [
  { from: 0, halves: 1 },
  { from: 0.5, halves: 2 },
  { from: 1, halves: 3 },
  { from: 1.5, halves: 4 },
];
const DEN = 20_000;

export const objects: Engine = {
  prepare(work) {
    const credits = creditsOf(work);
    return () => calculate(work, credits);
  },
};

export function creditsOf({ deal, part, person, day, amount }: Workload): Credit[] {
  return Array.from(deal, (id, n) => ({
    deal: id,
    part: part[n] as number,
    person: person[n] as number,
    day: day[n] as number,
    amount: amount[n] as number,
  }));
}

/** Everybody's credits in order. */
export function creditedBy(work: Workload, credits: readonly Credit[]): Credit[][] {
  const byPayee = Array.from({ length: work.payees }, (): Credit[] => []);
  for (const credit of credits) {
    for (let who = credit.person; who >= 0; who = work.manager[who] as number) byPayee[who]?.push(credit);
  }
  for (const own of byPayee) own.sort((a, b) => a.day - b.day || a.deal - b.deal || a.part - b.part);
  return byPayee;
}

function calculate(work: Workload, credits: readonly Credit[]): Calculated {
  const lines: Line[] = [];
  const payees = creditedBy(work, credits).map(
    (own, id): Payee => ({
      id,
      manager: work.manager[id] as number,
      rate: work.rate[id] as number,
      credits: own,
    }),
  );
  const totals = payees.map((payee) => walk(work, payee, lines));
  return {
    totals,
    lines(tell) {
      for (const { payee, deal, part, cents } of lines) tell(payee, deal, part, cents);
    },
  };
}

function walk(work: Workload, { id, rate, credits }: Payee, lines: Line[]): number {
  const quota = work.quota[id] as number;
  let credited = work.opening[id] as number;
  const opening = exact(credited, quota, rate);
  let before = 0;
  for (const credit of credits) {
    credited += credit.amount;
    const after = rounded(exact(credited, quota, rate) - opening);
    lines.push({ ...credit, payee: id, cents: after - before });
    before = after;
  }
  return before;
}

function exact(credited: number, quota: number, rate: number): number {
  let earned = 0;
  for (const [n, { from, halves }] of TIERS.entries()) {
    const next = TIERS[n + 1];
    const start = from * quota;
    const reached = next ? Math.min(credited, next.from * quota) : credited;
    const within = n === 0 ? reached : Math.max(reached - start, 0);
    earned += within * halves * rate;
  }
  return earned;
}

function rounded(num: number): number {
  const floor = Math.floor(num / DEN);
  const twice = 2 * (num - floor * DEN);
  if (twice !== DEN) return twice > DEN ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}
