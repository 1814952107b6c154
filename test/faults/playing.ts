/** Plays use cases on a running host, each on a tenant of its own, with and without faults. */
import { isDeepStrictEqual } from 'node:util';
import { addressesOf } from '../../infra/cli/addresses.ts';
import type { Json } from '../../infra/cli/client.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { type Fault, type FaultPoint, inject, type Injected, nameOf, recorded } from './injection.ts';
import type { Scene, Stage } from './scene.ts';
import type { UseCase } from './use-case.ts';

/** January is over, and a company that joins now may close it. */
const STARTS = new Date('2026-02-01T08:00:00Z');
/** I9: with faults of seconds, everything has come to rest long before. */
const REST_MS = 30_000;

/** How a use case goes when nothing goes wrong, and every call that it makes. */
export type Clean = { readonly look: Json; readonly points: readonly FaultPoint[] };

export type Outcome = { readonly unmet: number; readonly failure?: string };

export async function openStage(assemblyDir: string): Promise<Stage> {
  const stateDir = `.attain/faults-${process.pid}-${Math.floor(performance.now())}`;
  const options = { ports: 'ephemeral', startAt: STARTS, stateDir, instancesPerFunction: 2 } as const;
  const host = await startHost({ assemblyDir, ...options });
  return { host, at: addressesOf(host) };
}

/** The SDK tries again by itself. */
const SEEN_BY_NOBODY: readonly string[] = ['refused', 'unheard'];

let scenes = 0;

function sceneOn(stage: Stage, rest: () => Promise<void>): Scene {
  scenes += 1;
  return { ...stage, name: `Case ${scenes}`, noes: [], rest };
}

export async function playCleanly(stage: Stage, useCase: UseCase): Promise<Clean> {
  const { host } = stage;
  const play = await useCase.stage(sceneOn(stage, () => host.idle(REST_MS)));
  await host.idle();
  const before = tracesOf(host);
  const points = await recorded(host, async () => {
    await play.act();
    await host.idle(REST_MS);
  });
  const look = await play.look();
  requireSame(before, tracesOf(host), 'traces');
  const modelled = Object.keys(play.model ?? {}).map((name) => [name, look[name]]);
  requireSame(play.model ?? {}, Object.fromEntries(modelled), 'the model and the clean run');
  return { look, points };
}

/** The use case again, with faults; everything must be as it was without. */
export async function playFaultily(
  stage: Stage,
  useCase: UseCase,
  { look: clean }: Clean,
  faults: readonly Fault[],
): Promise<Outcome> {
  const { host } = stage;
  let injected: Injected | undefined;
  const rest = async () => {
    await host.idle(REST_MS);
    if (!faults.some(({ outcome }) => outcome === 'down') || deadLetters(host) === 0) return;
    injected?.mend();
    host.aws.redrive();
    await host.idle(REST_MS);
  };
  const scene = sceneOn(stage, rest);
  const play = await useCase.stage(scene);
  await host.idle();
  const before = tracesOf(host);
  try {
    injected = inject(host, faults);
    await play.act().finally(() => host.aws.onCall(undefined));
    await rest();
    if (faults.every(({ outcome }) => SEEN_BY_NOBODY.includes(outcome)))
      requireSame({ noes: [] }, { noes: scene.noes }, 'what customers should hear and what they heard');
    requireSame(before, tracesOf(host), 'traces');
    requireSame(clean, await play.look(), 'the clean run and this one');
    return { unmet: faults.length - injected.met.size };
  } catch (error) {
    return { unmet: faults.length - (injected?.met.size ?? 0), failure: String(error) };
  } finally {
    await cleared(host);
  }
}

/** What must not be left behind: dead letters, what AWS would have lost, and rights that were missing. */
const tracesOf = (host: Host): Json => ({
  deadLetters: deadLetters(host),
  lost: host.aws.lost().length,
  denied: host.aws.denials().length,
});

const deadQueues = (host: Host) => Object.entries(host.aws.queues()).filter(([, { dead }]) => dead);

const deadLetters = (host: Host): number =>
  deadQueues(host).reduce((sum, [, { visible }]) => sum + visible, 0);

/** So that one case that fails does not make the next ones fail. */
async function cleared(host: Host): Promise<void> {
  host.aws.onCall(undefined);
  for (const [name] of deadQueues(host)) host.aws.queue(name).purge();
  await host.idle(REST_MS);
}

function requireSame(wanted: Json, found: Json, what: string): void {
  if (isDeepStrictEqual(wanted, found)) return;
  throw new Error(`${what} differ:\n    ${JSON.stringify(wanted)}\n    ${JSON.stringify(found)}`);
}

export const describeFaults = (faults: readonly Fault[]): string =>
  faults.map((fault) => `${nameOf(fault)} ${fault.outcome}`).join(' and ');
