/**
 * `npm run bench`: the run of a quarter by the product's columns and by others, side by side on this machine.
 * Quotes ratios of what stood in the same round, and never a time by itself. Exits 1 if any engine is a cent off.
 *
 *   npm run bench                four sizes, some ten minutes
 *   npm run bench -- --quick     ten and a hundred thousand deals
 */
import { availableParallelism, loadavg } from 'node:os';
import { goalsOf } from './goals.ts';
import {
  cold,
  type Entry,
  measured,
  median,
  nameOf,
  once,
  paired,
  type Results,
  type Seen,
  warm,
} from './measuring.ts';
import { profiled } from './profile.ts';

const isQuick = process.argv.includes('--quick');
const load = () => `${loadavg()[0]?.toFixed(1)} processes wait for ${availableParallelism()} processors`;
console.log(`at the start ${load()}`);
const ROUNDS = 5;

const everyone: Entry[] = [
  { engine: 'typed arrays', times: 5 },
  { engine: 'product', times: 5 },
  { engine: 'DuckDB' },
  { engine: 'objects' },
];
const results: Results = new Map();

measured(
  { deals: 10_000, reps: 100 },
  [...everyone, { engine: 'decimal.js' }, { engine: 'json-rules-engine' }],
  ROUNDS,
  results,
);
const ways: Entry[] = [
  { engine: 'product packed' },
  { engine: 'product JSON' },
  { engine: 'product late', times: 5 },
];
measured({ deals: 100_000, reps: 1_000 }, [...everyone, { engine: 'decimal.js' }], ROUNDS, results);
if (!isQuick) {
  measured(
    { deals: 1_000_000, reps: 10_000 },
    [...everyone, { engine: 'decimal.js' }, ...ways],
    ROUNDS,
    results,
  );
  const once = everyone.map((entry) => (entry.times ? entry : { ...entry, rounds: 1 }));
  measured({ deals: 1_000_000, reps: 100 }, [...once, { engine: 'decimal.js', rounds: 1 }], ROUNDS, results);
}

for (const [size, engines] of results) {
  console.log(`\n${size}, ${median([...engines.values()].flat().map(({ lines }) => lines))} lines`);
  console.log('engine               × product   × typed arrays   first ms   warm ms     MB');
  const [ours, best] = ['product', 'typed arrays'].map((name) => engines.get(name) ?? []) as [Seen[], Seen[]];
  for (const [engine, seen] of engines) {
    const columns = [
      paired(seen, ours).toFixed(2).padStart(9),
      paired(seen, best).toFixed(2).padStart(16),
      median(seen.map(cold)).toFixed(1).padStart(10),
      cell(median(seen.map(warm))).padStart(9),
      median(seen.map(({ rssMb }) => rssMb))
        .toFixed(0)
        .padStart(6),
    ];
    console.log(engine.padEnd(18), ...columns);
  }
}

const goals = goalsOf(results);
console.log(isQuick ? '\nthe goals are of a million deals: run it without --quick' : '\ngoals');
for (const { what, found, goal, isMet } of goals) {
  console.log(isMet ? 'met   ' : 'MISSED', found.toPrecision(3).padStart(9), goal.padStart(8), ` ${what}`);
}
if (goals.some(({ isMet }) => !isMet)) {
  const size = { deals: 1_000_000, reps: 10_000 };
  console.log(`\nwhere the product's time goes at ${nameOf(size)}, one run in a fresh process`);
  for (const row of profiled((flags) => once('product', size, 1, flags))) console.log(row);
}

console.log(`\nat the end ${load()}: the fewer, the more the ratios are worth`);
const wrong = [...results].flatMap(([size, engines]) =>
  [...engines].flatMap(([engine, seen]) =>
    seen.flatMap((one) => (one.wrong ? [`${size} ${engine}: ${one.wrong}`] : [])),
  ),
);
console.log(
  wrong.length === 0 ? '\nall engines agree to the cent, line by line' : `\nWRONG\n${wrong.join('\n')}`,
);
process.exit(wrong.length === 0 ? 0 : 1);

function cell(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(1);
}
