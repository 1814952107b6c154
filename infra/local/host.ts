/** The local host: a cloud assembly from disk becomes a running platform on this machine. */
import { resolve } from 'node:path';
import { adminPages } from './admin.ts';
import { type LoadedAssembly, loadAssembly } from './assembly.ts';
import { createAuthorizer } from './authorizer.ts';
import { type Aws, startAws } from './aws/aws.ts';
import type { Place } from './aws/dynamodb-client.ts';
import { startClock } from './clock.ts';
import { userPools } from './cognito.ts';
import { principalsOf } from './credentials.ts';
import { addressesOf, apisOf, type Closing, type Doors, openDoors } from './doors.ts';
import { createFunctions, type Functions } from './functions.ts';
import { httpApi } from './http-api.ts';
import { rest } from './idle.ts';
import type { Assembly, Clock, Invoke, Resource } from './kinds.ts';
import { type Logs, openLogs } from './logs.ts';
import { run } from './run.ts';

export type HostOptions = {
  /** What `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** 'preferred': the same ports on every start, as far as they are free. Any free ones otherwise. */
  readonly ports?: 'preferred' | 'ephemeral';
  readonly startAt?: Date;
  /** For logs and blobs. */
  readonly stateDir?: string;
  /** Where tables are kept; an instance of the host's own by default. */
  readonly tablesAt?: Place;
  readonly instancesPerFunction?: number;
};

export type UserPool = {
  readonly issuer: string;
  /** POST {email, groups?, clientId?} → {idToken, expiresAt}. */
  readonly signInUrl: string;
  readonly clientIds: readonly string[];
};

export type Host = {
  /** What a deployment would print at its end: stack → name of the output → value. */
  readonly outputs: LoadedAssembly['outputs'];
  /** 'Stack/LogicalId' of an HTTP API → its URL, without a slash at the end. */
  readonly apis: Readonly<Record<string, string>>;
  /** By 'Stack/LogicalId'. */
  readonly userPools: Readonly<Record<string, UserPool>>;
  readonly adminUrl: string;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly assembly: Assembly;
  /** Queues, rights used and denied, capacity, and a hook into every call of a function. */
  readonly aws: Aws;
  /** Resolves when nothing is queued, unread or running any more. */
  idle(timeoutMs?: number): Promise<void>;
  /** Kills a function's instances, with all they hold in memory. */
  crash(functionName: string): Promise<void>;
  /** What a function printed; of 'host', why requests ended in a 500. */
  logs(functionName: string): string;
  stop(): Promise<void>;
};

/** Stands among the functions' logs. */
const HOST_LOG = 'host';

const labelOf = ({ stack, id }: Resource) => `${stack}/${id}`;

const IDLE_TIMEOUT_MS = 60_000;

export async function startHost(options: HostOptions): Promise<Host> {
  const closing: Closing = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    return await start(options, closing, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: HostOptions, closing: Closing, stop: () => Promise<void>): Promise<Host> {
  const { assemblyDir, startAt, stateDir = '.attain', tablesAt, instancesPerFunction } = options;
  const declared = loadAssembly(assemblyDir);
  const doors = await openDoors(declared, options.ports, closing);
  const assembly = loadAssembly(assemblyDir, addressesOf(declared, doors));
  const clock = startClock(startAt);
  const logs = openLogs(resolve(stateDir, 'logs'));
  closing.push(() => logs.close());
  const functions: Functions = createFunctions({
    assembly,
    logs,
    stateDir: resolve(stateDir),
    aws: () => aws.environment(),
    ...(instancesPerFunction ? { instancesPerFunction } : {}),
  });
  const aws: Aws = await startAws({
    assembly,
    invoke: functions.invoke,
    clock,
    principals: principalsOf(assembly),
    stateDir: resolve(stateDir),
    ...(tablesAt ? { tablesAt } : {}),
  });
  // Last opened, first closed: functions go before what they call.
  closing.push(
    () => aws.stop(),
    () => functions.stop(),
  );
  const host = hostOf({ assembly, doors, clock, functions, aws, logs, stop });
  openFor(host, doors, logs);
  return host;
}

type Parts = {
  readonly assembly: LoadedAssembly;
  readonly doors: Doors;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly aws: Aws;
  readonly logs: Logs;
  readonly stop: () => Promise<void>;
};

function hostOf({ assembly, doors, clock, functions, aws, logs, stop }: Parts): Host {
  const activity = {
    awsIdle: () => aws.idle(),
    busyFunctions: () => functions.busy(),
    queues: () => aws.queues(),
  };
  return {
    outputs: assembly.outputs,
    apis: Object.fromEntries(
      apisOf(assembly).map((api) => [labelOf(api), String(doors.apis.get(api.name)?.url)]),
    ),
    userPools: poolsOf(assembly, doors.identity.url),
    adminUrl: doors.admin.url,
    clock,
    invoke: functions.invoke,
    assembly,
    aws,
    idle: (timeoutMs = IDLE_TIMEOUT_MS) => rest(activity, timeoutMs),
    crash: (functionName) => functions.crash(functionName),
    logs: (functionName) => logs.of(functionName),
    stop,
  };
}

function poolsOf(assembly: Assembly, url: string): Record<string, UserPool> {
  const clients = assembly.of('AWS::Cognito::UserPoolClient');
  const pools = assembly.of('AWS::Cognito::UserPool').map((pool): [string, UserPool] => [
    labelOf(pool),
    {
      issuer: `${url}/${pool.name}`,
      signInUrl: `${url}/${pool.name}/sign-in`,
      clientIds: clients
        .filter(({ properties }) => properties['UserPoolId'] === pool.name)
        .map(({ name }) => name),
    },
  ]);
  return Object.fromEntries(pools);
}

function openFor(host: Host, { apis, identity, admin }: Doors, logs: Logs): void {
  const { assembly, clock, invoke } = host;
  const authorize = createAuthorizer(clock);
  const explain = (line: string) => logs.write(HOST_LOG, `${line}\n`);
  for (const api of apisOf(assembly))
    apis.get(api.name)?.serve(httpApi({ assembly, api, invoke, clock, authorize, explain }));
  identity.serve(userPools(assembly, clock, identity.url));
  const { apis: urls, userPools: pools, adminUrl, outputs } = host;
  admin.serve(
    adminPages({
      clock,
      addresses: () => ({ apis: urls, userPools: pools, adminUrl, outputs }),
      aws: host.aws,
      idle: (timeoutMs) => host.idle(timeoutMs),
      logsOf: (functionName) => host.logs(functionName),
    }),
  );
}

if (import.meta.main) await run(startHost);
