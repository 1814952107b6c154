/** A Task: calls a Lambda by the machine's role, and may then wait for whoever holds its token. */
import { randomUUID } from 'node:crypto';
import { filled } from './expression.ts';
import { StateFailure } from './failure.ts';
import { statesOf, type Visit } from './flow.ts';

type Asked = { readonly FunctionName: string; readonly Payload?: unknown };

export async function invoked(visit: Visit): Promise<unknown> {
  const { state } = visit;
  const waits = String(state['Resource']).endsWith('.waitForTaskToken');
  return waits ? withToken(visit) : inTime(visit, callLambda(visit));
}

async function withToken(given: Visit): Promise<unknown> {
  const { run } = given;
  const { tokens } = run.world;
  const token = randomUUID();
  const visit = { ...given, context: { ...given.context, Task: { Token: token } } };
  const answer = tokens.open(token, run.machine.arn);
  try {
    await callLambda(visit);
    return await inTime(visit, run.resting(answer.promise), answer.beats);
  } finally {
    tokens.close(token);
  }
}

async function callLambda(visit: Visit): Promise<unknown> {
  const { run, state, variables } = visit;
  const { FunctionName, Payload = {} } = (await filled(
    state['Arguments'],
    statesOf(visit),
    variables,
  )) as Asked;
  const lambda = run.world.lambdaOf(FunctionName);
  if (!run.may('lambda:InvokeFunction', lambda.arn)) {
    const who = `${run.machine.roleArn} is not authorized to perform: lambda:InvokeFunction on ${lambda.arn}`;
    throw new StateFailure('Lambda.AWSLambdaException', who);
  }
  const answer = await run.world.invoke(lambda.arn, Payload).catch((error: unknown) => {
    throw failureOf(error);
  });
  return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
}

/** A function that timed out or exited has no error of its own to name. */
function failureOf(error: unknown): StateFailure {
  const { errorType, name, message, stack } = error as Error & { errorType?: string };
  const type = name === 'FunctionTimedOut' ? 'Sandbox.Timedout' : (errorType ?? name);
  const cause = { errorType: type, errorMessage: message, trace: stack?.split('\n') ?? [] };
  return new StateFailure(type, JSON.stringify(cause));
}

/** What the state waits for, unless it takes too long, or nobody shows a sign of life in time. */
async function inTime<T>(visit: Visit, work: Promise<T>, beats?: { latest: Date | undefined }): Promise<T> {
  const { run, state } = visit;
  const ended = new AbortController();
  const limits = [
    state['TimeoutSeconds'] && tooLate('States.Timeout', () => undefined, Number(state['TimeoutSeconds'])),
    beats &&
      state['HeartbeatSeconds'] &&
      tooLate('States.HeartbeatTimeout', () => beats.latest, Number(state['HeartbeatSeconds'])),
  ].filter(Boolean) as Promise<never>[];
  try {
    return await Promise.race([work, ...limits, run.stopped]);
  } finally {
    ended.abort();
  }

  async function tooLate(error: string, latest: () => Date | undefined, seconds: number): Promise<never> {
    const { clock, moments } = run.world;
    const due = (since: Date) => new Date(since.getTime() + seconds * 1000);
    for (let moment = due(clock.now()); ; moment = due(latest() ?? moment)) {
      await moments.reach(moment, ended.signal);
      if (ended.signal.aborted) return new Promise(() => {});
      const beat = latest();
      if (!beat || due(beat) <= clock.now()) throw new StateFailure(error, `Not done within ${seconds} s.`);
    }
  }
}
