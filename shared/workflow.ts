/**
 * State machines as data, in the words of Amazon States Language with JSONata. One stands in the file
 * `functions/<module>/workflow-<name>.ts` and is named by its module's manifest. A step is an entry, as in
 * `call('runs/step-pin-run', …)`; the synth puts its ARN there.
 */
export type State = {
  readonly Type: 'Task' | 'Choice' | 'Map' | 'Parallel' | 'Pass' | 'Wait' | 'Succeed' | 'Fail';
  readonly [field: string]: unknown;
};

export type Workflow = {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
};

/** What the synth puts an ARN in place of: the service, and the Lambda of each step. */
export const INVOKE = 'lambda:invoke';

/** A step may fail because AWS is overloaded, or a process died: it is done again for about a minute. */
const RETRY = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
] as const;

/** A task that calls the Lambda of an entry; what it answers is `$states.result.Payload`. */
export const call = (entry: string, payload: unknown) =>
  ({
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: entry, Payload: payload },
    Retry: RETRY,
  }) as const;

/** The entries that a definition calls, also in the states inside of its states. */
export function stepsOf(definition: unknown): string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  const { Resource, Arguments } = definition as {
    Resource?: unknown;
    Arguments?: { FunctionName?: unknown };
  };
  const own = Resource === INVOKE ? [String(Arguments?.FunctionName)] : [];
  return [...new Set([...own, ...Object.values(definition).flatMap(stepsOf)])];
}
