/**
 * `npm run verify:faults`: every use case, with every outcome of a fault at each of its calls to AWS.
 *
 *   --use-case payout     only this one
 *   --seed 7 --pairs 50   then so many random pairs of faults for each use case
 *   --seed 7 --sample 20  not all, but so many for each use case
 */
import { parseArgs } from 'node:util';
import { command } from '../../infra/command.ts';
import { synthesize } from '../../infra/synth.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { pairs, singles } from './cases.ts';
import type { Fault } from './injection.ts';
import { describeFaults, openStage, playCleanly, playFaultily } from './playing.ts';
import { randomFrom, shuffled } from './random.ts';
import type { Stage } from './scene.ts';
import type { UseCase } from './use-case.ts';
import { USE_CASES } from './use-cases/index.ts';

type Tally = { points: number; cases: number; unmet: number; failures: string[] };

type Wanted = { readonly seed: number; readonly pairs: number; readonly sample: number };

async function exhaust(stage: Stage, useCase: UseCase, wanted: Wanted): Promise<Tally> {
  const started = performance.now();
  const clean = await playCleanly(stage, useCase);
  const random = randomFrom(wanted.seed);
  const cases: Fault[][] = [
    ...shuffled(singles(clean.points), random)
      .slice(0, wanted.sample)
      .map((fault) => [fault]),
    ...pairs(clean.points, wanted.pairs, random),
  ];
  const tally: Tally = { points: clean.points.length, cases: cases.length, unmet: 0, failures: [] };
  for (const faults of cases) {
    const { unmet, failure } = await playFaultily(stage, useCase, clean, faults);
    tally.unmet += unmet;
    if (!failure) continue;
    tally.failures.push(`${useCase.name}: ${describeFaults(faults)}\n  ${failure}`);
    console.log(tally.failures.at(-1));
  }
  console.log(`${useCase.name.padEnd(12)} ${summary(tally, performance.now() - started)}`);
  return tally;
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
    },
  });
  const chosen = USE_CASES.filter(({ name }) => [undefined, name].includes(values['use-case']));
  if (chosen.length === 0)
    throw new Error(`The use cases are ${USE_CASES.map(({ name }) => name).join(', ')}.`);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const wanted = { seed, pairs: Number(values.pairs ?? 0), sample: Number(values.sample ?? Infinity) };
  console.log(`seed ${seed}`);
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const started = performance.now();
  const total: Tally = { points: 0, cases: 0, unmet: 0, failures: [] };
  for (const useCase of chosen) {
    // A host of its own each: what one use case leaves behind must not slow down the next.
    const stage = await openStage(ASSEMBLY);
    const tally = await exhaust(stage, useCase, wanted).finally(() => stage.host.stop());
    total.points += tally.points;
    total.cases += tally.cases;
    total.unmet += tally.unmet;
    total.failures.push(...tally.failures);
  }
  console.log(`${'all'.padEnd(12)} ${summary(total, performance.now() - started)}`);
  if (total.failures.length > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await command(main);
