/** The tokens that tasks wait for, and who may answer them. */
import { AwsError } from '../endpoint.ts';
import { StateFailure } from './failure.ts';

type Open = {
  readonly machine: string;
  readonly beats: { latest: Date | undefined };
  succeed(output: unknown): void;
  fail(failure: StateFailure): void;
};

export type Answer = { readonly promise: Promise<unknown>; readonly beats: Open['beats'] };

export type Tokens = {
  open(token: string, machine: string): Answer;
  close(token: string): void;
  /** The machine whose task holds it, if one does. */
  machineOf(token: string): string | undefined;
  succeed(token: string, output: string): void;
  fail(token: string, error?: string, cause?: string): void;
  beat(token: string, now: Date): void;
};

export function openTokens(): Tokens {
  const waiting = new Map<string, Open>();
  const opened = (token: string): Open => {
    const open = waiting.get(token);
    if (!open) throw new AwsError('TaskTimedOut', 'Task Timed Out: no task waits for this token any more.');
    return open;
  };
  return {
    open(token, machine) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      promise.catch(() => undefined);
      const beats = { latest: undefined };
      waiting.set(token, { machine, beats, succeed: resolve, fail: reject });
      return { promise, beats };
    },
    close: (token) => void waiting.delete(token),
    machineOf: (token) => waiting.get(token)?.machine,
    succeed: (token, output) => opened(token).succeed(JSON.parse(output)),
    fail: (token, error = 'States.TaskFailed', cause = '') =>
      opened(token).fail(new StateFailure(error, cause)),
    beat(token, now) {
      opened(token).beats.latest = now;
    },
  };
}
