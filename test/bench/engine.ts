/** What every engine answers to. Preparing is not timed: it brings the credits into the form it likes best. */
import { createHash } from 'node:crypto';
import type { Outcome, Workload } from './workload.ts';

/** A line, told for the checksum and not kept. */
export type Tell = (payee: number, deal: number, part: number, cents: number) => void;

export type Engine = {
  /** Answers what to time; that answers what to check. */
  prepare(work: Workload): Promise<Calculation> | Calculation;
};
export type Calculation = () => Promise<Calculated> | Calculated;
export type Calculated = {
  /** Where the calculation timed itself, because only a part of it counts. */
  readonly ms?: number;
  /** What was written, where anything was. */
  readonly bytes?: number;
  readonly totals: ArrayLike<number>;
  readonly lines: (tell: Tell) => void | Promise<void>;
};

export async function outcomeOf({ totals, lines }: Calculated): Promise<Outcome> {
  const all = Array.from(totals, Number);
  const tally = { lines: 0, check: 0n, part: 0 };
  await lines((payee, deal, part, cents) => {
    tally.lines += 1;
    tally.part += cents * (((deal * 7 + part * 3 + payee) % 1009) + 1);
    if (Math.abs(tally.part) < 2 ** 51) return;
    tally.check += BigInt(tally.part);
    tally.part = 0;
  });
  const hash = createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 12);
  const paid = all.reduce((sum, cents) => sum + BigInt(cents), 0n);
  return { lines: tally.lines, paid, hash, check: tally.check + BigInt(tally.part) };
}
