/** A platform with one state machine, three functions for it, and somebody who starts it. */
import {
  allow,
  arnOf,
  lambda,
  type LambdaCode,
  type Platform,
  resource,
  role,
  startPlatform,
} from './kit.ts';

type Json = Record<string, unknown>;
export type Definition = { StartAt: string; States: Record<string, object> };

export const MACHINE = arnOf('StepFunctions::StateMachine', 'machine');
const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
export const calling = (name: string, Payload: unknown = '{% $states.input %}', more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: arnOf('Lambda::Function', name), Payload },
  Output: '{% $states.result.Payload %}',
  ...more,
});
export const end = { End: true };
export const rights = [
  allow(
    'lambda:InvokeFunction',
    ['double', 'flaky', 'note'].map((name) => arnOf('Lambda::Function', name)),
  ),
  allow('states:StartExecution', MACHINE),
];

export let platform: Platform;
const open: Platform[] = [];
export const close = async () => {
  for (const each of open.splice(0)) await each.stop();
};

export async function given(
  definition: Definition,
  code: Record<string, LambdaCode> = {},
  statements = rights,
) {
  const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
  platform = await startPlatform(
    [
      ...lambda('double'),
      ...lambda('flaky'),
      ...lambda('note'),
      ...lambda('starter', [allow(['states:StartExecution', 'states:DescribeExecution'], '*')]),
      ...lambda('stranger'),
      role('machine-role', statements, [trust]),
      resource('StepFunctions::StateMachine', 'machine', {
        DefinitionString: text,
        RoleArn: arnOf('IAM::Role', 'machine-role'),
      }),
    ],
    { double: (n: never) => 2 * Number(n), ...code },
    { startAt: new Date('2026-03-01T00:00:00Z') },
  );
  open.push(platform);
}

/** Without the SDK's client, which nothing else here needs. */
export async function ask(operation: string, input: object, who = 'root'): Promise<Json> {
  const { credentials, endpoint } = platform.as(who);
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260301/eu-west-1/states/aws4_request`,
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as Json;
  if (answer.ok) return body;
  throw Object.assign(new Error(String(body['message'])), { name: String(body['__type']) });
}

export const start = (input: unknown, name = 'one', who = 'root') =>
  ask('StartExecution', { stateMachineArn: MACHINE, name, input: JSON.stringify(input) }, who);

/** How it ended: its output, or its error and cause. */
export async function outcomeOf(input: unknown, name = 'one'): Promise<unknown> {
  const { executionArn } = await start(input, name);
  await platform.idle();
  return look(String(executionArn));
}

export async function look(executionArn: string): Promise<unknown> {
  const { status, output, error, cause } = await ask('DescribeExecution', { executionArn });
  return status === 'SUCCEEDED' ? JSON.parse(String(output)) : [status, error, cause].filter(Boolean);
}
