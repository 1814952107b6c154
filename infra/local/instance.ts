/** One running copy of a function: a worker thread that takes one event at a time and can be killed. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { transformSync } from 'esbuild';
import type { Call, Failure, Report, Task } from './bootstrap.ts';

export type Program = {
  readonly name: string;
  readonly arn: string;
  readonly bootstrap: URL;
  readonly task: Task;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  log(text: string): void;
};

export class FunctionFailed extends Error {
  readonly errorType: string;
  constructor(program: Program, { errorType, errorMessage, trace }: Failure) {
    super(`${program.name}: ${errorType}: ${errorMessage}`);
    this.name = 'FunctionFailed';
    this.errorType = errorType;
    if (trace) this.stack = trace;
  }
}

export class FunctionTimedOut extends Error {
  constructor(program: Program) {
    super(`${program.name} timed out after ${program.timeoutMs / 1000} s`);
    this.name = 'FunctionTimedOut';
  }
}

export type Instance = {
  /** Resolves when the code is loaded; rejects when it cannot be. */
  readonly ready: Promise<void>;
  /** Answers an event given and returned as JSON. */
  call(event: string): Promise<string>;
  /** Drops the thread and its memory; an event in it fails. */
  kill(reason: string): Promise<void>;
  dead(): boolean;
};

type Waiting = { resolve(json: string): void; reject(error: Error): void };

/** Without its types and as a script: a thread would otherwise load a compiler, and the loader of modules. */
export function writeBootstrap(stateDir: string): URL {
  const source = readFileSync(new URL('./bootstrap.ts', import.meta.url), 'utf8');
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'node24' });
  const file = join(stateDir, 'bootstrap.cjs');
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(file, code);
  return pathToFileURL(file);
}

export function startInstance(program: Program): Instance {
  const worker = new Worker(program.bootstrap, {
    workerData: program.task,
    env: { ...program.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: program.memoryMb },
  });
  let waiting: Waiting | undefined;
  let death: Error | undefined;
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  const die = (error: Error) => {
    death ??= error;
    ready.reject(death);
    waiting?.reject(death);
  };
  worker.on('message', (report: Report) => {
    if (report.what === 'ready') ready.resolve();
    if (report.what === 'log') program.log(report.text);
    if (report.what === 'answer') waiting?.resolve(report.json);
    if (report.what === 'failure') waiting?.reject(new FunctionFailed(program, report.failure));
  });
  worker.on('error', (error: Error) => die(new FunctionFailed(program, failureOf(error))));
  worker.on('exit', () => die(new FunctionFailed(program, failureOf(new Error('The runtime exited.')))));
  const kill = async (error: Error) => {
    die(error);
    await worker.terminate();
  };
  return {
    ready: ready.promise,
    async call(event) {
      if (death) throw death;
      const answer = Promise.withResolvers<string>();
      waiting = answer;
      const timer = setTimeout(() => void kill(new FunctionTimedOut(program)), program.timeoutMs);
      worker.postMessage(callOf(program, event), []);
      return await answer.promise.finally(() => {
        clearTimeout(timer);
        waiting = undefined;
      });
    },
    kill: (reason) => kill(new FunctionFailed(program, failureOf(new Error(reason)))),
    dead: () => death !== undefined,
  };
}

function callOf({ name, arn, memoryMb, timeoutMs }: Program, event: string): Call {
  return {
    event,
    deadline: Date.now() + timeoutMs,
    context: {
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memoryMb),
      awsRequestId: randomUUID(),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
    },
  };
}

function failureOf(error: Error): Failure {
  return { errorType: error.name, errorMessage: error.message, trace: error.stack ?? '' };
}
