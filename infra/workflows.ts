/** A state machine of a module: its definition with ARNs in it, its log, and the role that may call its steps. */
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as states from 'aws-cdk-lib/aws-stepfunctions';
import { Aws, CfnDeletionPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { INVOKE, stepsOf, type Workflow } from '../shared/workflow.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { given } from './ground.ts';
import type { Deployed } from './lambda.ts';
import { arn, logicalId, names } from './names.ts';
import { allow, allowAny, document, type Statement, trustService } from './rights.ts';

const LOG_DAYS = 90;

export type DeclaredWorkflow = {
  readonly module: string;
  readonly name: string;
  readonly definition: Workflow;
};

export type DeployedWorkflow = { readonly path: string; readonly arn: string };

/** By its name, as those who start it and its own role are made before it. */
export const workflowArn = (plane: string, path: string): string =>
  arn('states', `stateMachine:${names.workflow(plane, path)}`);

export function deployWorkflow(
  scope: Construct,
  plane: string,
  { module, name, definition }: DeclaredWorkflow,
  functions: readonly Deployed[],
): DeployedWorkflow {
  const path = `${module}/${name}`;
  const arns = new Map(functions.map((one) => [one.path, one.resource.attrArn]));
  const steps = stepsOf(definition).map((step) => given(arns.get(step), `step ${step}`));
  const machine = new states.CfnStateMachine(scope, logicalId(path, 'Machine'), {
    stateMachineName: names.workflow(plane, path),
    stateMachineType: 'STANDARD',
    roleArn: roleOf(scope, plane, path, steps, hasChildren(definition)).attrArn,
    definitionString: Stack.of(scope).toJsonString(addressed(definition, arns)),
    tracingConfiguration: { enabled: true },
    loggingConfiguration: {
      level: 'ALL',
      // Steps get keys and not data; what they are told is nobody's business here all the same.
      includeExecutionData: false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logOf(scope, plane, path).attrArn } }],
    },
  });
  return { path, arn: machine.ref };
}

/** The definition with the ARN of each step in place of its entry. */
function addressed(value: unknown, arns: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => addressed(each, arns));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (name === 'Resource' && each === INVOKE) return [name, `arn:${Aws.PARTITION}:states:::${INVOKE}`];
      if (name === 'FunctionName') return [name, given(arns.get(String(each)), `step ${String(each)}`)];
      return [name, addressed(each, arns)];
    }),
  );
}

/** Whether it has a distributed map, which runs each of its items as an execution of the same machine. */
const hasChildren = (definition: Workflow): boolean =>
  JSON.stringify(definition).includes('"Mode":"DISTRIBUTED"');

/** The name is one of those that AWS delivers logs to without a growing policy. */
function logOf(scope: Construct, plane: string, path: string): logs.CfnLogGroup {
  const group = new logs.CfnLogGroup(scope, logicalId(path, 'Log'), {
    logGroupName: `/aws/vendedlogs/states/${names.workflow(plane, path)}`,
    retentionInDays: LOG_DAYS,
  });
  group.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  return group;
}

function roleOf(
  scope: Construct,
  plane: string,
  path: string,
  steps: readonly string[],
  parent: boolean,
): iam.CfnRole {
  const statements = [
    allow(['lambda:InvokeFunction'], steps),
    ...(parent ? childStatements(plane, path) : []),
    ...watching,
  ];
  const role = new iam.CfnRole(scope, logicalId(path, 'MachineRole'), {
    description: `What the state machine ${path} may do`,
    assumeRolePolicyDocument: trustService('states.amazonaws.com'),
    policies: [{ policyName: 'machine', policyDocument: document(statements) }],
  });
  acknowledgeWildcards(role, statements);
  return role;
}

function childStatements(plane: string, path: string): Statement[] {
  const own = names.workflow(plane, path);
  return [
    allow(['states:StartExecution'], workflowArn(plane, path)),
    allowAny(
      ['states:DescribeExecution', 'states:StopExecution'],
      arn('states', `execution:${own}:*`),
      'Its own executions; their names come into being at run time.',
    ),
    allowAny(
      ['states:RedriveExecution'],
      arn('states', `execution:${own}/*:*`),
      'The executions of its own distributed maps; their names come into being at run time.',
    ),
  ];
}

const everything = 'Delivery of logs and traces knows no resources.';
const watching: readonly Statement[] = [
  allowAny(
    [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    '*',
    everything,
  ),
  allowAny(
    ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    '*',
    everything,
  ),
];
