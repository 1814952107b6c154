/**
 * Lambda's asynchronous invocation, which buses and schedules use: they hand the event over and have
 * nothing more to do with it. Lambda tries again twice, or as often as the function's EventInvokeConfig
 * says, then sends the event to the function's failure destination or dead-letter queue. Without either
 * the event is gone: the schedule's or rule's own dead-letter queue never sees it.
 */
import { randomUUID } from 'node:crypto';
import type { Assembly, Clock, Invoke, Resource } from '../kinds.ts';
import { lambdaNamed } from './lambdas.ts';
import { backOff, type Work } from './work.ts';

export type AsyncInvoke = (lambda: Resource, event: unknown) => Promise<void>;

export type AsyncSetting = {
  readonly assembly: Assembly;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly work: Work;
  readonly sendTo: (queueArn: string, body: string, from: Resource) => void;
};

export function asyncInvocation(setting: AsyncSetting): AsyncInvoke {
  return async (lambda, event) => {
    const config = configOf(lambda, setting.assembly);
    const tries: number = 1 + (config?.['MaximumRetryAttempts'] ?? 2);
    let last: unknown;
    for (let at = 1; at <= tries; at += 1) {
      try {
        await setting.invoke(lambda.arn, event);
        return;
      } catch (error) {
        last = error;
        if (at < tries) await backOff(at);
      }
    }
    giveUp(lambda, event, last, tries, setting);
  };
}

function configOf(lambda: Resource, assembly: Assembly): Resource['properties'] | undefined {
  return assembly
    .of('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => lambdaNamed(assembly, String(properties['FunctionName'])) === lambda)
    ?.properties;
}

function giveUp(
  lambda: Resource,
  event: unknown,
  error: unknown,
  tries: number,
  setting: AsyncSetting,
): void {
  const destination = configOf(lambda, setting.assembly)?.['DestinationConfig']?.OnFailure?.Destination;
  const deadLetters = lambda.properties['DeadLetterConfig']?.TargetArn;
  if (destination) setting.sendTo(destination, failureRecord(lambda, event, error, tries, setting), lambda);
  else if (deadLetters) setting.sendTo(deadLetters, JSON.stringify(event), lambda);
  else
    setting.work.lose(
      `${lambda.name} failed ${tries} times and has no failure destination: ${String(error)}`,
    );
}

const failureRecord = (
  lambda: Resource,
  event: unknown,
  error: unknown,
  tries: number,
  { clock }: AsyncSetting,
): string =>
  JSON.stringify({
    version: '1.0',
    timestamp: clock.now().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${lambda.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: tries,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: error instanceof Error ? error.message : String(error) },
  });
