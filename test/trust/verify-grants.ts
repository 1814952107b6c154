/**
 * `npm run verify:grants`: takes each grant of each role away in turn, and shows that the platform then
 * fails, naming the function and the denied action.
 *
 *   --only statements   only grants whose name holds this
 *   --every 20          only each twentieth of them
 *   --part 1/2          only the first half of them, while another process does the second
 */
import { parseArgs } from 'node:util';
import { command } from '../../infra/command.ts';
import { startDynamoDb } from '../../infra/local/aws/dynamodb-local.ts';
import { synthesize } from '../../infra/synth.ts';
import { startPlatform, type WithDatabase } from '../kit/platform.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { isUnneeded } from './kit/exempt.ts';
import type { Grant } from './kit/grants.ts';
import { unsealedEntries } from './kit/partitions.ts';
import { failureAt, isMissed, proveNeeded, survey } from './kit/proving.ts';
import { type Base, BEGINNING, guideThrough, settle, type Stop, untilNight } from './tour/guide.ts';
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
  const options = { only: { type: 'string' }, every: { type: 'string' }, part: { type: 'string' } } as const;
  const { only = '', every = '1', part = '1/1' } = parseArgs({ options }).values;
  const [nth = 1, parts = 1] = part.split('/').map(Number);
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const began = performance.now();
  const { grants, usedAt } = await withPlatform(async (platform) =>
    survey(platform, await settle(platform), STOPS),
  );
  const stopsByName = new Map([...usedAt].map(([{ name }, stop]) => [name, stop]));
  const reasoned = grants.filter(({ name }) => isUnneeded(name)).length;
  const chosen = grants
    .filter(({ name }) => name.includes(only) && !isUnneeded(name))
    .filter((_, n) => n % Number(every) === 0)
    .filter((_, n) => n % parts === nth - 1);
  console.log(`${grants.length} grants, ${usedAt.size} used on the tour, ${chosen.length} to be taken away`);
  const found: Found[] = [];
  for (let start = 0; start < chosen.length; start += PROOFS_PER_PLATFORM)
    found.push(await proveAll(chosen.slice(start, start + PROOFS_PER_PLATFORM), stopsByName));
  const unmissed = found.flatMap((each) => each.unmissed);
  const wrong = [...unmissed, ...found.flatMap((each) => each.afterwards)];
  for (const name of wrong) console.log(`WRONG ${name}`);
  console.log(
    `${grants.length} grants: ${chosen.length} taken away, ${chosen.length - unmissed.length} of them missed by ` +
      `function and denied action, ${reasoned} not taken away for a reason; ` +
      `${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  if (wrong.length > 0) process.exitCode = 1;
}

type Stops = ReadonlyMap<string, Stop>;
type Found = {
  readonly unmissed: readonly string[];
  /** What is not as before, with all grants again. */
  readonly afterwards: readonly string[];
};

function proveAll(some: readonly Grant[], stopsByName: Stops): Promise<Found> {
  return withPlatform(async (platform) => {
    const base = await settle(platform);
    const unmissed: string[] = [];
    const visited = new Set<Stop>();
    for (const grant of some) {
      const stop = stopsByName.get(grant.name);
      const proof = stop && (await proveNeeded(platform, base, grant, stop));
      const missed = proof !== undefined && isMissed(proof);
      if (!missed) unmissed.push(grant.name);
      if (stop) visited.add(stop);
      const verdict = `${proof?.failed ?? 'nothing failed'} ← ${proof?.denied ?? 'nothing denied'}`;
      console.log(`${missed ? 'missed' : 'WRONG '} ${grant.name} (${stop?.name ?? 'unused'}): ${verdict}`);
    }
    return { unmissed, afterwards: await notAsBefore(platform, base, visited) };
  });
}

/** Stops that are not the same again, and a trail that does not catch up. */
async function notAsBefore(platform: WithDatabase, base: Base, visited: Iterable<Stop>): Promise<string[]> {
  const wrong: string[] = [];
  let same = 0;
  for (const stop of visited) {
    const failed = await failureAt(platform, base, stop);
    if (failed) wrong.push(`${stop.name}, with all grants again: ${failed}`);
    else same += 1;
  }
  const left = await unsealedByMorning(platform, base);
  console.log(
    `with all grants again: ${same} stops as before, ${left.length} entries unsealed a night later`,
  );
  if (left.length > 0) wrong.push(`${left.length} entries are unsealed a night later, first ${left[0]}`);
  return wrong;
}

/** What the audit trail took up to now and a night does not seal, whatever had failed to be sealed before. */
async function unsealedByMorning(platform: WithDatabase, base: Base): Promise<string[]> {
  const before = await unsealedEntries(platform);
  await untilNight(await guideThrough(platform, base));
  const after = new Set(await unsealedEntries(platform));
  return before.filter((entry) => after.has(entry));
}

if (process.argv[1] === import.meta.filename) await command(main);
