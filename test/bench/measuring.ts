/** Engines in processes of their own, one after the other, round after round; ratios within a round, and medians. */
import { execFileSync } from 'node:child_process';

export type Size = { readonly deals: number; readonly reps: number };
export type Seen = {
  /** The first in a fresh process, and then those that found it warm. */
  readonly ms: readonly number[];
  readonly rssMb: number;
  readonly lines: number;
  readonly bytes?: number;
  readonly wrong?: string;
};
/** What a round runs: how often within its process, and in how many of the rounds. */
export type Entry = { readonly engine: string; readonly times?: number; readonly rounds?: number };
/** By size, then engine: one for each round. */
export type Results = Map<string, Map<string, Seen[]>>;

const ONE = new URL('one.ts', import.meta.url).pathname;
const MOST_MS = 900_000;

export const nameOf = ({ deals, reps }: Size) => `${short(deals)}/${short(reps)}`;

export function measured(size: Size, entries: readonly Entry[], rounds: number, results: Results): void {
  const found = new Map<string, Seen[]>();
  results.set(nameOf(size), found);
  for (let round = 0; round < rounds; round++) {
    for (const { engine, times = 1, rounds: own = rounds } of entries) {
      if (round >= own) continue;
      const seen = once(engine, size, times);
      found.set(engine, [...(found.get(engine) ?? []), seen]);
      const first = `${nameOf(size)} round ${round + 1}: ${engine} ${(seen.ms[0] ?? 0).toFixed(1)} ms`;
      process.stderr.write(`${first}${seen.wrong ? `, WRONG: ${seen.wrong}` : ''}\n`);
    }
  }
}

export function once(
  engine: string,
  { deals, reps }: Size,
  times: number,
  flags: readonly string[] = [],
): Seen {
  const args = [...flags, ONE, engine, String(deals), String(reps), String(times)];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: MOST_MS } as const;
  return JSON.parse(execFileSync(process.execPath, args, options)) as Seen;
}

export const cold = ({ ms }: Seen) => ms[0] ?? Number.NaN;
export const warm = ({ ms }: Seen) => median(ms.slice(1));

/** The median of what one came to over what the other came to in the same round. */
export function paired(some: readonly Seen[], others: readonly Seen[], a = cold, b = a): number {
  return median(some.flatMap((seen, n) => (others[n] ? [a(seen) / b(others[n])] : [])));
}

export function median(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

function short(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000}M` : count >= 1_000 ? `${count / 1_000}k` : String(count);
}
