/** The Lambdas: each starts when first called, grows to a few instances, and makes further events wait. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentOf } from './environment.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { type Program, writeBootstrap } from './instance.ts';
import type { Assembly, Invoke, Resource } from './kinds.ts';
import type { Logs } from './logs.ts';

export type Functions = {
  readonly invoke: Invoke;
  /** Names of functions that have an event in them or before them, with how many. */
  busy(): Readonly<Record<string, number>>;
  /** Kills every instance of a function; the events in them fail. */
  crash(functionName: string): Promise<void>;
  stop(): Promise<void>;
};

export type FunctionOptions = {
  readonly assembly: Assembly;
  /** Endpoint variables; asked for when a function starts, which is after the endpoints have. */
  readonly aws: () => Readonly<Record<string, string>>;
  readonly logs: Logs;
  readonly stateDir: string;
  readonly instancesPerFunction?: number;
};

/** Shared by all hosts of this machine: a bundle that was compiled once starts a third faster. */
const COMPILE_CACHE = join(tmpdir(), 'attain-compile-cache');

/** Lambda refuses a larger event, and a larger answer. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

export class PayloadTooLarge extends Error {
  override readonly name = 'PayloadTooLarge';
}

export function createFunctions(options: FunctionOptions): Functions {
  const bootstrap = writeBootstrap(options.stateDir);
  const fleets = new Map<string, Fleet>();
  const fleetOf = (arn: string): Fleet => {
    const known = fleets.get(arn);
    if (known) return known;
    const lambda = options.assembly.byArn(arn);
    if (lambda?.type !== 'AWS::Lambda::Function') throw new Error(`There is no function ${arn}.`);
    const fleet = createFleet(programOf(lambda, bootstrap, options), sizeOf(lambda, options));
    fleets.set(arn, fleet);
    return fleet;
  };
  const all = () => [...fleets.values()];
  let stopped = false;
  return {
    async invoke(arn, event) {
      if (stopped) throw new Error('The host has stopped.');
      const fleet = fleetOf(arn);
      const json = JSON.stringify(event ?? null);
      if (isTooLarge(json)) throw new PayloadTooLarge(`An event for ${fleet.name} has more than 6 MB.`);
      const answer = await fleet.call(json);
      if (isTooLarge(answer)) throw new Error(`${fleet.name} answered with more than 6 MB.`);
      return JSON.parse(answer);
    },
    busy: () =>
      Object.fromEntries(all().flatMap(({ name, load }) => (load() > 0 ? [[name, load()] as const] : []))),
    async crash(functionName) {
      const lambdas = options.assembly.of('AWS::Lambda::Function');
      const lambda = lambdas.find(({ name }) => name === functionName);
      if (!lambda) throw new Error(`There is no function ${functionName}.`);
      await fleets.get(lambda.arn)?.kill(`${functionName} was made to crash.`);
    },
    async stop() {
      stopped = true;
      await Promise.all(all().map((fleet) => fleet.stop()));
    },
  };
}

function programOf(lambda: Resource, bootstrap: URL, { assembly, aws, logs }: FunctionOptions): Program {
  const [file = '', handler = ''] = String(lambda.properties['Handler']).split('.');
  const code = assembly.codeOf(lambda);
  const entry = ['cjs', 'js', 'mjs'].map((suffix) => join(code, `${file}.${suffix}`)).find(existsSync);
  if (!entry) throw new Error(`${lambda.name}: there is no ${file}.cjs in ${code}.`);
  return {
    name: lambda.name,
    arn: lambda.arn,
    bootstrap,
    task: { url: pathToFileURL(entry).href, handler, compileCache: COMPILE_CACHE },
    environment: { ...environmentOf(lambda, aws()), LAMBDA_TASK_ROOT: code },
    timeoutMs: Number(lambda.properties['Timeout'] ?? 3) * 1000,
    memoryMb: Number(lambda.properties['MemorySize'] ?? 128),
    log: (text) => logs.write(lambda.name, text),
  };
}

function sizeOf(lambda: Resource, { instancesPerFunction = 4 }: FunctionOptions): number {
  const reserved = lambda.properties['ReservedConcurrentExecutions'];
  return reserved === undefined ? instancesPerFunction : Math.min(instancesPerFunction, Number(reserved));
}

const isTooLarge = (json: string): boolean => Buffer.byteLength(json) > PAYLOAD_BYTES;
