/**
 * The yardstick: this one plan, written by hand over typed arrays. Ten reps to a manager, the four rates and
 * two halves of a basis point are in the code, so nothing is looked up that could be known.
 */
import type { Calculated, Engine } from '../engine.ts';
import { DAYS, type Workload } from '../workload.ts';

const DEN = 20_000;

export const typedArrays: Engine = {
  prepare: (work) => () => calculate(work),
};

function calculate(work: Workload): Calculated {
  const order = byDay(work);
  const { starts, rows, amounts } = partition(work, order);
  const { payees, rate, quota, opening } = work;
  const totals = new Float64Array(payees);
  const lines = new Float64Array(rows.length);
  for (let p = 0; p < payees; p++) {
    const half = (quota[p] as number) / 2;
    const r = rate[p] as number;
    let total = opening[p] as number;
    const less = exact(total, half) * r;
    let before = 0;
    const end = starts[p + 1] as number;
    for (let n = starts[p] as number; n < end; n++) {
      total += amounts[n] as number;
      const after = rounded(exact(total, half) * r - less);
      lines[n] = after - before;
      before = after;
    }
    totals[p] = before;
  }
  return {
    totals,
    lines(tell) {
      for (let p = 0; p < payees; p++) {
        for (let n = starts[p] as number; n < (starts[p + 1] as number); n++) {
          const row = rows[n] as number;
          tell(p, work.deal[row] as number, work.part[row] as number, lines[n] as number);
        }
      }
    },
  };
}

/** 0.5×, 1×, 1.5× and 2×, a half of the quota each: in halves. */
function exact(total: number, half: number): number {
  if (total < half) return total;
  if (total < 2 * half) return 2 * total - half;
  if (total < 3 * half) return 3 * total - 3 * half;
  return 4 * total - 6 * half;
}

/** Half-even, of halves of a basis point. */
function rounded(num: number): number {
  const floor = Math.floor(num / DEN);
  const twice = 2 * (num - floor * DEN);
  if (twice < DEN) return floor;
  if (twice > DEN) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function byDay({ day }: Workload): Int32Array {
  const next = new Int32Array(DAYS + 1);
  for (let n = 0; n < day.length; n++)
    next[(day[n] as number) + 1] = (next[(day[n] as number) + 1] as number) + 1;
  for (let d = 0; d < DAYS; d++) next[d + 1] = (next[d + 1] as number) + (next[d] as number);
  const order = new Int32Array(day.length);
  for (let n = 0; n < day.length; n++) {
    const on = day[n] as number;
    const at = next[on] as number;
    next[on] = at + 1;
    order[at] = n;
  }
  return order;
}

function partition({ reps, managers, payees, person, amount }: Workload, order: Int32Array) {
  const starts = new Int32Array(payees + 1);
  const firstDirector = reps + managers;
  for (let n = 0; n < person.length; n++) {
    const rep = person[n] as number;
    starts[rep + 1] = (starts[rep + 1] as number) + 1;
  }
  for (let rep = 0; rep < reps; rep++) {
    const count = starts[rep + 1] as number;
    const manager = reps + ((rep / 10) | 0) + 1;
    starts[manager] = (starts[manager] as number) + count;
    const director = firstDirector + ((rep / 100) | 0) + 1;
    starts[director] = (starts[director] as number) + count;
  }
  for (let p = 0; p < payees; p++) starts[p + 1] = (starts[p + 1] as number) + (starts[p] as number);
  const next = starts.slice();
  const rows = new Int32Array(starts[payees] as number);
  const amounts = new Float64Array(rows.length);
  for (let n = 0; n < order.length; n++) {
    const row = order[n] as number;
    const rep = person[row] as number;
    const cents = amount[row] as number;
    let at = next[rep] as number;
    next[rep] = at + 1;
    rows[at] = row;
    amounts[at] = cents;
    const manager = reps + ((rep / 10) | 0);
    at = next[manager] as number;
    next[manager] = at + 1;
    rows[at] = row;
    amounts[at] = cents;
    const director = firstDirector + ((rep / 100) | 0);
    at = next[director] as number;
    next[director] = at + 1;
    rows[at] = row;
    amounts[at] = cents;
  }
  return { starts, rows, amounts };
}
