/** How an execution fails: an error's name and its cause, as states are told of it. */

export class StateFailure extends Error {
  readonly error: string;
  readonly why: string;

  constructor(error: string, why: string) {
    super(`${error}: ${why}`);
    this.name = 'StateFailure';
    this.error = error;
    this.why = why;
  }
}

/** An expression could not be evaluated. */
export const unevaluated = (why: string) => new StateFailure('States.QueryEvaluationError', why);

export function asFailure(error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  return new StateFailure('States.Runtime', String(error));
}

/** Faults of the definition and of AWS's limits, which no `States.ALL` stands for. */
const UNCAUGHT = ['States.DataLimitExceeded', 'States.Runtime'];

/**
 *   States.ALL          all but faults of the definition
 *   States.TaskFailed   the same, without what took too long
 *   States.Timeout      what took too long, or sent no heartbeat
 */
export function isMeant({ error }: StateFailure, equals: readonly string[]): boolean {
  return equals.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return !UNCAUGHT.includes(error);
    if (name === 'States.TaskFailed') return !UNCAUGHT.includes(error) && !isTimeout(error);
    return name === 'States.Timeout' && isTimeout(error);
  });
}

const isTimeout = (error: string): boolean =>
  error === 'States.Timeout' || error === 'States.HeartbeatTimeout';
