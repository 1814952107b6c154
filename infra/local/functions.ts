/** The Lambdas: each starts when first called, grows to a few instances, and makes further events wait. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentOf } from './environment.ts';
import { createFleet, type Fleet } from './fleet.ts';
import type { Program } from './instance.ts';
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

/** Lambda refuses a larger event, and a larger answer. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

export class PayloadTooLarge extends Error {
  override readonly name = 'PayloadTooLarge';
}

export function createFunctions(options: FunctionOptions): Functions {
  const fleets = new Map<string, Fleet>();
  const fleetOf = (arn: string): Fleet => {
    const known = fleets.get(arn);
    if (known) return known;
    const lambda = options.assembly.byArn(arn);
    if (lambda?.type !== 'AWS::Lambda::Function') throw new Error(`There is no function ${arn}.`);
    const fleet = createFleet(programOf(lambda, options), sizeOf(lambda, options));
    fleets.set(arn, fleet);
    return fleet;
  };
  const all = () => [...fleets.values()];
  let stopped = false;
  return {
    async invoke(arn, event) {
      if (stopped) throw new Error('The host has stopped.');
      return JSON.parse(checked(await fleetOf(arn).call(checked(JSON.stringify(event ?? null)))));
    },
    busy: () =>
      Object.fromEntries(all().flatMap(({ name, load }) => (load() > 0 ? [[name, load()] as const] : []))),
    async crash(functionName) {
      const fleet = all().find(({ name }) => name === functionName);
      await fleet?.kill(`${functionName} was made to crash.`);
    },
    async stop() {
      stopped = true;
      await Promise.all(all().map((fleet) => fleet.stop()));
    },
  };
}

function programOf(lambda: Resource, { assembly, aws, logs, stateDir }: FunctionOptions): Program {
  const [file = '', handler = ''] = String(lambda.properties['Handler']).split('.');
  const code = assembly.codeOf(lambda);
  const entry = ['mjs', 'js', 'cjs'].map((suffix) => join(code, `${file}.${suffix}`)).find(existsSync);
  if (!entry) throw new Error(`${lambda.name}: there is no ${file}.mjs in ${code}.`);
  return {
    name: lambda.name,
    arn: lambda.arn,
    task: { url: pathToFileURL(entry).href, handler, compileCache: join(stateDir, 'compile-cache') },
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

function checked(json: string): string {
  const bytes = Buffer.byteLength(json);
  if (bytes > PAYLOAD_BYTES) throw new PayloadTooLarge(`${bytes} bytes are more than Lambda carries (6 MB).`);
  return json;
}
