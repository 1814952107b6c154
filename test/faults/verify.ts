/**
 * `npm run verify:faults`: every use case, with every outcome of a fault at each of its calls to AWS.
 *
 *   --use-case payout,late   only these
 *   --outcomes refused,unheard   only faults that end so
 *   --part 1/2            about half of the cases, for two processes side by side
 *   --seed 7 --pairs 50   then so many random pairs of faults for each use case
 *   --seed 7 --sample 20  not all, but so many for each use case
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { command } from '../../infra/command.ts';
import { synthesize } from '../../infra/synth.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { pairs, singles } from './cases.ts';
import { type Fault, type FaultPoint, nameOf, OUTCOMES } from './injection.ts';
import { type Clean, describeFaults, openStage, playCleanly, playFaultily } from './playing.ts';
import { randomFrom, shuffled } from './random.ts';
import type { Stage } from './scene.ts';
import type { UseCase } from './use-case.ts';
import { USE_CASES } from './use-cases/index.ts';

type Tally = { points: number; cases: number; unmet: number; failures: string[] };

type Wanted = {
  readonly seed: number;
  readonly pairs: number;
  readonly sample: number;
  readonly part: Part;
  readonly outcomes: ReadonlySet<string>;
};
type Part = { readonly nth: number; readonly of: number };

/** Companies that earlier cases leave behind make the ticks of later ones slow. */
const CASES_PER_HOST = 50;

async function exhaust(useCase: UseCase, wanted: Wanted): Promise<Tally> {
  const started = performance.now();
  const tally: Tally = { points: 0, cases: 0, unmet: 0, failures: [] };
  let waiting: Fault[][] | undefined;
  do {
    await onStage(async (stage) => {
      const clean = await playCleanly(stage, useCase);
      waiting ??= casesOf(clean.points, wanted);
      tally.points = Math.max(tally.points, clean.points.length);
      await playAll(stage, useCase, clean, waiting.splice(0, CASES_PER_HOST), tally);
    });
    console.log(`${useCase.name.padEnd(12)} … ${tally.cases}, ${waiting?.length} to come`);
  } while (waiting?.length);
  console.log(`${useCase.name.padEnd(12)} ${summary(tally, performance.now() - started)}`);
  return tally;
}

async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await openStage(ASSEMBLY);
  return work(stage).finally(() => stage.host.stop());
}

/** A fault falls to the same part in each process, also where one saw a call more than another. */
function casesOf(points: readonly FaultPoint[], wanted: Wanted): Fault[][] {
  const { seed, sample, pairs: count, part, outcomes } = wanted;
  const random = randomFrom(seed);
  const sorted = points.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const all = [
    ...shuffled(singles(sorted), random)
      .filter(({ outcome }) => outcomes.has(outcome))
      .slice(0, sample)
      .map((fault) => [fault]),
    ...pairs(points, count, random),
  ];
  return all.filter((faults) => placeOf(describeFaults(faults), part.of) === part.nth);
}

/** One of so many places, from 1 on, as even as a hash is. */
const placeOf = (name: string, places: number): number =>
  (createHash('sha256').update(name).digest().readUInt32BE(0) % places) + 1;

async function playAll(
  stage: Stage,
  useCase: UseCase,
  clean: Clean,
  cases: readonly Fault[][],
  tally: Tally,
): Promise<void> {
  for (const faults of cases) {
    const { unmet, failure } = await playFaultily(stage, useCase, clean, faults);
    tally.cases += 1;
    tally.unmet += unmet;
    if (!failure) continue;
    tally.failures.push(`${useCase.name}: ${describeFaults(faults)}\n  ${failure}`);
    console.log(tally.failures.at(-1));
  }
}

function partOf(text = '1/1'): Part {
  const [nth = 1, of = 1] = text.split('/').map(Number);
  return { nth, of };
}

function summary({ points, cases, unmet, failures }: Tally, ms: number): string {
  const time = `${(ms / 1000).toFixed(0)} s`;
  return `${points} fault points, ${cases} cases, ${unmet} not met, ${failures.length} failures, ${time}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'use-case': { type: 'string' },
      seed: { type: 'string' },
      pairs: { type: 'string' },
      sample: { type: 'string' },
      outcomes: { type: 'string' },
      part: { type: 'string' },
    },
  });
  const named = values['use-case']?.split(',') ?? USE_CASES.map(({ name }) => name);
  const chosen = USE_CASES.filter(({ name }) => named.includes(name));
  if (chosen.length < named.length)
    throw new Error(`The use cases are ${USE_CASES.map(({ name }) => name).join(', ')}.`);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const wanted = {
    seed,
    pairs: Number(values.pairs ?? 0),
    sample: Number(values.sample ?? Infinity),
    part: partOf(values.part),
    outcomes: new Set(values.outcomes?.split(',') ?? OUTCOMES),
  };
  console.log(`seed ${seed}`);
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const started = performance.now();
  const total: Tally = { points: 0, cases: 0, unmet: 0, failures: [] };
  for (const useCase of chosen) {
    const tally = await exhaust(useCase, wanted);
    total.points += tally.points;
    total.cases += tally.cases;
    total.unmet += tally.unmet;
    total.failures.push(...tally.failures);
  }
  console.log(`${'all'.padEnd(12)} ${summary(total, performance.now() - started)}`);
  if (total.failures.length > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await command(main);
