/** One engine on one size in a process of its own: prepares, times, checks, and says what it saw as JSON. */
import { type Calculation, type Engine, outcomeOf } from './engine.ts';
import { decimals } from './engines/decimals.ts';
import { duckdb } from './engines/duckdb.ts';
import { objects } from './engines/objects.ts';
import { product } from './engines/product.ts';
import { inJson, inPackedBytes, oneLateDeal } from './engines/product-ways.ts';
import { rulesEngine } from './engines/rules-engine.ts';
import { typedArrays } from './engines/typed-arrays.ts';
import { expected, quarter } from './workload.ts';

const engines: Readonly<Record<string, Engine>> = {
  product,
  'product packed': inPackedBytes,
  'product JSON': inJson,
  'product late': oneLateDeal,
  'typed arrays': typedArrays,
  objects,
  'decimal.js': decimals,
  DuckDB: duckdb,
  'json-rules-engine': rulesEngine,
};

const [name = '', deals = '', reps = '', times = '1'] = process.argv.slice(2);
const work = quarter(Number(deals), Number(reps));
const engine = engines[name];
if (!engine) throw new Error(`no engine ${name}`);

const calculation = await engine.prepare(work);
const ms: number[] = [];
let last = await timed(calculation);
const rssMb = process.resourceUsage().maxRSS / 1024;
for (let n = 1; n < Number(times); n++) last = await timed(calculation);
const outcome = await outcomeOf(last);
const wanted = expected[`${deals}/${reps}`];
const isRight = say(outcome) === say(wanted) || name === 'product late';
const wrong = isRight ? undefined : `${say(outcome)} instead of ${say(wanted)}`;
process.stdout.write(`${JSON.stringify({ ms, rssMb, lines: outcome.lines, bytes: last.bytes, wrong })}\n`);

async function timed(calculate: Calculation) {
  const start = performance.now();
  const found = await calculate();
  ms.push(found.ms ?? performance.now() - start);
  return found;
}

function say(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
}
