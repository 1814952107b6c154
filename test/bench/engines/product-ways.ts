/** The product's with what stands around it: packed in and out, JSON in and out, and one deal that comes late. */
import { calculated } from '../../../functions/runs/kernel/shard.ts';
import { columnsFor, type Credits } from '../../../functions/runs/kernel/credits.ts';
import { affectedBy, withLate } from '../../../functions/runs/kernel/late.ts';
import { packCredits, unpackCredits } from '../../../functions/runs/kernel/packed-credits.ts';
import { reached } from '../../../functions/runs/kernel/reach.ts';
import { MOST_BYTES_A_LINE, writeLines } from '../../../functions/runs/kernel/sheet-lines.ts';
import { inOrder } from '../../../functions/runs/kernel/credits.ts';
import type { Engine } from '../engine.ts';
import type { Workload } from '../workload.ts';
import { creditsOf } from './objects.ts';
import { answered, chainsOf, type Run, run, walksOf } from './product.ts';

/** Bytes as a run would read them; bytes as a sheet keeps them, a payee after the other. */
export const inPackedBytes: Engine = {
  prepare(work) {
    const bytes = packCredits(inOrder(work));
    // Any thirty bits tell deals apart as well as others.
    const refs = Uint32Array.from({ length: work.deals }, (_, deal) => Math.imul(deal, 2654435761) >>> 2);
    return () => {
      const found = run(work, unpackCredits(bytes));
      return { ...answered(work, found), bytes: written(work, found, refs) };
    };
  },
};

function written(work: Workload, { credits, lines }: Run, refs: Uint32Array): number {
  const { credit, amount, ends } = lines;
  const most = ends.reduce((all, end, n) => Math.max(all, end - (ends[n - 1] ?? 0)), 0);
  const room = new Uint8Array(most * MOST_BYTES_A_LINE);
  let sum = 0;
  for (let payee = 0; payee < work.payees; payee++) {
    const [from, to] = [payee === 0 ? 0 : ends[payee - 1], ends[payee]] as [number, number];
    const end = writeLines(room, 0, [{ credit, amount, from, to }], credits, refs);
    sum += room.slice(0, end).length;
  }
  return sum;
}

/** The credits as one JSON text, and a JSON text of lines for each payee. */
export const inJson: Engine = {
  prepare(work) {
    const text = JSON.stringify(creditsOf(work));
    return () => {
      const given = JSON.parse(text) as ReturnType<typeof creditsOf>;
      const found = run(work, columnsOf(given));
      return { ...answered(work, found), bytes: told(work, found) };
    };
  },
};

function columnsOf(given: ReturnType<typeof creditsOf>): Credits {
  const to = columnsFor(given.length);
  for (const [n, { person, day, deal, part, amount }] of given.entries()) {
    to.person[n] = person;
    to.day[n] = day;
    to.deal[n] = deal;
    to.part[n] = part;
    to.amount[n] = amount;
  }
  return to;
}

function told(work: Workload, { credits, lines }: Run): number {
  let sum = 0;
  for (let payee = 0; payee < work.payees; payee++) {
    const stated: object[] = [];
    for (
      let n = payee === 0 ? 0 : (lines.ends[payee - 1] as number);
      n < (lines.ends[payee] as number);
      n++
    ) {
      const row = lines.credit[n] as number;
      stated.push({
        line: stated.length + 1,
        component: 'commission',
        deal: credits.deal[row],
        part: credits.part[row],
        day: credits.day[row],
        creditedMinor: String(credits.amount[row]),
        amountMinor: String(lines.amount[n]),
      });
    }
    sum += JSON.stringify(stated).length;
  }
  return sum;
}

/** One more deal in the middle of the quarter, after all has been calculated: its own time, and its share. */
export const oneLateDeal: Engine = {
  prepare(work) {
    const chains = chainsOf(work);
    const people = { people: work.payees, payees: work.payees };
    let late = 0;
    return () => {
      const full = run(work);
      const more = columnsFor(1);
      more.person[0] = late % work.reps;
      more.day[0] = 45;
      more.deal[0] = work.deals + late;
      more.amount[0] = 7_654_321;
      late += 1;
      const start = performance.now();
      const payees = affectedBy(more, chains, people);
      const credits = withLate(full.credits, full.reach, payees, more);
      const reach = reached(credits, chains, people);
      const lines = calculated(walksOf(work, payees), credits, reach);
      if (!lines) throw new Error('every line fits a column');
      const ms = performance.now() - start;
      return {
        ms,
        bytes: lines.credit.length,
        totals: Array.from(lines.amountMinor, Number),
        lines: () => {},
      };
    };
  },
};
