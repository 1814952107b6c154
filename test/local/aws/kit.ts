/** A platform from resources written by hand, with functions that are plain closures of the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Aws, type AwsOptions, startAws } from '../../../infra/local/aws/aws.ts';
import { startClock } from '../../../infra/local/clock.ts';
import type { Assembly, Clock, Principal, Resource } from '../../../infra/local/kinds.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';

type Properties = Resource['properties'];
export type LambdaCode = (event: never) => unknown;

const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::SQS::Queue': (name) => `sqs:${REGION}:${ACCOUNT}:${name}`,
  'AWS::Lambda::Function': (name) => `lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'AWS::Events::EventBus': (name) => `events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  'AWS::DynamoDB::GlobalTable': (name) => `dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::IAM::Role': (name) => `iam::${ACCOUNT}:role/${name}`,
  'AWS::KMS::Key': (name) => `kms:${REGION}:${ACCOUNT}:key/${name}`,
  'AWS::S3::Bucket': (name) => `s3:::${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `states:${REGION}:${ACCOUNT}:stateMachine:${name}`,
  'AWS::SSM::Parameter': (name) => `ssm:${REGION}:${ACCOUNT}:parameter${name}`,
};

export const arnOf = (type: string, name: string): string =>
  `arn:aws:${ARNS[`AWS::${type}`]?.(name) ?? `x:${REGION}:${ACCOUNT}:${name}`}`;

export const resource = (type: string, name: string, properties: Properties = {}): Resource => ({
  stack: 'Test',
  id: name,
  type: `AWS::${type}`,
  name,
  arn: arnOf(type, name),
  properties,
});

/** A function with a role that allows these statements. */
export const lambda = (
  name: string,
  statements: readonly object[] = [],
  more: Properties = {},
): Resource[] => [
  resource('Lambda::Function', name, { Role: arnOf('IAM::Role', `${name}-role`), ...more }),
  role(`${name}-role`, statements),
];

export const allow = (action: string | string[], on: string | string[], condition?: object) => ({
  Effect: 'Allow',
  Action: action,
  Resource: on,
  ...(condition && { Condition: condition }),
});

export const role = (name: string, statements: readonly object[], trust: readonly object[] = []): Resource =>
  resource('IAM::Role', name, {
    AssumeRolePolicyDocument: { Statement: trust },
    Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }] : [],
  });

export function assemblyOf(resources: readonly Resource[]): Assembly {
  return {
    of: (type) => resources.filter((each) => each.type === type),
    byArn: (arn) => resources.find((each) => each.arn === arn),
    codeOf: () => '/nowhere',
  };
}

export type Platform = {
  readonly aws: Aws;
  readonly clock: Clock;
  /** What the SDK needs to call as a function, or as the account's root user. */
  as(functionName: string): ClientConfig;
  idle(): Promise<void>;
  stop(): Promise<void>;
};

type ClientConfig = {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};

export async function startPlatform(
  resources: readonly Resource[],
  code: Readonly<Record<string, LambdaCode>> = {},
  more: Partial<AwsOptions> & { startAt?: Date } = {},
): Promise<Platform> {
  const assembly = assemblyOf(resources);
  const stateDir = await mkdtemp(join(tmpdir(), 'attain-aws-'));
  const clock = startClock(more.startAt);
  const invoke = async (arn: string, event: unknown) => code[arn.split(':').at(-1) ?? '']?.(event as never);
  const aws = await startAws({
    assembly,
    invoke,
    clock,
    principals: principalsOf(assembly),
    stateDir,
    ...more,
  });
  return {
    aws,
    clock,
    as: (functionName) => ({
      endpoint: aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: keyOf(functionName), secretAccessKey: 'secret' },
      maxAttempts: 1,
    }),
    idle: () => until(() => aws.idle()),
    async stop() {
      await aws.stop();
      await rm(stateDir, { recursive: true });
    },
  };
}

const keyOf = (functionName: string): string => `KEY${functionName.replaceAll('-', '')}`;

/** `root` may do everything. */
function principalsOf(assembly: Assembly): ReadonlyMap<string, Principal> {
  const functions = assembly.of('AWS::Lambda::Function').map((each) => ({
    functionName: each.name,
    roleArn: String(each.properties['Role']),
  }));
  const root = { functionName: 'root', roleArn: `arn:aws:iam::${ACCOUNT}:root` };
  return new Map(
    [root, ...functions].map((each) => {
      const accessKeyId = keyOf(each.functionName);
      return [accessKeyId, { ...each, accessKeyId, tags: {} }];
    }),
  );
}

export async function until(holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come to that in time.');
    await pause(5);
  }
}

/** The name and message of what a promise rejects with. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing was refused',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}
