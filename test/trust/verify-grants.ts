/**
 * `npm run verify:grants`: takes each grant of each role away in turn, and shows that the platform then
 * fails, naming the function and the denied action.
 *
 *   --only statements   only grants whose name holds this
 *   --every 20          only each twentieth of them
 */
import { parseArgs } from 'node:util';
import { command } from '../../infra/command.ts';
import { startDynamoDb } from '../../infra/local/aws/dynamodb-local.ts';
import { synthesize } from '../../infra/synth.ts';
import { startPlatform, type WithDatabase } from '../kit/platform.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { isUnneeded } from './kit/exempt.ts';
import type { Grant } from './kit/grants.ts';
import { proveNeeded, survey } from './kit/proving.ts';
import { BEGINNING, settle } from './tour/guide.ts';
import { STOPS } from './tour/index.ts';

/** What earlier visits leave behind makes later ones slow. */
const PROOFS_PER_PLATFORM = 40;

async function withPlatform<T>(work: (platform: WithDatabase) => Promise<T>): Promise<T> {
  const dynamo = await startDynamoDb();
  const platform = await startPlatform(BEGINNING, dynamo.place);
  return work(platform)
    .finally(() => platform.host.stop())
    .finally(() => dynamo.stop());
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, every: { type: 'string' } } });
  const { only = '', every = '1' } = values;
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const began = performance.now();
  const { grants, usedAt } = await withPlatform(async (platform) =>
    survey(platform, await settle(platform), STOPS),
  );
  const stopsByName = new Map([...usedAt].map(([{ name }, stop]) => [name, stop]));
  const chosen = grants
    .filter(({ name }) => name.includes(only) && !isUnneeded(name))
    .filter((_, n) => n % Number(every) === 0);
  console.log(`${grants.length} grants, ${usedAt.size} used on the tour, ${chosen.length} to be taken away`);
  let wrong = 0;
  for (let start = 0; start < chosen.length; start += PROOFS_PER_PLATFORM) {
    wrong += await proveAll(chosen.slice(start, start + PROOFS_PER_PLATFORM), stopsByName);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${chosen.length - wrong} of ${chosen.length} grants are needed, ${wrong} not shown; ${seconds} s`,
  );
  if (wrong > 0) process.exitCode = 1;
}

type Stops = ReadonlyMap<string, (typeof STOPS)[number]>;

function proveAll(some: readonly Grant[], stopsByName: Stops): Promise<number> {
  return withPlatform(async (platform) => {
    const base = await settle(platform);
    let wrong = 0;
    for (const grant of some) {
      const stop = stopsByName.get(grant.name);
      const proof = stop && (await proveNeeded(platform, base, grant, stop));
      const isShown = proof?.denied !== undefined && proof.failed !== undefined;
      if (!isShown) wrong += 1;
      const verdict = proof
        ? `${proof.failed ?? 'did not fail'} ← ${proof.denied ?? 'nothing denied'}`
        : 'unused';
      console.log(`${isShown ? 'needed ' : 'WRONG  '} ${grant.name} (${stop?.name}): ${verdict}`);
    }
    return wrong;
  });
}

if (process.argv[1] === import.meta.filename) await command(main);
