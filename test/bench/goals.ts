/** The goals of speed, as rows: what it is, what was found, and whether that is enough. */
import { cold, median, paired, type Results, type Seen, warm } from './measuring.ts';

export type Goal = {
  readonly what: string;
  readonly found: number;
  readonly goal: string;
  readonly isMet: boolean;
};

const atMost = (what: string, found: number, most: number): Goal => ({
  what,
  found,
  goal: `≤ ${most}`,
  isMet: found <= most,
});
const atLeast = (what: string, found: number, least: number): Goal => ({
  what,
  found,
  goal: `≥ ${least}`,
  isMet: found >= least,
});

/** Of a million deals; none where they were not measured. */
export function goalsOf(results: Results): Goal[] {
  const of = (size: string, engine: string) => results.get(size)?.get(engine) ?? [];
  return results.has('1M/10k') ? [...engines('1M/10k', of), ...large(of)] : [];
}

type Of = (size: string, engine: string) => readonly Seen[];

/** Compute, the first of a fresh process. */
function engines(size: string, of: Of): Goal[] {
  const ours = of(size, 'product');
  const times = (engine: string) => paired(of(size, engine), ours);
  return [
    atMost(
      `${size}: time over that of hand-written typed arrays`,
      paired(ours, of(size, 'typed arrays')),
      2.5,
    ),
    atLeast(`${size}: times as fast as DuckDB`, times('DuckDB'), 5),
    atLeast(`${size}: times as fast as objects`, times('objects'), 15),
    atLeast(`${size}: times as fast as decimal.js`, times('decimal.js'), 60),
  ];
}

function large(of: Of): Goal[] {
  const ours = of('1M/10k', 'product');
  const packed = of('1M/10k', 'product packed');
  const rss = ({ rssMb }: Seen) => rssMb;
  const perLine = (seen: Seen) => warm(seen) / seen.lines;
  const bytes = median(packed.map((seen) => (seen.bytes ?? Number.NaN) / seen.lines));
  return [
    atMost('warm time a line at 1M/10k over 100k/1k', paired(ours, of('100k/1k', 'product'), perLine), 1.15),
    atMost('1M/100 over 1M/10k, first run', paired(of('1M/100', 'product'), ours), 1.5),
    atMost('1M/10k: memory over DuckDB', paired(ours, of('1M/10k', 'DuckDB'), rss), 0.8),
    atMost('1M/10k: megabytes, packed in and out', median(packed.map(rss)), 512),
    atMost('1M/10k: decode + compute + encode over compute', paired(packed, ours), 5),
    atLeast('1M/10k: times as fast as JSON in and out', paired(of('1M/10k', 'product JSON'), packed), 6),
    atMost('1M/10k: bytes a line', bytes, 12),
    ...lateDeal(of, ours),
    atLeast(
      '1M/10k: times as fast a line as json-rules-engine at 10k/100, where alone it is measured',
      median(of('10k/100', 'json-rules-engine').map((seen) => cold(seen) / seen.lines)) /
        median(ours.map((seen) => cold(seen) / seen.lines)),
      700,
    ),
  ];
}

/** Against its share of a full run in the same round, warm as the late deal finds it. */
function lateDeal(of: Of, ours: readonly Seen[]): Goal[] {
  const late = of('1M/10k', 'product late');
  const allowed = late.map((seen, n) => {
    const full = ours[n];
    return full ? 1.5 * warm(full) * ((seen.bytes ?? 0) / full.lines) + 2 : Number.NaN;
  });
  const over = median(late.map((seen, n) => median(seen.ms) / (allowed[n] ?? Number.NaN)));
  return [atMost('1M/10k: one late deal over 1.5 × its share of a full run + 2 ms', over, 1)];
}
