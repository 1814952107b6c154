/** What runs in a function's worker thread: loads its bundle and answers one event after the other. */
import { createRequire, enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What the host tells the thread about the function in it. */
export type Task = {
  readonly url: string;
  readonly handler: string;
  readonly compileCache: string;
};

/** One event; it crosses as JSON, as it does at AWS. */
export type Call = {
  readonly event: string;
  readonly deadline: number;
  readonly context: Readonly<Record<string, unknown>>;
};

export type Failure = { readonly errorType: string; readonly errorMessage: string; readonly trace: string };

export type Report =
  | { readonly what: 'ready' }
  | { readonly what: 'log'; readonly text: string }
  | { readonly what: 'answer'; readonly json: string }
  | { readonly what: 'failure'; readonly failure: Failure };

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const { url, handler, compileCache } = workerData as Task;
const report = (message: Report) => parentPort?.postMessage(message, []);

// On the same port as the answers, so that a function's last line is there before its answer is.
for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    report({ what: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
    const written = rest.find((argument) => typeof argument === 'function');
    if (written) written();
    return true;
  };

const answer = async (handle: Handler, { event, deadline, context }: Call): Promise<Report> => {
  try {
    const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
    const result = await handle(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    return { what: 'answer', json: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { what: 'failure', failure: describe(error) };
  }
};

const describe = (error: unknown): Failure =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack ?? '' }
    : { errorType: typeof error, errorMessage: String(error), trace: '' };

enableCompileCache(compileCache);
const handle = createRequire(url)(fileURLToPath(url))[handler] as Handler | undefined;
if (typeof handle !== 'function') throw new Error(`${url} exports no function '${handler}'.`);
parentPort?.on('message', (call: Call) => {
  void answer(handle, call).then(report);
});
report({ what: 'ready' });
