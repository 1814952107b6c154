/** The product's with what stands around it: packed in and out, JSON in and out, and one deal that comes late. */
import { calculated } from '../../../functions/runs/kernel/shard.ts';
import { columnsFor, type Credits, inOrder } from '../../../functions/runs/kernel/credits.ts';
import { affectedBy, withLate } from '../../../functions/runs/kernel/late.ts';
import { packCredits, unpackCredits } from '../../../functions/runs/kernel/packed-credits.ts';
import { reached } from '../../../functions/runs/kernel/reach.ts';
import { briefsOf, MOST_BYTES_A_LINE, writeLines } from '../../../functions/runs/kernel/sheet-lines.ts';
import type { Engine } from '../engine.ts';
import { DAYS, type Workload } from '../workload.ts';
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
  const room = new DataView(new ArrayBuffer(most * MOST_BYTES_A_LINE));
  const briefs = briefsOf(credits, refs);
  let sum = 0;
  for (let payee = 0; payee < work.payees; payee++) {
    const [from, to] = [payee === 0 ? 0 : ends[payee - 1], ends[payee]] as [number, number];
    const end = writeLines(room, [{ credit, amount, from, to }], briefs);
    sum += room.buffer.slice(0, end).byteLength;
  }
  return sum;
}

/** The credits as one JSON text, and a JSON text for each payee with lines as the API says them. */
export const inJson: Engine = {
  prepare(work) {
    const { ids, days } = namesOf(work);
    const said = creditsOf(work).map(({ deal, part, person, day, amount }) => ({
      deal: ids[deal],
      part,
      person,
      day: days[day],
      amountMinor: String(amount),
    }));
    const text = JSON.stringify(said);
    return () => {
      const found = run(work, columnsOf(JSON.parse(text) as Said[], ids, days));
      return { ...answered(work, found), bytes: told(work, found, ids, days) };
    };
  },
};

type Said = Readonly<Record<'deal' | 'day' | 'amountMinor', string> & Record<'part' | 'person', number>>;

function namesOf({ deals }: Workload) {
  const ids = Array.from({ length: deals }, (_, deal) => `dea_${String(deal).padStart(26, '0')}`);
  const days = Array.from({ length: DAYS }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString());
  return { ids, days: days.map((day) => day.slice(0, 10)) };
}

function columnsOf(given: readonly Said[], ids: readonly string[], days: readonly string[]): Credits {
  const to = columnsFor(given.length);
  const dealOf = new Map(ids.map((id, deal) => [id, deal]));
  const dayOf = new Map(days.map((day, n) => [day, n]));
  for (const [n, { person, day, deal, part, amountMinor }] of given.entries()) {
    to.person[n] = person;
    to.day[n] = dayOf.get(day) as number;
    to.deal[n] = dealOf.get(deal) as number;
    to.part[n] = part;
    to.amount[n] = Number(amountMinor);
  }
  return to;
}

function told(
  work: Workload,
  { credits, lines }: Run,
  ids: readonly string[],
  days: readonly string[],
): number {
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
        componentName: 'Commission',
        dealRef: ids[credits.deal[row] as number]?.slice(-6),
        day: days[credits.day[row] as number],
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
